// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

// Unit is how a length is counted.
type Unit string

// The units. Years are written as twelve months (c.c. art. 2963).
const (
	Days    Unit = "days"    // calendar days
	Workday Unit = "workday" // days on which the office works
	Months  Unit = "months"
)

// Length is how long a term is. The zero value is no length.
type Length struct {
	N    int
	Unit Unit
}

// IsZero tells that there is no length.
func (l Length) IsZero() bool { return l.N == 0 }

// Mode says what a stop does to the days already gone.
type Mode string

// The modes.
const (
	Continue Mode = "continue" // suspension: what is left goes on
	Reset    Mode = "reset"    // interruption: the whole term starts again
)

// Stop is one reason for which a term may stand still.
type Stop struct {
	Reason string // how events name it
	Mode   Mode
	Cap    Length // the longest it may last; zero is no limit
	Max    int    // how many times it may happen; zero is no limit
	// After is how long the term still stands when an act ends the stop (L.
	// 241/1990 art. 10-bis: ten days after the observations); zero is not at all.
	// A stop that ends by itself has no such time.
	After Length
	Norm  string
}

// Rule is a term as a norm sets it.
type Rule struct {
	Norm   string
	Length Length
	// Wait is how long after its start the term begins to run (DPR 115/2002 art. 79
	// c. 1 lett. d: thirty days from the end of a year); zero is at once. The day on
	// which the wait ends is none on which something must be done, and never moves.
	Wait Length
	// Procedural terms that end on a Saturday move as well (c.p.c. art. 155 c. 5).
	Procedural bool
	// Summer terms do not run from 1 to 31 August (L. 742/1969 art. 1).
	Summer bool
	// Patron moves a term that ends on the feast of the patron saint.
	Patron bool
	Stops  []Stop
}

func (r Rule) stop(reason string) (Stop, bool) {
	for _, s := range r.Stops {
		if s.Reason == reason {
			return s, true
		}
	}
	return Stop{}, false
}

// Kind is what happened to a term.
type Kind string

// The kinds of events.
const (
	Start    Kind = "start"
	Halt     Kind = "stop"
	Restart  Kind = "restart"
	Conclude Kind = "conclude"
)

// Event is something that happened to a term on a day.
type Event struct {
	Kind   Kind
	On     Date
	Reason string // of Halt and Restart: names a Stop of the rule
	// Until is the last day that a Halt may last, when its act set one. The
	// stop's cap holds as well.
	Until Date
}

// State is where a term stands.
type State string

// The states.
const (
	NotStarted State = "not_started"
	Running    State = "running"
	Stopped    State = "stopped"
	Expired    State = "expired"
	Concluded  State = "concluded"
)

// Step is one step of the computation, for a person to follow. Its words are
// the text "terms.step.<Code>" with Args.
type Step struct {
	Code string
	On   Date
	Norm string // the norm applied; part of Args too
	Args []any
}

// Interval is a time in which the term stood still: the days after From up to
// and including To. To is zero while nothing says when it ends.
type Interval struct {
	From, To Date
	Reason   string
}

// Result is where the events lead.
type Result struct {
	// Due is the last good day; zero before the start, and while the term
	// stands still with no end in sight.
	Due Date
	// State is that after the last event.
	State State
	// Remaining counts the days left of the term after the last event; of a
	// term in working days, working days.
	Remaining int
	// Started and Ended are the days of the events; zero when there were none.
	Started, Ended Date
	Stops          []Interval
	Steps          []Step
}

// IsLate tells that the act came after the last good day.
func (r Result) IsLate() bool {
	return r.State == Concluded && !r.Due.IsZero() && r.Ended.After(r.Due)
}

// At is the state on a day, at its end, if nothing else happens before.
func (r Result) At(d Date) State {
	switch {
	case r.Started.IsZero() || d.Before(r.Started):
		return NotStarted
	case r.State == Concluded && !d.Before(r.Ended):
		return Concluded
	case r.stoppedOn(d):
		return Stopped
	case !r.Due.IsZero() && d.After(r.Due):
		return Expired
	default:
		return Running
	}
}

func (r Result) stoppedOn(d Date) bool {
	for _, i := range r.Stops {
		if !d.Before(i.From) && (i.To.IsZero() || d.Before(i.To)) {
			return true
		}
	}
	return false
}
