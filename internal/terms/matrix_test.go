// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestMatrix multiplies starts, stops, modes, units and calendars, and compares
// each due date with that of a walker who lives through every day and knows
// nothing of the algorithm: he only asks, each evening, whether the day counted.
func TestMatrix(t *testing.T) {
	cases := matrix(t)
	for _, m := range cases {
		got := Compute(m.rule, m.cal, m.events).Due
		if want := walk(m.rule, m.cal, m.events); got != want {
			t.Errorf("%s: due %s, the walker says %s", m.name, got, want)
		}
	}
	if len(cases) < 10_000 {
		t.Errorf("only %d cases", len(cases))
	}
}

type matrixCase struct {
	name   string
	rule   Rule
	cal    Calendar
	events []Event
}

func matrix(t *testing.T) []matrixCase {
	starts := map[string]string{ // instants, so that the edges of the day count too
		"working day":            "2026-11-24T09:00:00Z",
		"Saturday":               "2026-11-28T09:00:00Z",
		"Sunday":                 "2026-11-29T09:00:00Z",
		"holiday":                "2026-12-08T09:00:00Z",
		"patron saint":           "2026-12-07T09:00:00Z",
		"last second":            "2026-12-30T22:59:59Z",
		"31st":                   "2027-01-31T12:00:00Z",
		"29 February":            "2028-02-29T12:00:00Z",
		"clocks forward":         "2027-03-28T01:00:00Z",
		"clocks back":            "2026-10-25T00:59:59Z",
		"before August":          "2026-07-20T09:00:00Z",
		"31 July":                "2026-07-31T21:59:59Z",
		"in August":              "2026-08-12T09:00:00Z",
		"31 August, last second": "2026-08-31T21:59:59Z",
	}
	lengths := []Length{{1, Days}, {10, Days}, {30, Days}, {90, Days}, {1, Workday}, {15, Workday}, {1, Months}, {2, Months}, {6, Months}, {12, Months}}
	stops := map[string]string{ // day after the start, event, reason, limit
		"none":             "",
		"one":              "3 stop a; 12 restart a",
		"same day":         "0 stop a; 0 restart a",
		"many":             "1 stop a; 4 restart a; 5 stop a; 9 restart a; 9 stop b; 20 restart b",
		"overlapping":      "2 stop a; 4 stop b; 11 restart a; 25 restart b",
		"nested":           "2 stop a; 4 stop b; 8 restart b; 40 restart a",
		"never answered":   "2 stop a 22",
		"capped":           "2 stop c",
		"capped, answered": "2 stop c; 20 restart c",
	}
	var out []matrixCase
	for startName, start := range starts {
		for stopName, script := range stops {
			for _, length := range lengths {
				for _, mode := range []Mode{Continue, Reset} {
					for flags := range 8 {
						rule := Rule{Length: length, Procedural: flags&1 > 0, Summer: flags&2 > 0, Patron: flags&4 > 0, Stops: []Stop{
							{Reason: "a", Mode: mode}, {Reason: "b", Mode: mode}, {Reason: "c", Mode: mode, Cap: Length{2, Months}},
						}}
						events, cal := relative(t, start, script), Calendar{Patron: MonthDay{time.December, 7}}
						if !sound(rule, cal, events) {
							continue
						}
						out = append(out, matrixCase{
							name: fmt.Sprintf("%s, %s, %v, %s, flags %03b", startName, stopName, length, mode, flags),
							rule: rule, cal: cal, events: events,
						})
					}
				}
			}
		}
	}
	return out
}

// sound leaves out stops that come after the term ended: they have no effect,
// which the golden cases show, and the walker would have to know why.
func sound(rule Rule, cal Calendar, events []Event) bool {
	for _, s := range Compute(rule, cal, events).Steps {
		if s.Code == "stop_late" {
			return false
		}
	}
	return true
}

func relative(t *testing.T, start, script string) []Event {
	t.Helper()
	at, err := time.Parse(time.RFC3339, start)
	if err != nil {
		t.Fatal(err)
	}
	origin := DateOf(at)
	out := []Event{{Kind: Start, On: origin}}
	var after, until int
	for _, line := range strings.FieldsFunc(script, func(r rune) bool { return r == ';' }) {
		e := Event{}
		var kind string
		words, _ := fmt.Sscan(line, &after, &kind, &e.Reason, &until)
		e.Kind, e.On = Kind(kind), origin.AddDays(after)
		if words == 4 {
			e.Until = origin.AddDays(until)
		}
		out = append(out, e)
	}
	return out
}

// walk is the oracle. It goes from the day after the start and spends one day
// of the term on each evening of a day that counts.
func walk(rule Rule, cal Calendar, events []Event) Date {
	held := holdings(rule, events)
	start := events[0].On
	budget := plainDays(rule, start)
	resumed := false
	for day := start.AddDays(1); ; day = day.AddDays(1) {
		if isHeld(held, day) {
			resumed = true
			continue
		}
		if before := day.AddDays(-1); resumed && rule.Stops[0].Mode == Reset {
			budget = plainDays(rule, before)
		} else if resumed && budget == 0 && isGood(rule, cal, before) {
			return before // nothing was left to count: due when the stop ended
		}
		resumed = false
		if budget > 0 && daySpent(rule, cal, day) {
			budget--
		}
		if budget == 0 && isGood(rule, cal, day) && !isHeld(held, day.AddDays(1)) {
			return day
		}
	}
}

// holdings lists the days (from, to] that each stop takes away.
func holdings(rule Rule, events []Event) [][2]Date {
	var out [][2]Date
	for i, e := range events {
		if e.Kind != Halt {
			continue
		}
		to := e.Until
		if e.Reason == "c" {
			to = e.On.AddMonths(2)
		}
		for _, later := range events[i+1:] {
			if later.Kind == Restart && later.Reason == e.Reason {
				to = later.On
				break
			}
		}
		out = append(out, [2]Date{e.On, to})
	}
	return out
}

func isHeld(held [][2]Date, day Date) bool {
	for _, h := range held {
		if day.After(h[0]) && !day.After(h[1]) {
			return true
		}
	}
	return false
}

// plainDays is how many days the term has if nothing interferes. For months it
// turns the pages of the calendar until the same day, or the last of the month.
func plainDays(rule Rule, from Date) int {
	if rule.Length.Unit != Months {
		return rule.Length.N
	}
	if rule.Summer {
		for from.month == time.August && from.day < 31 {
			from = from.AddDays(1)
		}
	}
	pages, days := 0, 0
	for d := from; ; {
		next := d.AddDays(1)
		if next.month != d.month {
			if pages == rule.Length.N { // the month ended before that day came
				return days
			}
			pages++
		}
		d, days = next, days+1
		if pages == rule.Length.N && d.day == from.day {
			return days
		}
	}
}

func daySpent(rule Rule, cal Calendar, day Date) bool {
	if rule.Summer && day.month == time.August {
		return false
	}
	if rule.Length.Unit != Workday {
		return true
	}
	weekday := day.Weekday()
	_, holiday := cal.Holiday(day)
	patron := day.month == cal.Patron.Month && day.day == cal.Patron.Day
	return weekday != time.Saturday && weekday != time.Sunday && !holiday && !patron
}

// isGood tells the days on which a term may end.
func isGood(rule Rule, cal Calendar, day Date) bool {
	_, holiday := cal.Holiday(day)
	patron := rule.Patron && day.month == cal.Patron.Month && day.day == cal.Patron.Day
	saturday := rule.Procedural && day.Weekday() == time.Saturday
	august := rule.Summer && day.month == time.August
	return !holiday && !patron && !saturday && !august
}
