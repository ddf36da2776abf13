// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"maps"
	"slices"

	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Term computes a term of the case by replaying its events.
func (c Case) Term(t Term) terms.Result {
	rule := t.Rule
	if l := c.Lengths[t.Name]; !l.IsZero() {
		rule.Length = l
	}
	return terms.Compute(rule, c.Calendar, c.Terms[t.Name])
}

// move records what an action does to the terms. Those that it starts come
// first, because a stop may last as long as one of them.
func (c Case) move(d *Definition, action string, e Event, out *Transition) error {
	c.Terms, c.Lengths = maps.Clone(c.Terms), maps.Clone(c.Lengths)
	if c.Terms == nil {
		c.Terms = map[string][]terms.Event{}
	}
	if c.Lengths == nil {
		c.Lengths = map[string]terms.Length{}
	}
	for _, t := range d.Terms {
		if slices.Contains(t.Starts, action) {
			if err := c.start(t, e, out); err != nil {
				return err
			}
		}
	}
	for _, t := range d.Terms {
		if err := c.stop(d, t, action, e, out); err != nil {
			return err
		}
		if slices.Contains(t.Ends, action) && c.runs(t) {
			c.record(t, terms.Event{Kind: terms.Conclude, On: e.On}, out)
		}
	}
	c.timers(d, out)
	return nil
}

// runs tells that the term has begun and not ended.
func (c Case) runs(t Term) bool {
	state := c.Term(t).State
	return state == terms.Running || state == terms.Stopped
}

// start lets a term begin; one that ended before begins anew.
func (c Case) start(t Term, e Event, out *Transition) error {
	length := terms.Length{}
	if !t.Longest.IsZero() && !e.Length.IsZero() {
		calendar := c.Calendar.At(e.On)
		if calendar.Add(e.On, t.Longest).Before(calendar.Add(e.On, e.Length)) {
			return problem.New(problem.Invalid, "workflow.too_long", "longest", t.Longest, "norm", t.Rule.Norm)
		}
		length = e.Length
	}
	c.Terms[t.Name], c.Lengths[t.Name] = nil, length
	c.record(t, terms.Event{Kind: terms.Start, On: e.On}, out)
	out.Terms[len(out.Terms)-1].Length = length
	return nil
}

// stop holds a term or lets it go. A stop that the norm does not allow once
// more is refused, so that nobody believes in a date that is not there.
func (c Case) stop(d *Definition, t Term, action string, e Event, out *Transition) error {
	for i, s := range t.Stops {
		if slices.Contains(s.Restart, action) && c.held(t, s.Reason, e.On) {
			c.record(t, terms.Event{Kind: terms.Restart, On: e.On, Reason: s.Reason}, out)
		}
		if !slices.Contains(s.By, action) {
			continue
		}
		halt := terms.Event{Kind: terms.Halt, On: e.On, Reason: s.Reason}
		if while, ok := d.Term(s.While); ok {
			halt.Until = c.Term(while).Due
		}
		most := t.Rule.Stops[i]
		if most.Max > 0 && c.stopped(t, s.Reason) >= most.Max {
			return problem.New(problem.Conflict, "workflow.stop_again", "count", most.Max, "norm", most.Norm)
		}
		c.record(t, halt, out)
	}
	return nil
}

// held tells that a stop with this reason lasts beyond a day.
func (c Case) held(t Term, reason string, on terms.Date) bool {
	return slices.ContainsFunc(c.Term(t).Stops, func(i terms.Interval) bool {
		return i.Reason == reason && (i.To.IsZero() || i.To.After(on))
	})
}

// stopped counts the stops with this reason.
func (c Case) stopped(t Term, reason string) int {
	n := 0
	for _, i := range c.Term(t).Stops {
		if i.Reason == reason {
			n++
		}
	}
	return n
}

func (c Case) record(t Term, e terms.Event, out *Transition) {
	c.Terms[t.Name] = append(slices.Clone(c.Terms[t.Name]), e)
	out.Terms = append(out.Terms, TermEvent{Term: t.Name, Event: e})
}

// timers sets a timer for each action that waits for a term which this act
// moved.
func (c Case) timers(d *Definition, out *Transition) {
	for _, a := range d.Actions {
		moved := slices.ContainsFunc(out.Terms, func(e TermEvent) bool { return e.Term == a.OnDue })
		t, ok := d.Term(a.OnDue)
		if !ok || !moved || !c.runs(t) {
			continue
		}
		if due := c.Term(t).Due; !due.IsZero() {
			out.Timers = append(out.Timers, Timer{Action: a.Name, Term: t.Name, After: due})
		}
	}
}

// MovedBy tells whether an action starts, ends, stops or restarts the term.
func (t Term) MovedBy(action string) bool {
	if slices.Contains(t.Starts, action) || slices.Contains(t.Ends, action) {
		return true
	}
	return slices.ContainsFunc(t.Stops, func(s Stop) bool { return slices.Contains(s.By, action) || slices.Contains(s.Restart, action) })
}
