// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	// DPR 115/2002 art. 126 c. 1, stopped under art. 123 for two months at most.
	legalAid = Rule{Norm: "DPR 115/2002 art. 126 c. 1", Length: Length{10, Days}, Stops: []Stop{
		{Reason: "integration", Mode: Continue, Cap: Length{2, Months}, Norm: "DPR 115/2002 art. 123"},
	}}
	// L. 241/1990 art. 2 c. 2; c. 7: once, thirty days at most; art. 10-bis.
	general = Rule{Norm: "L. 241/1990 art. 2 c. 2", Length: Length{30, Days}, Stops: []Stop{
		{Reason: "integration", Mode: Continue, Cap: Length{30, Days}, Max: 1, Norm: "L. 241/1990 art. 2 c. 7"},
		{Reason: "notice", Mode: Continue, Norm: "L. 241/1990 art. 10-bis"},
	}}
	// DPR 115/2002 art. 79 c. 1 lett. d: thirty days from the end of a year.
	income = Rule{Norm: "DPR 115/2002 art. 79 c. 1 lett. d", Wait: Length{12, Months}, Length: Length{30, Days}}
	summer = Rule{Norm: "L. 742/1969 art. 1", Length: Length{30, Days}, Procedural: true, Summer: true}
)

// TestGolden holds cases worked out by hand from the norm each one cites.
func TestGolden(t *testing.T) {
	for _, test := range []struct {
		name   string
		rule   Rule
		cal    Calendar
		events string
		due    string
		state  State
		steps  string
	}{
		// c.c. art. 2963 c. 2: Tue 24 Nov does not count; ten days give Fri 4 Dec.
		{name: "plain days", rule: legalAid, events: "start 2026-11-24", due: "2026-12-04", state: Running, steps: "start counted due"},
		// The year ends on Wed 24 Nov 2027, and thirty days more on Fri 24 Dec.
		{name: "after a year", rule: income, events: "start 2026-11-24", due: "2027-12-24", state: Running, steps: "start wait counted due"},
		// The year ends on Sun 29 Nov 2026, which moves nothing; the thirty days end on Tue 29 Dec.
		{name: "the wait ends on Sunday", rule: income, events: "start 2025-11-29", due: "2026-12-29", state: Running, steps: "start wait counted due"},
		// There is no 29 Feb 2029: the year ends on the 28th.
		{name: "from a leap day", rule: income, events: "start 2028-02-29", due: "2029-03-30", state: Running, steps: "start wait counted due"},
		{name: "reported within the year", rule: income, events: "start 2026-11-24; conclude 2027-03-01", due: "2027-12-24", state: Concluded, steps: "start wait counted ended"},
		// c.c. art. 2963 c. 3: Sun 6 Dec moves to Mon 7; Tue 8 is not reached.
		{name: "ends on Sunday", rule: legalAid, events: "start 2026-11-26", due: "2026-12-07", state: Running, steps: "start counted shift due"},
		// Christmas, St Stephen (Saturday) and Sunday follow each other: Mon 28.
		{name: "ends on three holidays in a row", rule: legalAid, events: "start 2026-12-15", due: "2026-12-28", state: Running, steps: "start counted shift shift shift due"},
		// Saturday is a working day for administrative terms: no shift.
		{name: "ends on Saturday", rule: legalAid, events: "start 2026-11-25", due: "2026-12-05", state: Running, steps: "start counted due"},
		// c.p.c. art. 155 c. 5: for procedural acts Saturday 5 and Sunday 6 move to Monday 7.
		{name: "ends on Saturday, procedural", rule: Rule{Length: Length{10, Days}, Procedural: true}, events: "start 2026-11-25", due: "2026-12-07", state: Running, steps: "start counted shift shift due"},
		// L. 151/2025: 4 October is a holiday from 2026; in 2025 it was a plain Saturday.
		{name: "4 October 2025", rule: general, events: "start 2025-09-04", due: "2025-10-04", state: Running, steps: "start counted due"},
		// 4 October 2032 is a Monday.
		{name: "4 October 2032", rule: general, events: "start 2032-09-04", due: "2032-10-05", state: Running, steps: "start counted shift due"},
		// Saint Ambrose, Mon 7 Dec 2026, moves a term only if the rule says so; then Tue 8 Dec moves it on.
		{name: "patron saint, silent rule", rule: Rule{Length: Length{13, Days}}, cal: Calendar{Patron: MonthDay{12, 7}}, events: "start 2026-11-24", due: "2026-12-07", state: Running, steps: "start counted due"},
		{name: "patron saint, rule counts it", rule: Rule{Length: Length{13, Days}, Patron: true}, cal: Calendar{Patron: MonthDay{12, 7}}, events: "start 2026-11-24", due: "2026-12-09", state: Running, steps: "start counted shift shift due"},
		// Working days after Fri 4 Dec 2026: 7, (8 holiday), 9, 10. With Saint Ambrose on the 7th: 9, 10, 11.
		{name: "working days", rule: Rule{Length: Length{3, Workday}}, events: "start 2026-12-04", due: "2026-12-10", state: Running, steps: "start counted due"},
		{name: "working days, patron saint", rule: Rule{Length: Length{3, Workday}}, cal: Calendar{Patron: MonthDay{12, 7}}, events: "start 2026-12-04", due: "2026-12-11", state: Running, steps: "start counted due"},
		// c.c. art. 2963 c. 5: one month from 31 January is 28 February, a Saturday in 2026.
		{name: "month without that day", rule: Rule{Length: Length{1, Months}}, events: "start 2026-01-31", due: "2026-02-28", state: Running, steps: "start month_end counted due"},
		// c.c. art. 2963 c. 4: same day of the sixth month; 15 May 2027 is a Saturday.
		{name: "months", rule: Rule{Length: Length{6, Months}}, events: "start 2026-11-15", due: "2027-05-15", state: Running, steps: "start counted due"},
		// Suspension: 4 of 10 days gone on the 28th; six more after 10 Dec give Wed 16.
		{name: "stop and restart", rule: legalAid, events: "start 2026-11-24; stop integration 2026-11-28; restart integration 2026-12-10", due: "2026-12-16", state: Running, steps: "start stop_continue stop_limit restart_continue counted due"},
		// Art. 123: unanswered, the stop ends after two months, on 28 Jan 2027; six days give Wed 3 Feb.
		{name: "never answered, cap", rule: legalAid, events: "start 2026-11-24; stop integration 2026-11-28", due: "2027-02-03", state: Stopped, steps: "start stop_continue stop_limit restart_continue counted due"},
		// The act gave twenty days: the stop ends on 18 Dec; six days give Thu 24.
		{name: "never answered, term set by the act", rule: legalAid, events: "start 2026-11-24; stop integration 2026-11-28 until 2026-12-18", due: "2026-12-24", state: Stopped, steps: "start stop_continue stop_limit restart_continue counted due"},
		// An answer after the stop's end finds the term running already.
		{name: "answered late", rule: legalAid, events: "start 2026-11-24; stop integration 2026-11-28 until 2026-12-08; restart integration 2026-12-10", due: "2026-12-14", state: Running, steps: "start stop_continue stop_limit restart_continue restart_late counted due"},
		// L. 241/1990 art. 2 c. 7 allows one suspension: the second has no effect.
		{name: "second suspension refused", rule: general, events: "start 2026-03-02; stop integration 2026-03-12; restart integration 2026-03-20; stop integration 2026-03-22; restart integration 2026-04-20", due: "2026-04-09", state: Running, steps: "start stop_continue stop_limit restart_continue stop_again restart_late counted due"},
		// Art. 10-bis without end in sight: no due date.
		{name: "open stop", rule: general, events: "start 2026-03-02; stop notice 2026-03-12", state: Stopped, steps: "start stop_continue due_open"},
		// Overlap: stopped from 12 to 30 March (the later end); 20 days give 19 Apr, a Sunday: Mon 20.
		{name: "overlapping stops", rule: general, events: "start 2026-03-02; stop integration 2026-03-12; stop notice 2026-03-15; restart integration 2026-03-20; restart notice 2026-03-30", due: "2026-04-20", state: Running, steps: "start stop_continue stop_limit stop_continue restart_continue counted shift due"},
		// Interruption: thirty days again from 20 March, Sun 19 Apr: Mon 20.
		{name: "reset", rule: Rule{Length: Length{30, Days}, Stops: []Stop{{Reason: "notice", Mode: Reset}}}, events: "start 2026-03-02; stop notice 2026-03-12; restart notice 2026-03-20", due: "2026-04-20", state: Running, steps: "start stop_reset restart_reset counted shift due"},
		// Stopped after the term ended: no effect.
		{name: "stop too late", rule: legalAid, events: "start 2026-11-24; stop integration 2026-12-05", due: "2026-12-04", state: Running, steps: "start stop_late counted due"},
		// L. 742/1969: 16 days gone on 31 July, 14 more from 1 September: Mon 14.
		{name: "summer suspension", rule: summer, events: "start 2026-07-15", due: "2026-09-14", state: Running, steps: "start summer counted due"},
		// Begun in August, the term begins at its end: 1 September counts; 30 days give Wed 30.
		{name: "begun in August", rule: summer, events: "start 2026-08-10", due: "2026-09-30", state: Running, steps: "start summer counted due"},
		// Months that cross August get 31 days: 15 Feb + 6 months + 31 days = Tue 15 Sep.
		{name: "months over August", rule: Rule{Length: Length{6, Months}, Summer: true}, events: "start 2026-02-15", due: "2026-09-15", state: Running, steps: "start summer counted due"},
		// 1 year from 31 August 2025 (begun in August) goes over August 2026 whole: 1 Oct 2026.
		{name: "year begun in August", rule: Rule{Length: Length{12, Months}, Summer: true}, events: "start 2025-08-10", due: "2026-10-01", state: Running, steps: "start summer counted due"},
		{name: "in time", rule: legalAid, events: "start 2026-11-24; conclude 2026-12-04", due: "2026-12-04", state: Concluded, steps: "start counted ended"},
		{name: "late", rule: legalAid, events: "start 2026-11-24; conclude 2026-12-05", due: "2026-12-04", state: Concluded, steps: "start counted ended_late"},
		{name: "concluded while stopped", rule: legalAid, events: "start 2026-11-24; stop integration 2026-11-28; conclude 2026-12-10", due: "2026-12-16", state: Concluded, steps: "start stop_continue stop_limit restart_continue counted ended"},
		{name: "not started", rule: legalAid, state: NotStarted},
		{name: "nonsense has no effect", rule: legalAid, events: "restart integration 2026-11-01; start 2026-11-24; start 2026-11-25; stop unheard 2026-11-26; conclude 2026-11-27; restart integration 2026-11-28", due: "2026-12-04", state: Concluded, steps: "before_start start second_start stop_unknown after_end counted ended"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Compute(test.rule, test.cal, events(t, test.events))
			if got.Due.String() != test.due || got.State != test.state {
				t.Errorf("due %s, %s; want %s, %s", got.Due, got.State, test.due, test.state)
			}
			if diff := cmp.Diff(test.steps, codes(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAt(t *testing.T) {
	r := Compute(legalAid, Calendar{}, events(t, "start 2026-11-24; stop integration 2026-11-28 until 2026-12-08; conclude 2026-12-20"))
	for day, want := range map[string]State{
		"2026-11-23": NotStarted, "2026-11-24": Running, "2026-11-28": Stopped, "2026-12-07": Stopped,
		"2026-12-08": Running, "2026-12-14": Running, "2026-12-15": Expired, "2026-12-20": Concluded,
	} {
		if got := r.At(date(t, day)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	if !r.IsLate() {
		t.Error("concluded on 20 December, due on the 14th: not late")
	}
}

func TestMayStop(t *testing.T) {
	once := events(t, "start 2026-03-02; stop integration 2026-03-12; restart integration 2026-03-20")
	for _, test := range []struct {
		name string
		halt Event
		want bool
	}{
		{"again", Event{Reason: "integration", On: date(t, "2026-03-25")}, false},
		{"another reason", Event{Reason: "notice", On: date(t, "2026-03-25")}, true},
		{"after the end", Event{Reason: "notice", On: date(t, "2026-05-25")}, false},
	} {
		if got := MayStop(general, Calendar{}, once, test.halt); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// events reads "start 2026-11-24; stop integration 2026-11-28 until 2026-12-18".
func events(t testing.TB, script string) []Event {
	t.Helper()
	var out []Event
	for _, line := range strings.Split(script, ";") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		e := Event{Kind: Kind(words[0])}
		if i := len(words) - 2; words[i] == "until" {
			e.Until = date(t, words[i+1])
			words = words[:i]
		}
		e.On = date(t, words[len(words)-1])
		if len(words) == 3 {
			e.Reason = words[1]
		}
		out = append(out, e)
	}
	return out
}

func codes(r Result) string {
	var out []string
	for _, s := range r.Steps {
		out = append(out, s.Code)
	}
	return strings.Join(out, " ")
}
