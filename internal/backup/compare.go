// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"context"
	"slices"
	"strings"

	"pratica/internal/database"
	"pratica/internal/objects"
	"pratica/internal/problem"
)

// Side is one of two bodies that are compared.
type Side struct {
	DB      *database.DB
	Objects objects.Store
	Files   Files
}

// TableDifference is a table that is not the same on both sides.
type TableDifference struct {
	Name  string
	Lives bool  // it changes by itself while a body is served, or when a set is made
	A, B  int64 // rows in each
	OnlyA int64 // rows of A that B has not
	OnlyB int64
}

// Comparison is what Compare found.
type Comparison struct {
	Tables      int
	Rows        int64 // of A
	Files       int64 // on either side
	Differences []TableDifference
	// FileFaults are digests that one of the sides has not, or not whole.
	FileFaults []string
}

// IsEqual tells whether both sides hold the same, apart from what lives.
func (c Comparison) IsEqual() bool {
	return len(c.FileFaults) == 0 && !slices.ContainsFunc(c.Differences, func(d TableDifference) bool { return !d.Lives })
}

// living are the tables that a served body, or a backup of it, changes without
// anybody acting.
var living = []string{"backup_alarm", "backup_run", "identity_session", "job", "job_periodic", "lease", "rate_limit"}

// Compare reads two bodies whole: every row of every table, on whichever
// database, and the bytes of every file.
func Compare(ctx context.Context, a, b Side) (c Comparison, err error) {
	defer problem.Wrap(&err, "backup.Compare")
	tablesA, err := a.tables(ctx)
	if err != nil {
		return c, err
	}
	tablesB, err := b.tables(ctx)
	if err != nil {
		return c, err
	}
	for name := range tablesB {
		if _, ok := tablesA[name]; !ok {
			tablesA[name] = database.Table{Name: name}
		}
	}
	for name, t := range tablesA {
		if err := c.table(ctx, a, b, t, tablesB[name]); err != nil {
			return c, err
		}
	}
	slices.SortFunc(c.Differences, func(x, y TableDifference) int { return strings.Compare(x.Name, y.Name) })
	return c, c.files(ctx, a, b)
}

func (s Side) tables(ctx context.Context) (map[string]database.Table, error) {
	found := map[string]database.Table{}
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		list, err := tx.Tables(ctx)
		for _, t := range list {
			found[t.Name] = t
		}
		return err
	})
	return found, err
}

// table compares one table. A side that has no such table counts as an empty one.
func (c *Comparison) table(ctx context.Context, a, b Side, ofA, ofB database.Table) error {
	rows := map[rowDigest]int64{}
	countA, err := a.count(ctx, ofA, rows, 1)
	if err != nil {
		return err
	}
	countB, err := b.count(ctx, ofB, rows, -1)
	if err != nil {
		return err
	}
	c.Tables++
	c.Rows += countA
	d := TableDifference{Name: ofA.Name, A: countA, B: countB, Lives: slices.Contains(living, ofA.Name)}
	for _, n := range rows {
		if n > 0 {
			d.OnlyA += n
		} else {
			d.OnlyB -= n
		}
	}
	if d.OnlyA > 0 || d.OnlyB > 0 {
		c.Differences = append(c.Differences, d)
	}
	return nil
}

// count counts each row up or down; what both sides have goes.
func (s Side) count(ctx context.Context, t database.Table, rows map[rowDigest]int64, by int64) (n int64, err error) {
	if len(t.Columns) == 0 {
		return 0, nil
	}
	sum := &summer{table: t}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		return tx.Rows(ctx, t, func(values []any) error {
			row, err := sum.add(values)
			if err != nil {
				return err
			}
			if rows[row] += by; rows[row] == 0 {
				delete(rows, row)
			}
			return nil
		})
	})
	return sum.Rows, err
}

// files reads each file that either side names, on both.
func (c *Comparison) files(ctx context.Context, a, b Side) error {
	all := map[string]bool{}
	for _, s := range []Side{a, b} {
		for after := ""; ; {
			digests, err := s.Files.Digests(ctx, after, page)
			if err != nil {
				return err
			}
			if len(digests) == 0 {
				break
			}
			for _, digest := range digests {
				all[digest], after = true, digest
			}
		}
	}
	for digest := range all {
		c.Files++
		for _, s := range []Side{a, b} {
			if err := objects.Verify(ctx, s.Objects, digest); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				c.FileFaults = append(c.FileFaults, digest)
				break
			}
		}
	}
	slices.Sort(c.FileFaults)
	return nil
}
