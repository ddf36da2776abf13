// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Forever is the years of what is never discarded.
const Forever = 0

// Rule is how long closed cases of a procedure are kept.
type Rule struct {
	Years  int
	Ground string // the norm of the definition, or the reason of the body
}

// Decision is a rule that the body gave, in place of that of the definition.
type Decision struct {
	Rule
	ID        string
	Procedure string
	By        string // account
	At        time.Time
}

// Procedure is one procedure with the rule in force.
type Procedure struct {
	Slug       string
	Definition string // digest of the version in force
	Default    *workflow.Retention
	Decisions  []Decision // the newest first
	Past       int        // closed cases whose time has passed
}

// Rule is the one in force; ok is false when nobody gave any.
func (p Procedure) Rule() (r Rule, ok bool) {
	if len(p.Decisions) > 0 {
		return p.Decisions[0].Rule, true
	}
	if p.Default != nil {
		return Rule{p.Default.Years, p.Default.Norm}, true
	}
	return Rule{}, false
}

// IsForever tells that cases are never discarded.
func (p Procedure) IsForever() bool {
	r, ok := p.Rule()
	return !ok || r.Years == Forever
}

// before is the day from which on last acts are too young.
func (r Rule) before(today terms.Date) terms.Date { return today.AddMonths(-12 * r.Years) }

// begins is the instant with which a day begins.
func begins(day terms.Date) time.Time { return day.AddDays(-1).End() }

// Hold keeps a case.
type Hold struct {
	ID, Case   string
	Reason     string
	By         string
	At         time.Time
	Released   string // why it no longer holds; "" while it does
	ReleasedBy string
	ReleasedAt time.Time
}

// State of a list.
type State string

// The states; see the package's diagram.
const (
	Proposed   State = "proposed"
	Authorised State = "authorised"
	Running    State = "running"
	Done       State = "done"
	Withdrawn  State = "withdrawn"
)

// List is what is discarded together.
type List struct {
	ID        string
	Year      int
	Number    int64
	Procedure string
	Rule      Rule       // when it was proposed
	Before    terms.Date // last acts were before this day
	State     State
	MadeBy    string
	MadeAt    time.Time
	// Act authorised the list, on a day.
	Act          string
	ActOn        terms.Date
	AuthorisedBy string
	StartedBy    string
	EndedAt      time.Time
	Count        Count
}

// Label is the number as people write it.
func (l List) Label() string { return fmt.Sprintf("%d/%d", l.Number, l.Year) }

// Count is how many cases of a list are where.
type Count struct{ Listed, Discarded, Left int }

// All is how many there are.
func (c Count) All() int { return c.Listed + c.Discarded + c.Left }

// Fate is what became of a case of a list.
type Fate string

// The fates.
const (
	Listed    Fate = "listed"
	Discarded Fate = "discarded"
	Left      Fate = "left"
)

// Why a case is left out of a list, or left by it.
const (
	WhyHeld    = "held"    // a hold keeps it
	WhyWaits   = "waits"   // an office has still to be told of it
	WhyTouched = "touched" // somebody acted on it
	WhyListed  = "listed"  // another list has it
)

// Item is a case of a list.
type Item struct {
	Position   int
	Case, Code string
	Year       int
	Number     int64
	ClosedAt   time.Time // its last act
	Fate       Fate
	Why        string
	Proof      Proof
	DoneAt     time.Time
}

// Proof is what is kept of the files of a discarded case.
type Proof struct {
	Files []ProofFile `json:"files"`
}

// ProofFile is one of them: nothing of its name.
type ProofFile struct {
	Slot   string `json:"slot"`
	Digest string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Proposal is what a list would have, before there is one.
type Proposal struct {
	Rule           Rule
	Before         terms.Date
	Ready          int
	Oldest, Newest time.Time
	LeftOut        map[string]int // by reason
	More           bool           // a list takes no more; another one follows
}

// maxWords bounds a reason or the name of an act.
const maxWords = 1000

// tidy checks words that a person must give.
func tidy(words, path string) (string, error) {
	words = strings.TrimSpace(words)
	if words == "" || utf8.RuneCountInString(words) > maxWords {
		return "", problem.New(problem.Invalid, "discard.invalid").With(problem.Field{Path: path, Code: "discard.words", Args: []any{"limit", maxWords}})
	}
	return words, nil
}
