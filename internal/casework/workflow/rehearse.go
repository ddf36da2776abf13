// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"context"
	"maps"
	"slices"

	"pratica/internal/terms"
)

// Act is one step of a way through the office that somebody wrote down, and what
// should come of it.
type Act struct {
	Do, By  string // action and role
	On      terms.Date
	Outcome string
	Facts   map[string]any // what the act records
	State   string         // afterwards
	Due     map[string]terms.Date
}

// Stumble is where a way is not as it was written. Either the act could not be
// done, or what Key names is not what was expected.
type Stumble struct {
	Act                int // counted from zero
	Err                error
	Key, Expected, Got string
}

// Rehearse walks a case of a filed application along acts, without storing
// anything. Whoever acts is a person to whom the case is assigned. It ends at the
// first act that cannot be done.
func Rehearse(ctx context.Context, d *Definition, filed terms.Date, v Vars, acts []Act) []Stumble {
	c := Case{State: d.Start, Vars: v, Terms: map[string][]terms.Event{}, Lengths: map[string]terms.Length{}, Assigned: map[string]string{}}
	for _, r := range d.Roles {
		c.Assigned[r.Name] = rehearser
	}
	c.Assigned[Lawyer] = rehearser
	if c.Vars.Facts == nil {
		c.Vars.Facts = map[string]any{}
	}
	c.Today = filed
	c.follow(Open(d, c.Calendar, filed))
	var found []Stumble
	for i, act := range acts {
		c.Today = act.On
		t, err := Next(ctx, d, c, Event{Action: act.Do, Outcome: act.Outcome, Actor: Actor{ID: rehearser, Roles: []string{act.By}}})
		if err != nil {
			return append(found, Stumble{Act: i, Err: err})
		}
		c.follow(t)
		maps.Copy(c.Vars.Facts, act.Facts)
		found = append(found, c.compare(d, i, act)...)
	}
	return found
}

// rehearser is who acts in a rehearsal: one person with every role.
const rehearser = "rehearser"

// follow makes the case what a transition says.
func (c *Case) follow(t Transition) {
	c.State = t.To
	for _, e := range t.Terms {
		if e.Kind == terms.Start {
			c.Terms[e.Term], c.Lengths[e.Term] = nil, e.Length
		}
		c.Terms[e.Term] = append(slices.Clone(c.Terms[e.Term]), e.Event)
	}
}

func (c *Case) compare(d *Definition, i int, act Act) []Stumble {
	var found []Stumble
	if c.State != act.State {
		found = append(found, Stumble{Act: i, Key: "state", Expected: act.State, Got: c.State})
	}
	for _, name := range slices.Sorted(maps.Keys(act.Due)) {
		got := ""
		if t, ok := d.Term(name); ok {
			got = c.Term(t).Due.String()
		}
		if want := act.Due[name].String(); got != want {
			found = append(found, Stumble{Act: i, Key: "due." + name, Expected: want, Got: got})
		}
	}
	return found
}
