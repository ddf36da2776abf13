// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import "testing"

// TestAnswerOfTheLaw241 follows the thirty days of L. 241/1990 through the notice of
// art. 10-bis, which holds them for at most ten days and, once there are
// observations, for ten days more, and the one suspension of art. 2 c. 7.
func TestAnswerOfTheLaw241(t *testing.T) {
	rule := Rule{Norm: "L. 241/1990 art. 25 c. 4", Length: Length{30, Days}, Stops: []Stop{
		{Reason: "refusal", Mode: Continue, Cap: Length{10, Days}, After: Length{10, Days}, Norm: "L. 241/1990 art. 10-bis"},
		{Reason: "information", Mode: Continue, Cap: Length{30, Days}, Max: 1, Norm: "L. 241/1990 art. 2 c. 7"},
	}}
	at := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	start := Event{Kind: Start, On: at("2026-03-02")}
	halt := func(day, reason string) Event { return Event{Kind: Halt, On: at(day), Reason: reason} }
	restart := func(day, reason string) Event { return Event{Kind: Restart, On: at(day), Reason: reason} }
	for _, test := range []struct {
		name   string
		events []Event
		due    string
		state  State // on 14 March
	}{
		{"nothing happens", nil, "2026-04-01", Running},
		{"no observations: ten days", []Event{halt("2026-03-10", "refusal")}, "2026-04-11", Stopped},
		{"observations after four days: four and ten", []Event{halt("2026-03-10", "refusal"), restart("2026-03-14", "refusal")}, "2026-04-15", Stopped},
		{"more of them change nothing", []Event{halt("2026-03-10", "refusal"), restart("2026-03-14", "refusal"), restart("2026-03-18", "refusal")}, "2026-04-15", Stopped},
		{"observations too late", []Event{halt("2026-03-10", "refusal"), restart("2026-03-25", "refusal")}, "2026-04-11", Stopped},
		{"observations on the last day", []Event{halt("2026-03-10", "refusal"), restart("2026-03-20", "refusal")}, "2026-04-11", Stopped},
		{"answered while it stands", []Event{halt("2026-03-10", "refusal"), restart("2026-03-12", "refusal"), {Kind: Conclude, On: at("2026-03-13")}}, "2026-04-04", Concluded},
		{"information: thirty days at most", []Event{halt("2026-03-10", "information")}, "2026-05-02", Stopped},
		{"information twice: once", []Event{halt("2026-03-10", "information"), restart("2026-03-12", "information"), halt("2026-03-13", "information")}, "2026-04-03", Running},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := Compute(rule, Calendar{}, append([]Event{start}, test.events...))
			if r.Due.String() != test.due || r.At(at("2026-03-14")) != test.state {
				t.Errorf("due %s, %s on 14 March; want %s, %s\n%v", r.Due, r.At(at("2026-03-14")), test.due, test.state, r.Steps)
			}
		})
	}
}
