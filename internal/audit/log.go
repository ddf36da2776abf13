// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Log is the record of one body. It is safe for concurrent use.
type Log struct {
	db  *database.DB
	now func() time.Time
}

// New returns the log in db.
func New(db *database.DB, now func() time.Time) *Log { return &Log{db: db, now: now} }

// head is the end of a chain.
type head struct {
	chain string
	seq   int64
	hash  []byte
}

// seal is a row of the seals.
type seal struct {
	n, count         int64
	at               time.Time
	root, prev, hash []byte
}

// Record appends entries to their chains in the caller's transaction, in order.
// Whatever their number, and however many chains they are for, it takes three
// statements: a group commit of filings opens hundreds of chains at once.
//
//  1. The heads are locked, in the order of their names so that two groups
//     cannot lock each other out, and made where they are missing.
//  2. The entries are linked to them and inserted.
//  3. The heads move.
//
// They stand or fall with the caller's transaction.
func (l *Log) Record(ctx context.Context, tx *database.Tx, entries ...Entry) (err error) {
	defer problem.Wrap(&err, "audit.Record")
	chains, err := chainsOf(entries)
	if err != nil || len(chains) == 0 {
		return err
	}
	heads, err := lockHeads(ctx, tx, chains)
	if err != nil {
		return err
	}
	rows, err := l.link(entries, heads)
	if err != nil {
		return err
	}
	if err := insertEntries(ctx, tx, rows); err != nil {
		return err
	}
	return moveHeads(ctx, tx, chains, heads)
}

// chainsOf checks the entries and names their chains, sorted, each once.
func chainsOf(entries []Entry) ([]string, error) {
	chains := make([]string, len(entries))
	for i, e := range entries {
		if err := e.check(); err != nil {
			return nil, err
		}
		chains[i] = e.Chain
	}
	slices.Sort(chains)
	return slices.Compact(chains), nil
}

// link makes the rows of the entries and moves heads over them.
func (l *Log) link(entries []Entry, heads map[string]head) ([]stored, error) {
	rows := make([]stored, len(entries))
	for i, e := range entries {
		if e.At.IsZero() {
			e.At = l.now()
		}
		e.At = database.T(e.At).Time
		row, err := e.link(heads[e.Chain])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Action, err)
		}
		rows[i] = row
		heads[e.Chain] = head{e.Chain, row.seq, row.hash}
	}
	return rows, nil
}

// sealSize bounds the heads under one seal, and so its transaction.
const sealSize = 2000

// Seal fixes all heads that have changed since they were last sealed, in as many
// seals as that takes, each in its own transaction. A chain that is being
// written just now is left to the next call. It is run every minute or so; on
// several nodes at once it does no harm.
func (l *Log) Seal(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "audit.Seal")
	for more := true; more; {
		if more, err = l.sealOnce(ctx); err != nil {
			return err
		}
	}
	return nil
}

// sealOnce makes one seal and tells whether heads were left over. When another
// node makes the seal of the same number first, ours begins anew.
func (l *Log) sealOnce(ctx context.Context) (more bool, err error) {
	const attempts = 10
	for range attempts {
		err = l.db.Update(ctx, func(tx *database.Tx) error {
			more, err = l.sealIn(ctx, tx)
			return err
		})
		if !errors.Is(err, database.ErrConflict) {
			break
		}
	}
	return more, err
}

// sealIn numbers the steps of one seal; a crash between them undoes all.
//
//  1. Take changed heads, locked, so that they stay as they are.
//  2. Write the seal, linked to the last one.
//  3. Write its members.
//  4. Mark the heads as sealed.
func (l *Log) sealIn(ctx context.Context, tx *database.Tx) (more bool, err error) {
	heads, err := unsealedHeads(ctx, tx, sealSize)
	if err != nil || len(heads) == 0 {
		return false, err
	}
	last, err := lastSeal(ctx, tx)
	if err != nil {
		return false, err
	}
	s := seal{n: last.n + 1, at: database.T(l.now()).Time, count: int64(len(heads)), root: merkleRoot(heads), prev: last.hash}
	s.hash = s.digest()
	if err := insertSeal(ctx, tx, s, heads); err != nil {
		return false, err
	}
	return len(heads) == sealSize, markSealed(ctx, tx, heads)
}

// Tip is the last seal. Whoever keeps one elsewhere can show later that nothing
// before it was rewritten.
type Tip struct {
	Seal int64
	Hash []byte
}

// Tip reads the last seal; its number is 0 when there is none.
func (l *Log) Tip(ctx context.Context) (tip Tip, err error) {
	defer problem.Wrap(&err, "audit.Tip")
	err = l.db.View(ctx, func(tx *database.Tx) error {
		last, err := lastSeal(ctx, tx)
		tip = Tip{last.n, last.hash}
		return err
	})
	return tip, err
}
