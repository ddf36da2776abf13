// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"io/fs"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/app"
)

// TestShippedExamplesHold: both procedures that come with the program do what their
// examples say, form, states and dates.
func TestShippedExamplesHold(t *testing.T) {
	for file, least := range map[string]int{"legal-aid-civil.yaml": 2, "access-to-documents.yaml": 7} {
		source, err := fs.ReadFile(definitions.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := app.RehearseProcedure(t.Context(), file, source, "it")
		if err != nil || len(all) < least {
			t.Fatalf("%s: %d examples, %v", file, len(all), err)
		}
		for _, r := range all {
			for _, fault := range r.Faults {
				t.Errorf("%s: %s", r.ID, fault)
			}
		}
	}
}

// TestWaysThatStumble: a date, a state, an act that may not be done, and one by
// somebody else are told where they stand.
func TestWaysThatStumble(t *testing.T) {
	for _, test := range []struct{ name, old, new, says string }{
		{"a date", "due: {answer: 2026-04-15}", "due: {answer: 2026-04-16}", "due.answer: l'esempio si aspetta 2026-04-16; risulta 2026-04-15."},
		{"a state", "outcome: granted, state: answered, due: {appeal: 2026-04-20}", "outcome: granted, state: closed, due: {appeal: 2026-04-20}", "state: l'esempio si aspetta closed; risulta answered."},
		{"a term that there is not", "due: {appeal: 2026-04-20}", "due: {appeals: 2026-04-20}", "due.appeals"},
		{"an act out of its state", "{do: resume, by: keeper, on: 2026-03-12,", "{do: assign, by: desk, on: 2026-03-12,", "Assegna"},
		{"a second suspension", "{do: resume, by: keeper, on: 2026-03-12, state: with_keeper, due: {answer: 2026-04-03}}",
			"{do: resume, by: keeper, on: 2026-03-12, state: with_keeper}\n      - {do: suspend, by: keeper, on: 2026-03-13, state: suspended}", "L. 241/1990 art. 2 c. 7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := strings.Replace(request(t), test.old, test.new, 1)
			if source == request(t) {
				t.Fatal("nothing was changed")
			}
			all, err := app.RehearseProcedure(t.Context(), "accesso.yaml", []byte(source), "it")
			if err != nil {
				t.Fatal(err)
			}
			var faults []string
			for _, r := range all {
				faults = append(faults, r.Faults...)
			}
			if len(faults) != 1 || !strings.Contains(faults[0], test.says) || !strings.HasPrefix(faults[0], "accesso.yaml:") {
				t.Errorf("%q, want one with %q", faults, test.says)
			}
		})
	}
}
