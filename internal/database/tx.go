// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Tx is a running transaction. It is not safe for concurrent use.
type Tx struct {
	db    *DB
	tx    *sql.Tx
	after []func()
}

// attempts bounds how often Update runs its function when it loses races.
const attempts = 5

// View runs f in a read-only snapshot.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	options := &sql.TxOptions{}
	if db.dialect == PostgreSQL {
		options = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	_, err := db.once(ctx, db.read, options, f)
	return err
}

// Update runs f in a read-write transaction and commits it. When the database
// says that the transaction lost a race, f runs again, up to five times. After
// the commit the functions given to AfterCommit run.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		after, err := db.once(ctx, db.write, nil, f)
		if err == nil {
			for _, hook := range after {
				hook()
			}
			return nil
		}
		if !errors.Is(err, errRace) || attempt == attempts {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, attempt int) error {
	wait := time.Duration(attempt*attempt)*time.Millisecond + rand.N(5*time.Millisecond)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (db *DB) once(ctx context.Context, pool *sql.DB, o *sql.TxOptions, f func(*Tx) error) ([]func(), error) {
	sqlTx, err := pool.BeginTx(ctx, o)
	if err != nil {
		return nil, classify(err)
	}
	tx := &Tx{db: db, tx: sqlTx}
	done := false
	defer func() {
		if !done { // f failed or panicked
			_ = sqlTx.Rollback()
		}
	}()
	if err := f(tx); err != nil {
		return nil, err
	}
	done = true
	if err := sqlTx.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", classify(err))
	}
	return tx.after, nil
}

// Dialect tells which database the transaction runs on.
func (tx *Tx) Dialect() Dialect { return tx.db.dialect }

// AfterCommit registers what must follow the commit, such as a wake-up. It
// never runs when the transaction is rolled back, and may be lost in a crash:
// nothing that must happen belongs here.
func (tx *Tx) AfterCommit(hook func()) { tx.after = append(tx.after, hook) }

// Exec runs a statement and says how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	res, err := tx.tx.ExecContext(ctx, tx.db.text(q), args...)
	if err != nil {
		return 0, classify(err)
	}
	if res == nil { // modernc: a statement that is only a comment
		return 0, nil
	}
	return res.RowsAffected()
}

// Get reads the single row that q returns into dst; ErrNotFound when there is
// none.
func (tx *Tx) Get(ctx context.Context, q string, args []any, dst ...any) error {
	rows, err := tx.query(ctx, q, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return classify(err)
		}
		return ErrNotFound
	}
	if err := rows.Scan(dst...); err != nil {
		return classify(err)
	}
	return classify(rows.Close())
}

func (tx *Tx) query(ctx context.Context, q string, args []any) (*sql.Rows, error) {
	rows, err := tx.tx.QueryContext(ctx, tx.db.text(q), args...)
	if err != nil {
		return nil, classify(err)
	}
	return rows, nil
}

// All reads every row of q with scan. It holds the rows in memory: lists are
// read in keyset pages, so that no reader keeps the write-ahead log from
// shrinking.
func All[T any](ctx context.Context, tx *Tx, scan func(scan func(...any) error) (T, error), q string, args ...any) ([]T, error) {
	rows, err := tx.query(ctx, q, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		item, err := scan(rows.Scan)
		if err != nil {
			return nil, classify(err)
		}
		all = append(all, item)
	}
	return all, classify(rows.Err())
}
