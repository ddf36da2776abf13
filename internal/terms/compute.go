// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"slices"
	"time"
)

// Compute replays events over a rule. Events may come in any order: the day
// decides, then the order given. An event that the rule does not allow has no
// effect and leaves a step that says why.
func Compute(rule Rule, calendar Calendar, events []Event) Result {
	c := &clock{rule: rule, calendar: calendar, used: map[string]int{}, result: Result{State: NotStarted}}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.On.Compare(b.On) })
	for _, e := range events {
		if c.result.State == Concluded {
			c.step("after_end", e.On, "")
			continue
		}
		c.settle(e.On)
		c.apply(e)
	}
	c.finish()
	return c.result
}

// clock is a term while its events are replayed.
type clock struct {
	rule     Rule
	calendar Calendar
	from     Date        // the day after which days count
	left     int         // days still to count after from
	open     []*openStop // what holds the term now
	used     map[string]int
	result   Result
}

type openStop struct {
	Stop
	index int // in result.Stops
	until Date
	ends  bool // an act said when; a later one changes nothing
}

func (c *clock) apply(e Event) {
	started := !c.result.Started.IsZero()
	switch {
	case e.Kind == Start && started:
		c.step("second_start", e.On, "")
	case e.Kind == Start:
		c.start(e.On)
	case !started:
		c.step("before_start", e.On, "")
	case e.Kind == Halt:
		c.halt(e)
	case e.Kind == Restart:
		c.restart(e)
	case e.Kind == Conclude:
		c.conclude(e.On)
	}
}

func (c *clock) start(on Date) {
	c.result.Started, c.result.State = on, Running
	c.calendar = c.calendar.At(on)
	c.step("start", on, "c.c. art. 2963 c. 2", "length", c.rule.Length, "rule", c.rule.Norm)
	if !c.rule.Wait.IsZero() {
		first := on
		on = c.calendar.Add(on, c.rule.Wait)
		c.step("wait", on, c.rule.Norm, "wait", c.rule.Wait, "from", first, "date", on)
	}
	c.run(on)
}

// run lets the whole term go from a day that does not count.
func (c *clock) run(on Date) {
	c.from = on
	if c.rule.Length.Unit != Months {
		c.left = c.rule.Length.N
		return
	}
	if c.inSummer(on) { // L. 742/1969 art. 1: the beginning is put off
		c.from = NewDate(on.year, time.August, 31)
	}
	raw := c.from.AddMonths(c.rule.Length.N)
	if raw.day != c.from.day {
		c.step("month_end", raw, "c.c. art. 2963 c. 5", "day", c.from.day, "date", raw)
	}
	c.left = c.from.DaysUntil(raw)
}

func (c *clock) halt(e Event) {
	stop, known := c.rule.stop(e.Reason)
	switch {
	case !known || c.holding(e.Reason, e.On) >= 0:
		c.step("stop_unknown", e.On, c.rule.Norm)
		return
	case stop.Max > 0 && c.used[e.Reason] >= stop.Max:
		c.step("stop_again", e.On, stop.Norm, "count", stop.Max)
		return
	case len(c.open) == 0 && e.On.After(c.due()):
		c.step("stop_late", e.On, stop.Norm, "due", c.due())
		return
	}
	if len(c.open) == 0 {
		c.left = max(0, c.left-c.counted(c.from, e.On))
		c.from = e.On
	}
	c.used[e.Reason]++
	c.result.State = Stopped
	until := c.limit(stop, e)
	c.open = append(c.open, &openStop{Stop: stop, index: len(c.result.Stops), until: until})
	c.result.Stops = append(c.result.Stops, Interval{From: e.On, To: until, Reason: e.Reason})
	c.step("stop_"+string(stop.Mode), e.On, stop.Norm, "left", c.lengthLeft())
	if !until.IsZero() {
		c.step("stop_limit", until, stop.Norm, "date", until)
	}
}

// MayStop tells whether one more stop for this reason would have effect.
func MayStop(rule Rule, calendar Calendar, events []Event, halt Event) bool {
	before := Compute(rule, calendar, events)
	halt.Kind = Halt
	after := Compute(rule, calendar, append(slices.Clone(events), halt))
	return len(after.Stops) > len(before.Stops)
}

