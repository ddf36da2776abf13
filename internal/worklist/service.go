// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/terms"
)

// Subject is what the list shows of an application's own words.
type Subject struct {
	Name    string // of who applies, surname first; "" when the form does not ask
	Urgent  bool
	Hearing terms.Date // the next one; zero when there is none
}

// People knows who the cases and the officials are. Calls join the caller's
// transaction.
type People interface {
	// Subject reads the words of a filed application.
	Subject(ctx context.Context, tx *database.Tx, c casework.Case) (Subject, error)
	// Name is the name to show for an official's account.
	Name(ctx context.Context, tx *database.Tx, account string) (string, error)
}

// Service keeps the list. All fields are required.
type Service struct {
	DB     *database.DB
	Audit  *audit.Log
	Cases  *casework.Service
	People People
	Now    func() time.Time
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
	Urgent     bool
	Hearing    terms.Date
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
