// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"strconv"
	"testing"

	"pratica/testpeers/conformance"
)

// TestConformanceHolidays compares every day of 2024-2036 with a list that was
// made apart from this package. Sundays are holidays without being listed.
func TestConformanceHolidays(t *testing.T) {
	listed := map[string]bool{}
	for _, row := range conformance.Rows(t, "records", "calendario", "festivita.csv") {
		listed[row[0]] = true
	}
	for d := NewDate(2024, 1, 1); d.year < 2037; d = d.AddDays(1) {
		name, holiday := Calendar{}.Holiday(d)
		if want := listed[d.String()]; (holiday && name != Sunday) != want {
			t.Errorf("%s: %s, %v; listed %v", d, name, holiday, want)
		}
	}
}

func TestConformanceTerms(t *testing.T) {
	for _, row := range conformance.Rows(t, "records", "calendario", "termini.csv") {
		kind, start, want := row[0], date(t, row[1]), row[4]
		got := nextWorking(start)
		if kind == "scadenza" {
			n, err := strconv.Atoi(row[2])
			if err != nil {
				t.Fatal(err)
			}
			got = due(Rule{Length: Length{n, Days}}, start)
		}
		if got.String() != want {
			t.Errorf("%s from %s, %s days: %s, want %s", kind, start, row[2], got, want)
		}
	}
}

// nextWorking is the term of the daily register: it is sent to preservation
// within the next working day (DPCM 3 December 2013 art. 7 c. 5).
func nextWorking(d Date) Date { return due(Rule{Length: Length{1, Workday}}, d) }

func due(r Rule, start Date) Date {
	return Compute(r, Calendar{}, []Event{{Kind: Start, On: start}}).Due
}
