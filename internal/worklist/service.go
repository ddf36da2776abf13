// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/terms"
)

// People knows who the cases and the officials are. Calls join the caller's
// transaction.
type People interface {
	// Applicant is the name of who filed, surname first; "" when the form does
	// not ask for one.
	Applicant(ctx context.Context, tx *database.Tx, c casework.Case) (string, error)
	// Name is the name to show for an official's account.
	Name(ctx context.Context, tx *database.Tx, account string) (string, error)
}

// Actors knows who acts.
type Actors interface {
	// Official is an account with the rights of this moment.
	Official(ctx context.Context, account string) (casework.Actor, error)
}

// Service keeps the list. All fields are required.
type Service struct {
	DB     *database.DB
	Audit  *audit.Log
	Cases  *casework.Service
	People People
	Actors Actors
	Queue  *jobs.Queue
	// Say words an error for a person.
	Say func(lang string, err error) string
	Now func() time.Time
}

// Item is what the list shows of a case.
type Item struct {
	Case       string
	Code       string
	Year       int
	Number     int64
	Procedure  string
	Definition string
	State      string
	Outcome    string
	Open       bool
	Name       string
	Urgent     bool       // goes before others, as of the day on which the row was written
	UrgentFrom terms.Date // since when; zero when it never does
	Hearing    terms.Date // or another day that makes it urgent
	Due        terms.Date
	FiledAt    time.Time
	ChangedAt  time.Time
	Holder     string // account of the person responsible in the last role assigned
	Version    int64
}

// filing is year and number in one.
func (i Item) filing() int64 { return filingOf(i.Year, i.Number) }

// numbers is more than a body receives in a year.
const numbers = 1_000_000_000

func filingOf(year int, number int64) int64 { return int64(year)*numbers + number }
