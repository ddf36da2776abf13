// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Entries reads one chain, newest first: n entries before the one numbered
// after, or the newest n when after is 0.
func (l *Log) Entries(ctx context.Context, chain string, after int64, n int) (entries []Recorded, err error) {
	defer problem.Wrap(&err, "audit.Entries(%s)", chain)
	err = l.db.View(ctx, func(tx *database.Tx) error {
		entries, err = chainPage(ctx, tx, chain, after, n)
		return err
	})
	return entries, err
}

// Filter says which entries of all chains are looked for; empty fields do not
// restrict. "Who read what" is Filter{Action: Read}.
type Filter struct {
	Actor   Actor // with a Kind alone: everybody of that kind
	Action  string
	Chain   string
	Subject string
	From    time.Time // inclusive
	To      time.Time // exclusive
}

// Cursor is a place in the order of Search: by instant, chain, number.
type Cursor struct {
	At    time.Time
	Chain string
	Seq   int64
}

// Search reads entries of all chains, newest first: n entries after the given
// place, or the newest n when it is the zero Cursor.
func (l *Log) Search(ctx context.Context, f Filter, after Cursor, n int) (entries []Recorded, err error) {
	defer problem.Wrap(&err, "audit.Search")
	err = l.db.View(ctx, func(tx *database.Tx) error {
		entries, err = searchPage(ctx, tx, f, after, n)
		return err
	})
	return entries, err
}
