// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// What callers may ask of the errors of MigrateTo, with errors.Is.
var (
	ErrNotEmpty = errors.New("database: there are tables already")
	ErrNewer    = errors.New("database: made by a newer release")
)

// MigrateTo runs exactly the given migrations, in their order, on a database
// without tables: the schema is then that of whoever had run the same. It says
// ErrNotEmpty when there are tables, and ErrNewer when this program does not
// know one of the numbers.
func (db *DB) MigrateTo(ctx context.Context, applied []int64) error {
	if err := db.refuseTables(ctx); err != nil {
		return err
	}
	p, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	var known []int64
	for _, source := range p.ListSources() {
		known = append(known, source.Version)
	}
	for _, number := range applied {
		if !slices.Contains(known, number) {
			return fmt.Errorf("%w: migration %d is not in this program", ErrNewer, number)
		}
	}
	for _, number := range applied {
		if _, err := p.ApplyVersion(ctx, number, true); err != nil {
			return fmt.Errorf("database: migrate: %w", err)
		}
	}
	return nil
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