// limit is the last day of a stop: the one its act set, within the cap.
func (c *clock) limit(stop Stop, e Event) Date {
	if !e.Until.IsZero() && e.Until.Before(e.On) {
		e.Until = e.On
	}
	if stop.Cap.IsZero() {
		return e.Until
	}
	end := c.calendar.Add(e.On, stop.Cap)
	if !e.Until.IsZero() && e.Until.Before(end) {
		return e.Until
	}
	return end
}

// holding finds the stop that holds the term for this reason after a day.
func (c *clock) holding(reason string, on Date) int {
	return slices.IndexFunc(c.open, func(s *openStop) bool {
		return s.Reason == reason && (s.until.IsZero() || s.until.After(on))
	})
}

func (c *clock) restart(e Event) {
	at := c.holding(e.Reason, e.On)
	if at < 0 || c.open[at].ends {
		c.step("restart_late", e.On, c.rule.Norm)
		return
	}
	stop, until := c.open[at], e.On
	if !stop.After.IsZero() {
		until = c.calendar.Add(e.On, stop.After)
		c.step("restart_after", e.On, stop.Norm, "length", stop.After, "date", until)
	}
	c.result.Stops[stop.index].To = until
	stop.until, stop.ends = until, true
	c.settle(e.On)
}

// settle ends what ends by itself up to a day; when nothing holds the term any
// more, it goes on from the last of those ends.
func (c *clock) settle(on Date) {
	if len(c.open) == 0 {
		return
	}
	last := Date{}
	for _, s := range c.open {
		if s.until.IsZero() || s.until.After(on) {
			return
		}
		if s.until.After(last) {
			last = s.until
		}
	}
	c.resume(last)
}

func (c *clock) resume(on Date) {
	again := slices.ContainsFunc(c.open, func(s *openStop) bool { return s.Mode == Reset })
	norm := c.open[len(c.open)-1].Norm
	c.open, c.result.State, c.from = nil, Running, on
	if again {
		c.step("restart_reset", on, norm, "length", c.rule.Length)
		c.run(on)
		return
	}
	c.step("restart_continue", on, norm, "left", c.lengthLeft())
}

func (c *clock) conclude(on Date) {
	c.result.Ended = on
	for _, s := range c.open {
		c.result.Stops[s.index].To = on
		s.until = on
	}
	c.settle(on)
	c.result.State = Concluded
}

// finish computes what is due, as things stand after the last event.
func (c *clock) finish() {
	r := &c.result
	if r.Started.IsZero() {
		return
	}
	r.Remaining = c.left
	if len(c.open) > 0 {
		last := c.farthest()
		if last.IsZero() {
			c.step("due_open", c.from, c.rule.Norm)
			return
		}
		c.resume(last)
		r.State = Stopped
	}
	raw := c.raw()
	c.explainSummer(raw)
	c.step("counted", raw, c.rule.Norm, "left", c.lengthLeft(), "from", c.from, "date", raw)
	r.Due = c.shift(raw, true)
	if r.State == Concluded {
		r.Remaining = max(0, c.left-c.counted(c.from, r.Ended))
		c.explainEnd()
		return
	}
	c.step("due", r.Due, c.rule.Norm, "date", r.Due)
}

func (c *clock) explainEnd() {
	if c.result.IsLate() {
		c.step("ended_late", c.result.Ended, c.rule.Norm, "date", c.result.Ended, "due", c.result.Due)
		return
	}
	c.step("ended", c.result.Ended, c.rule.Norm, "date", c.result.Ended, "due", c.result.Due)
}

// farthest is the day on which the last open stop ends; zero if one has no end.
func (c *clock) farthest() Date {
	last := Date{}
	for _, s := range c.open {
		if s.until.IsZero() {
			return Date{}
		}
		if s.until.After(last) {
			last = s.until
		}
	}
	return last
}

func (c *clock) step(code string, on Date, norm string, args ...any) {
	args = append([]any{"on", on, "norm", norm}, args...)
	c.result.Steps = append(c.result.Steps, Step{Code: code, On: on, Norm: norm, Args: args})
}
