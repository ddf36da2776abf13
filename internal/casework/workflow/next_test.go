// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// general is a procedure under L. 241/1990: thirty days, one suspension of
// thirty days at most.
const general = `
workflow:
  start: open
  main_term: answer
  roles:
    desk: {label: {it: Sportello}}
  states:
    open: {public: {it: Aperta}, office: {it: Aperta}}
    waiting: {public: {it: Attesa}, office: {it: Attesa}}
    yes_: {public: {it: Accolta}, office: {it: Accolta}, final: true}
    no_: {public: {it: Respinta}, office: {it: Respinta}, final: true}
  terms:
    answer:
      label: {it: Risposta}
      norm: L. 241/1990 art. 2 c. 2
      length: 30 days
      start: filing
      end: decide
      stops:
        asked: {by: ask, restart: [reply, lapse], while: reply, effect: suspend, cap: 30 days, max: 1, norm: L. 241/1990 art. 2 c. 7}
    reply:
      label: {it: Integrazione}
      norm: L. 241/1990 art. 2 c. 7
      length: 10 days
      longest: 30 days
      start: ask
      end: [reply, lapse]
  outcomes:
    granted: {label: {it: Accolta}, text: {it: Accolta}}
    refused: {label: {it: Respinta}, text: {it: Respinta}}
  actions:
    ask:
      kind: advance
      label: {it: Chiedi}
      from: open
      to: waiting
      by: desk
      guard: "!has(facts.hurry)"
      needs:
        - {that: facts.checked, text: {it: Prima il controllo}}
    reply: {kind: advance, label: {it: Rispondi}, from: waiting, to: open, by: applicant, notify: [applicant, lawyer]}
    lapse: {kind: advance, label: {it: Scaduto}, from: waiting, to: open, by: system, on_due: reply}
    decide: {kind: decide, label: {it: Decidi}, from: open, to: {granted: yes_, refused: no_}, by: desk, with: {signed: optional}}
`

var (
	ctx     = context.Background()
	desk    = workflow.Actor{ID: "d", Roles: []string{"desk"}}
	citizen = workflow.Actor{ID: "c", Roles: []string{workflow.Applicant}}
)

// walker applies transitions to a case, as casework does with its rows.
type walker struct {
	t *testing.T
	d *workflow.Definition
	c workflow.Case
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	d, err := workflow.Parse([]byte(general), actions.Schemas())
	if err != nil {
		p, _ := problem.As(err)
		t.Fatalf("%v %v", p, p.Fields)
	}
	w := &walker{t: t, d: d, c: workflow.Case{
		Today: terms.NewDate(2026, time.March, 2), Terms: map[string][]terms.Event{}, Lengths: map[string]terms.Length{},
		Vars: workflow.Vars{Facts: map[string]any{"checked": true}},
	}}
	w.take(workflow.Open(d, terms.Calendar{}, w.c.Today))
	return w
}

func (w *walker) take(tr workflow.Transition) {
	w.c.State = tr.To
	for _, e := range tr.Terms {
		if e.Kind == terms.Start {
			w.c.Terms[e.Term], w.c.Lengths[e.Term] = nil, e.Length
		}
		w.c.Terms[e.Term] = append(w.c.Terms[e.Term], e.Event)
	}
}

func (w *walker) on(day int, e workflow.Event) (workflow.Transition, error) {
	w.t.Helper()
	w.c.Today = terms.NewDate(2026, time.March, day)
	tr, err := workflow.Next(ctx, w.d, w.c, e)
	if err == nil {
		w.take(tr)
	}
	return tr, err
}

func (w *walker) due(name string) string {
	t, _ := w.d.Term(name)
	return w.c.Term(t).Due.String()
}

