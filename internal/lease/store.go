// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lease

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
)

// acquire takes the lease with a new term, or returns ErrHeld. late is the
// instant before which another's lease must have ended.
func (k *Keeper) acquire(ctx context.Context, name, holder string, late, until time.Time) (int64, error) {
	const q = `
		INSERT INTO lease (name, holder, term, until) VALUES ($1, $2, 1, $4)
		ON CONFLICT (name) DO UPDATE SET
			term = lease.term + 1, holder = excluded.holder, until = excluded.until
		WHERE lease.until < $3
		RETURNING term`
	var term int64
	err := k.DB.Update(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, q, []any{name, holder, database.T(late), database.T(until)}, &term)
	})
	if errors.Is(err, database.ErrNotFound) {
		return 0, ErrHeld
	}
	return term, err
}

// extend moves the end of our term. It may have passed already: as long as
// nobody has taken the lease, the term is ours.
func (k *Keeper) extend(ctx context.Context, h Held, until time.Time) error {
	const q = `UPDATE lease SET until = $4 WHERE name = $1 AND holder = $2 AND term = $3`
	return k.change(ctx, q, h.Name, h.Holder, h.Term, database.T(until))
}

// release ends the lease at once, if it is still ours. The row stays, because
// the term must go on from where it was; the holder goes, so that no late
// renewal brings the term back.
func (k *Keeper) release(ctx context.Context, h Held) error {
	const q = `UPDATE lease SET holder = '', until = $4 WHERE name = $1 AND holder = $2 AND term = $3`
	return k.change(ctx, q, h.Name, h.Holder, h.Term, database.T(released))
}

// change runs a statement on our row, or returns ErrLost when it is not ours.
func (k *Keeper) change(ctx context.Context, q string, args ...any) error {
	return k.DB.Update(ctx, func(tx *database.Tx) error {
		rows, err := tx.Exec(ctx, q, args...)
		if err == nil && rows == 0 {
			return ErrLost
		}
		return err
	})
}

// Confirm makes the transaction fail with ErrLost unless h is still the latest
// term. It locks the row, so that nobody can take the lease over before the
// transaction ends.
func Confirm(ctx context.Context, tx *database.Tx, h Held) error {
	const q = `SELECT term FROM lease WHERE name = $1 AND holder = $2 AND term = $3 /*pg: FOR UPDATE */`
	var term int64
	err := tx.Get(ctx, q, []any{h.Name, h.Holder, h.Term}, &term)
	if errors.Is(err, database.ErrNotFound) {
		return ErrLost
	}
	return err
}
