// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"encoding/json"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// Actor is who reads or acts.
type Actor struct {
	Kind    string // audit.Official, audit.Applicant, audit.Lawyer, audit.Helper, audit.System
	ID      string // of the account; of the application for an applicant
	Roles   []string
	For     []string // accounts of the absent people whose place he takes today
	TaxCode string   // of a lawyer, or of whom a helper helps: the cases of a counsel are found by it
}

func (a Actor) audit() audit.Actor { return audit.Actor{Kind: a.Kind, ID: a.ID} }

// Case is a case as stored.
type Case struct {
	ID, Code   string
	Year       int
	Number     int64
	Procedure  string
	Definition string
	Lang       string
	Email      string
	FiledAt    time.Time
	ChangedAt  time.Time
	State      string
	Outcome    string
	Counsel    string // tax code of the confirmed counsel; empty when none is
	Due        terms.Date
	Facts      map[string]any
	Version    int64
	// Urgent is the day that puts the case before others from UrgentFrom on, such
	// as a hearing; zero when there is none.
	Urgent, UrgentFrom terms.Date
	// DiscardedAt is when what it says of people was discarded; zero while it is kept.
	DiscardedAt time.Time
}

// IsDiscarded tells whether only the proof of the case is left.
func (c Case) IsDiscarded() bool { return !c.DiscardedAt.IsZero() }

// IsUrgent tells whether the case goes before others on a day.
func (c Case) IsUrgent(day terms.Date) bool {
	return !c.Urgent.IsZero() && !day.Before(c.UrgentFrom) && !day.After(c.Urgent)
}

// Filed is the day of filing in Rome.
func (c Case) Filed() terms.Date { return terms.DateOf(c.FiledAt) }

// Act is one act of a case.
type Act struct {
	Seq      int64
	At       time.Time
	Action   string // name in the definition; "open" for the first
	Actor    audit.Actor
	From, To string
	Outcome  string
	Public   bool
	Note     string
	Detail   map[string]string
}

// OpenAction is the name of the first act of a case.
const OpenAction = "open"

// termEvent is an event of a term as stored.
type termEvent struct {
	workflow.TermEvent
	Seq, Act int64
}

// Integration is a request to the applicant and what came back.
type Integration struct {
	ID         string
	State      string // open, answered, lapsed or withdrawn
	Asked      actions.Ask
	AskedAt    time.Time
	Due        terms.Date
	Revision   int64 // of the answers when it was asked
	Answer     actions.Answer
	AnsweredAt time.Time
	RecalledAt time.Time // when the office took it back
	// Changes sets what the applicant changed beside what stood before.
	Changes []Change
}

// Change is one answer before and after an integration.
type Change struct {
	Field         string
	Before, After json.RawMessage
}

// States of an integration.
const (
	IntegrationOpen      = "open"
	IntegrationAnswered  = "answered"
	IntegrationLapsed    = "lapsed"
	IntegrationWithdrawn = "withdrawn"
)

// Decision is a decision as stored.
type Decision struct {
	Outcome string
	Text    i18n.Text
	Notice  i18n.Text
	File    string
	At      time.Time
}
