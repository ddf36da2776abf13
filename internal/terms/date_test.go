// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDateOf(t *testing.T) {
	for _, test := range []struct{ name, at, want string }{
		{"last second in winter", "2026-11-24T22:59:59Z", "2026-11-24"},
		{"midnight in winter", "2026-11-24T23:00:00Z", "2026-11-25"},
		{"last second in summer", "2026-07-01T21:59:59Z", "2026-07-01"},
		{"midnight in summer", "2026-07-01T22:00:00Z", "2026-07-02"},
		{"clocks go forward", "2026-03-29T01:00:00Z", "2026-03-29"},
		{"clocks go back, second 02:30", "2026-10-25T01:30:00Z", "2026-10-25"},
		{"leap day", "2028-02-28T23:30:00Z", "2028-02-29"},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := DateOf(at).String(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-03-31", 2, "2026-05-31"},
		{"2026-11-15", 14, "2028-01-15"},
	} {
		if got := date(t, test.from).AddMonths(test.n).String(); got != test.want {
			t.Errorf("%s + %d months = %s, want %s", test.from, test.n, got, test.want)
		}
	}
}

func TestDateText(t *testing.T) {
	type pair struct{ A, B Date }
	in := pair{A: NewDate(2026, time.October, 4)}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out pair
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Errorf("%s came back as %v, %v", data, out, err)
	}
	for _, bad := range []string{"2026-02-30", "24/11/2026", "2026-1-1"} {
		if _, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) accepted", bad)
		}
	}
}

func TestEnd(t *testing.T) {
	end := NewDate(2026, time.October, 25).End() // the day of 25 hours
	if got := end.UTC().Format(time.RFC3339); got != "2026-10-25T23:00:00Z" {
		t.Errorf("End() = %s", got)
	}
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
