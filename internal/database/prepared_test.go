// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database_test

import (
	"fmt"
	"testing"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// The same text, while the rows of its first run are still open, must not disturb them.
func TestStatementWithinItself(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		if db.Dialect() == database.PostgreSQL {
			return // its protocol has one statement at a time on a connection
		}
		table(t, db, "n INTEGER NOT NULL")
		update(t, db, "INSERT INTO sample VALUES "+database.Values(3, 1), 1, 2, 3)
		const above = "SELECT n FROM sample WHERE n > $1 ORDER BY n"
		err := db.View(t.Context(), func(tx *database.Tx) error {
			outer, err := database.All(t.Context(), tx, func(scan func(...any) error) (string, error) {
				var n int
				if err := scan(&n); err != nil {
					return "", err
				}
				inner, err := database.All(t.Context(), tx, func(scan func(...any) error) (n int, err error) { return n, scan(&n) }, above, n)
				return fmt.Sprint(n, inner), err
			}, above, 0)
			if got := fmt.Sprint(outer); got != "[1 [2 3] 2 [3] 3 []]" {
				t.Errorf("read %s", got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// A statement that was kept ready still runs after the table was changed, and after it failed.
func TestPreparedStatementSurvives(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY")
		insert := func(id string) error {
			return db.Update(t.Context(), func(tx *database.Tx) error {
				_, err := tx.Exec(t.Context(), "INSERT INTO sample (id) VALUES ($1)", id)
				return err
			})
		}
		for _, step := range []struct {
			id string
			ok bool
		}{{"a", true}, {"a", false}, {"b", true}} {
			if err := insert(step.id); (err == nil) != step.ok {
				t.Errorf("inserting %s: %v", step.id, err)
			}
		}
		update(t, db, "ALTER TABLE sample ADD COLUMN more TEXT")
		if err := insert("c"); err != nil {
			t.Error(err)
		}
		if n := count(t, db); n != 3 {
			t.Errorf("%d rows, want 3", n)
		}
	})
}