func TestNext(t *testing.T) {
	w := newWalker(t)
	if w.c.State != "open" || w.due("answer") != "2026-04-01" {
		t.Fatalf("opened in %s, due %s", w.c.State, w.due("answer"))
	}
	tr, err := w.on(12, workflow.Event{Action: "ask", Actor: desk})
	if err != nil {
		t.Fatal(err)
	}
	// Ten days from Thu 12 March end on Sunday 22: Mon 23.
	want := []workflow.Timer{{Action: "lapse", Term: "reply", After: terms.NewDate(2026, time.March, 23)}}
	if diff := cmp.Diff(want, tr.Timers, cmp.Comparer(func(a, b terms.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	// Twenty days left from the 23rd: Sun 12 April, Easter Monday was the 6th: Mon 13.
	if got := w.due("answer"); got != "2026-04-13" {
		t.Errorf("due %s while it stands still", got)
	}
	tr, err = w.on(16, workflow.Event{Action: "reply", Actor: citizen})
	if err != nil {
		t.Fatal(err)
	}
	commands := []workflow.Command{{Kind: "advance"}, {Kind: workflow.Notify, To: workflow.Applicant}, {Kind: workflow.Notify, To: workflow.Lawyer}}
	if diff := cmp.Diff(commands, tr.Commands); diff != "" {
		t.Error(diff)
	}
	if w.due("answer") != "2026-04-07" { // Sun 5 (Easter) and Mon 6 do not count as an end
		t.Errorf("due %s after the reply", w.due("answer"))
	}
	if _, err := w.on(18, workflow.Event{Action: "ask", Actor: desk}); !problem.Is(err, "workflow.stop_again") {
		t.Errorf("second suspension: %v", err)
	}
	if tr, err = w.on(20, workflow.Event{Action: "decide", Actor: desk, Outcome: "refused"}); err != nil || tr.To != "no_" {
		t.Errorf("decide: %+v, %v", tr, err)
	}
}

func TestNextRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		event workflow.Event
		facts map[string]any
		code  string
		kind  problem.Kind
	}{
		{"unknown action", workflow.Event{Action: "dance", Actor: desk}, nil, "workflow.no_action", problem.NotFound},
		{"nobody", workflow.Event{Action: "ask"}, nil, "workflow.not_yours", problem.Forbidden},
		{"another role, other state too", workflow.Event{Action: "reply", Actor: desk}, nil, "workflow.not_yours", problem.Forbidden},
		{"another state", workflow.Event{Action: "reply", Actor: citizen}, nil, "workflow.wrong_state", problem.Conflict},
		{"guard", workflow.Event{Action: "ask", Actor: desk}, map[string]any{"hurry": true, "checked": true}, "workflow.not_now", problem.Conflict},
		{"need", workflow.Event{Action: "ask", Actor: desk}, map[string]any{}, "workflow.needs", problem.Invalid},
		{"too long", workflow.Event{Action: "ask", Actor: desk, Length: terms.Length{N: 31, Unit: terms.Days}}, map[string]any{"checked": true}, "workflow.too_long", problem.Invalid},
		{"no outcome", workflow.Event{Action: "decide", Actor: desk, Outcome: "maybe"}, nil, "workflow.no_outcome", problem.Invalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWalker(t)
			w.c.Vars.Facts = test.facts
			_, err := w.on(3, test.event)
			if !problem.Is(err, test.code) || problem.KindOf(err) != test.kind {
				t.Errorf("%v, want %s", err, test.code)
			}
			if w.c.State != "open" {
				t.Errorf("the case went to %s", w.c.State)
			}
		})
	}
}

func TestOffers(t *testing.T) {
	w := newWalker(t)
	w.c.Vars.Facts = nil
	offers, err := workflow.Offers(ctx, w.d, w.c, desk)
	if err != nil || len(offers) != 2 || len(offers[0].Unmet) != 1 || len(offers[1].Unmet) != 0 {
		t.Errorf("%+v, %v", offers, err)
	}
	if offers, err := workflow.Offers(ctx, w.d, w.c, citizen); err != nil || len(offers) != 0 {
		t.Errorf("the applicant is offered %+v, %v", offers, err)
	}
}
