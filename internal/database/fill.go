// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"
)

// What callers may ask of the errors of MigrateTo, with errors.Is.
var (
	ErrNotEmpty = errors.New("database: there are tables already")
	ErrNewer    = errors.New("database: made by a newer release")
	ErrOlder    = errors.New("database: made by an older release on the other database")
)

// MigrateTo makes, on a database without tables, the schema of one on which the
// given migrations had run. On the same kind of database exactly those run. The
// other kind has some of its own, so there the given ones must be all that this
// program knows; it says ErrOlder otherwise, ErrNewer when this program does not
// know one of them, and ErrNotEmpty when there are tables.
func (db *DB) MigrateTo(ctx context.Context, from Dialect, applied []int64) error {
	if err := db.refuseTables(ctx); err != nil {
		return err
	}
	known, err := versionsOf(from)
	if err != nil {
		return err
	}
	for _, number := range applied {
		if !slices.Contains(known, number) {
			return fmt.Errorf("%w: migration %d is not in this program", ErrNewer, number)
		}
	}
	if from != db.dialect {
		if len(applied) < len(known) {
			return ErrOlder
		}
		return db.Migrate(ctx)
	}
	p, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	for _, number := range applied {
		if _, err := p.ApplyVersion(ctx, number, true); err != nil {
			return fmt.Errorf("database: migrate: %w", err)
		}
	}
	return nil
}

// versionsOf are the numbers of the migrations that run on a kind of database.
func versionsOf(d Dialect) ([]int64, error) {
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, err
	}
	all, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	others, err := otherDialect(files, d)
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for _, name := range all {
		if slices.Contains(others, name) {
			continue
		}
		number, err := goose.NumericComponent(name)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

func (db *DB) refuseTables(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		tables, err := tx.Tables(ctx)
		if err == nil && len(tables) > 0 {
			return ErrNotEmpty
		}
		return err
	})
}

// Clear removes what migrations put into a table, so that it can be filled. It
// leaves an empty table alone: of those that only grow, a deletion would fail.
func (tx *Tx) Clear(ctx context.Context, table string) error {
	var rows int64
	if err := tx.Get(ctx, "SELECT COUNT(*) FROM "+quote(table), nil, &rows); err != nil || rows == 0 {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM "+quote(table))
	return err
}

// maxPlaces is far below what either database takes in one statement.
const maxPlaces = 2000

// Fill inserts rows, as Rows gave them, into a table.
func (tx *Tx) Fill(ctx context.Context, t Table, rows [][]any) error {
	columns := len(t.Columns)
	for page := range slices.Chunk(rows, max(1, maxPlaces/max(1, columns))) {
		args := make([]any, 0, len(page)*columns)
		for _, row := range page {
			if len(row) != columns {
				return fmt.Errorf("database: a row of %s has %d values, not %d", t.Name, len(row), columns)
			}
			for i, v := range row {
				arg, err := stored(t.Columns[i].Kind, v)
				if err != nil {
					return fmt.Errorf("%s.%s: %w", t.Name, t.Columns[i].Name, err)
				}
				args = append(args, arg)
			}
		}
		q := "INSERT INTO " + quote(t.Name) + " (" + list(t) + ") VALUES " + Values(len(page), columns)
		if _, err := tx.Exec(ctx, q, args...); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return nil
}
