// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"context"
	"slices"

	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Actor is who acts on a case.
type Actor struct {
	Kind  string   // as in the audit log
	ID    string   // of the account; of the case for an applicant
	Roles []string // that the office gave; Applicant, Lawyer or System otherwise
	For   []string // accounts in whose place he stands today
}

// Holds tells whether a case assigned to an account is this actor's to work on.
func (a Actor) Holds(account string) bool {
	return account != "" && (account == a.ID || slices.Contains(a.For, account))
}

// Case is a case as the interpreter sees it.
type Case struct {
	State    string
	Assigned map[string]string // role → account
	Terms    map[string][]terms.Event
	Lengths  map[string]terms.Length // of terms whose start chose one
	Calendar terms.Calendar
	Today    terms.Date
	Urgent   terms.Date // the day that makes the case urgent
	Vars     Vars       // State, Terms and Input are set by the interpreter
}

// Event is an act that somebody wants to do.
type Event struct {
	Action  string
	Actor   Actor
	Input   map[string]any
	Outcome string // when the step decides
	// On is the day that counts for the terms; zero is today.
	On terms.Date
	// Length of the term that the act starts; zero is the rule's.
	Length terms.Length
}

// Transition is what an act does to a case.
type Transition struct {
	From, To string
	Commands []Command
	Terms    []TermEvent
	Timers   []Timer
}

// Command is something to be done beside moving the case.
type Command struct {
	Kind string // of the step, or "notify"
	To   string // of "notify": Applicant or Lawyer
}

// Notify is the kind of the command that tells somebody of the act.
const Notify = "notify"

// TermEvent is an event to record for a term.
type TermEvent struct {
	Term string
	terms.Event
	Length terms.Length // of a Start; zero is the rule's
}

// Timer is an action that the system does after a day, if the term still ends
// on it then.
type Timer struct {
	Action, Term string
	After        terms.Date
}

// Open is the transition that makes a case of a filed application.
func Open(d *Definition, calendar terms.Calendar, filed terms.Date) Transition {
	t := Transition{To: d.Start}
	c := Case{Calendar: calendar, Today: filed}
	_ = c.move(d, Filing, Event{On: filed}, &t) // only a chosen length or a stop can fail
	return t
}

// Next is what an act does to a case, or the reason why it may not be done, as
// a [problem.Error]. It changes nothing.
func Next(ctx context.Context, d *Definition, c Case, e Event) (Transition, error) {
	a, err := Check(ctx, d, c, e)
	if err != nil {
		return Transition{}, err
	}
	t := Transition{From: c.State, To: c.State, Commands: []Command{{Kind: a.Kind}}}
	switch {
	case a.ByOutcome != nil:
		to, ok := a.ByOutcome[e.Outcome]
		if !ok {
			return Transition{}, problem.New(problem.Invalid, "workflow.no_outcome")
		}
		t.To = to
	case a.To != "":
		t.To = a.To
	}
	for _, to := range a.Notify {
		t.Commands = append(t.Commands, Command{Kind: Notify, To: to})
	}
	if e.On.IsZero() {
		e.On = c.Today
	}
	if err := c.move(d, a.Name, e, &t); err != nil {
		return Transition{}, err
	}
	return t, nil
}

// Check tells whether an act may be done: role, assignment, state, guard, needs,
// in this order, so that who has no right learns nothing of the case.
func Check(ctx context.Context, d *Definition, c Case, e Event) (Action, error) {
	a, ok := d.Action(e.Action)
	if !ok {
		return Action{}, problem.New(problem.NotFound, "workflow.no_action")
	}
	if err := allowed(a, c, e.Actor); err != nil {
		return Action{}, err
	}
	if !slices.Contains(a.From, c.State) {
		state, _ := d.State(c.State)
		return Action{}, problem.New(problem.Conflict, "workflow.wrong_state", "action", a.Label, "state", state.Office)
	}
	vars := c.vars(d, e.Input)
	if holds, err := a.Guard.Holds(ctx, vars); err != nil || !holds {
		return Action{}, problem.New(problem.Conflict, "workflow.not_now", "action", a.Label).Because(err)
	}
	return a, unmet(ctx, a, vars)
}

func allowed(a Action, c Case, actor Actor) error {
	mine := slices.DeleteFunc(slices.Clone(a.By), func(role string) bool { return !slices.Contains(actor.Roles, role) })
	if len(mine) == 0 {
		return problem.New(problem.Forbidden, "workflow.not_yours")
	}
	if a.Assigned && !slices.ContainsFunc(mine, func(role string) bool { return actor.Holds(c.Assigned[role]) }) {
		return problem.New(problem.Forbidden, "workflow.not_assigned")
	}
	return nil
}

// unmet gathers the needs that do not hold.
func unmet(ctx context.Context, a Action, vars Vars) error {
	var missing []problem.Field
	for _, n := range a.Needs {
		holds, err := n.That.Holds(ctx, vars)
		if err != nil {
			return err
		}
		if !holds {
			missing = append(missing, problem.Field{Code: "workflow.need", Args: []any{"text", n.Text}})
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return problem.New(problem.Invalid, "workflow.needs", "action", a.Label).With(missing...)
}

// vars completes what expressions look at.
func (c Case) vars(d *Definition, input map[string]any) Vars {
	v := c.Vars
	v.State, v.Input, v.Terms = c.State, input, map[string]string{}
	for _, t := range d.Terms {
		v.Terms[t.Name] = string(c.Term(t).At(c.Today))
	}
	return v
}

// Look returns what expressions that belong to no act look at.
func (c Case) Look(d *Definition) Vars { return c.vars(d, nil) }

// Offer is an action that somebody could do now.
type Offer struct {
	Action Action
	Unmet  []problem.Field // needs that do not hold yet
}

// Offers lists the actions that the actor could do on the case, in the order
// of the definition.
func Offers(ctx context.Context, d *Definition, c Case, actor Actor) ([]Offer, error) {
	var out []Offer
	for _, a := range d.Actions {
		_, err := Check(ctx, d, c, Event{Action: a.Name, Actor: actor})
		p, known := problem.As(err)
		switch {
		case err == nil:
			out = append(out, Offer{Action: a})
		case known && p.Code == "workflow.needs":
			out = append(out, Offer{Action: a, Unmet: p.Fields})
		case !known:
			return nil, err
		}
	}
	return out, nil
}
