// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
)

// reports stand beside the small definition.
const reports = small + `lots:
  court:
    label: {it: Giudice, en: Court}
    norm: DPR 115/2002 art. 126 c. 2
    outcomes: ["yes"]
    to: answers.court
    every: month
    scheduled: true
    by: desk
    contents:
      number: {label: {it: Numero, en: Number}, value: filing.number}
    files: decision
    file_name: "{position}_{number}"
statistics:
  ministry:
    label: {it: Annuale, en: Yearly}
    by: desk
    counts:
      filed: {label: {it: Depositate, en: Filed}, year: filed}
      granted: {label: {it: Accolte, en: Granted}, year: decided, outcomes: "yes", when: answers.poor == true, split: answers.kind}
`

func TestWhatStandsBesideTheWay(t *testing.T) {
	for _, test := range []struct {
		name, old, with string
		want            []string
	}{
		{"nothing wrong", "", "", nil},
		{"unknown outcome", `outcomes: ["yes"]`, `outcomes: ["no"]`, []string{"43:16 unknown_outcome"}},
		{"unknown key of a lot", "scheduled: true", "schedule: true", []string{"46:5 unknown_field"}},
		{"bad expression", "to: answers.court", "to: answers court", []string{"44:9 bad_expression"}},
		{"no recipient", "    to: answers.court\n", "", []string{"40:3 no_value"}},
		{"no norm", "    norm: DPR 115/2002 art. 126 c. 2\n", "", []string{"40:3 no_norm"}},
		{"bad period", "every: month", "every: day", []string{"45:12 bad_choice"}},
		{"role of nobody", "scheduled: true\n    by: desk", "by: applicant", []string{"46:9 unknown_role"}},
		{"unknown part of a name", "{position}_{number}", "{position}_{sum}", []string{"51:16 unknown_datum"}},
		{"no readers", "    by: desk\n    counts", "    counts", []string{"53:3 no_role"}},
		{"bad year", "year: filed", "year: next", []string{"57:57 bad_choice"}},
		{"not a condition", "when: answers.poor == true", `when: "1"`, []string{"58:90 bad_expression"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := reports
			if test.old != "" {
				if !strings.Contains(source, test.old) {
					t.Fatalf("nothing to replace: %s", test.old)
				}
				source = strings.Replace(source, test.old, test.with, 1)
			}
			_, err := workflow.Parse([]byte(source), actions.Schemas())
			if diff := cmp.Diff(test.want, faultsOf(t, err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLotsAndStatistics(t *testing.T) {
	d, err := workflow.Parse([]byte(reports), actions.Schemas())
	if err != nil {
		t.Fatal(err)
	}
	lots, err := workflow.ParseLots([]byte(reports), d)
	if err != nil || len(lots) != 1 {
		t.Fatalf("lots: %v, %v", lots, err)
	}
	court := lots[0]
	if !court.Tells("yes") || court.Tells("no") || court.Tells("") || court.Every != workflow.Monthly || !court.Scheduled {
		t.Errorf("lot: %+v", court)
	}
	all, err := workflow.ParseStatistics([]byte(reports), d)
	if err != nil || len(all) != 1 || len(all[0].Counts) != 2 {
		t.Fatalf("statistics: %+v, %v", all, err)
	}
	filed, granted := all[0].Counts[0], all[0].Counts[1]
	if !filed.Has("") || !filed.Has("yes") || granted.Has("") || granted.Has("no") || !granted.Has("yes") {
		t.Errorf("counts: %+v", all[0].Counts)
	}
	for _, none := range [][]byte{[]byte(small)} {
		if lots, err := workflow.ParseLots(none, d); err != nil || len(lots) != 0 {
			t.Errorf("without the key: %v, %v", lots, err)
		}
	}
}
