// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// whole is every table of a database with its rows, in the order in which a copy is made.
func whole(t *testing.T, db *database.DB) (tables []database.Table, rows map[string][][]any, applied []int64) {
	t.Helper()
	rows = map[string][][]any{}
	err := db.View(t.Context(), func(tx *database.Tx) (err error) {
		if applied, err = tx.Applied(t.Context()); err != nil {
			return err
		}
		if tables, err = tx.Tables(t.Context()); err != nil {
			return err
		}
		for _, table := range tables {
			err := tx.Rows(t.Context(), table, func(values []any) error {
				rows[table.Name] = append(rows[table.Name], slices.Clone(values))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tables, rows, applied
}

// one row of each kind of value, and one that has none.
func fillSome(t *testing.T, db *database.DB) {
	t.Helper()
	at := database.T(time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.UTC))
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		for _, s := range []struct {
			q    string
			args []any
		}{
			{`INSERT INTO identity_account (id, email, name, kind, state, lang, password, password_version, totp_secret, totp_step, created_at)
			  VALUES ($1, 'a@ordine.example', $2, 'official', 'invited', 'it', '', 0, $3, 9007199254740993, $4)`,
				[]any{"conto", "Niccolò D’Esempio \u0001 €", []byte{0, 255, 10}, at}},
			{`INSERT INTO identity_recovery_code (account_id, mac) VALUES ('conto', 'm')`, nil},
			{`INSERT INTO office_body (version, data, changed_by, changed_at) VALUES (1, $1, 'conto', $2)`,
				[]any{database.JSON(map[string]any{"nome": "è", "n": 1}), at}},
			{`INSERT INTO office_absence (id, account_id, from_day, to_day, only_new) VALUES ('a', 'conto', '2026-01-01', '2026-01-02', $1)`, []any{true}},
		} {
			if _, err := tx.Exec(t.Context(), s.q, s.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func empties(t *testing.T) map[string]string {
	return map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "copy.db"), "postgres": databasetest.Schema(t)}
}

// A copy of either database fills the other, value for value.
func TestCopyOfAWholeDatabase(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		fillSome(t, db)
		tables, rows, applied := whole(t, db)
		for name, url := range empties(t) {
			t.Run("to "+name, func(t *testing.T) {
				other := fill(t, db.Dialect(), url, tables, rows, applied)
				_, got, _ := whole(t, other)
				for _, table := range tables {
					if table.Name == "office_body" && other.Dialect() != db.Dialect() {
						continue // JSON is spelt otherwise
					}
					if diff := cmp.Diff(rows[table.Name], got[table.Name]); diff != "" {
						t.Errorf("%s: %s", table.Name, diff)
					}
				}
				if err := other.MigrateTo(t.Context(), db.Dialect(), applied); !errors.Is(err, database.ErrNotEmpty) {
					t.Errorf("a second time: %v, want ErrNotEmpty", err)
				}
			})
		}
	})
}

func fill(t *testing.T, from database.Dialect, url string, tables []database.Table, rows map[string][][]any, applied []int64) *database.DB {
	t.Helper()
	ctx := t.Context()
	other, err := database.Open(ctx, database.Options{URL: url, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	unknown := append(slices.Clone(applied), 9999)
	if err := other.MigrateTo(ctx, from, unknown); !errors.Is(err, database.ErrNewer) {
		t.Errorf("a migration of the future: %v, want ErrNewer", err)
	}
	if err := other.MigrateTo(ctx, otherKind(other), applied[:3]); !errors.Is(err, database.ErrOlder) {
		t.Errorf("an older schema of the other database: %v, want ErrOlder", err)
	}
	if err := other.MigrateTo(ctx, from, applied); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		err := other.Update(ctx, func(tx *database.Tx) error { return refill(ctx, tx, table, rows[table.Name]) })
		if err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
	}
	return other
}

func otherKind(db *database.DB) database.Dialect {
	if db.Dialect() == database.SQLite {
		return database.PostgreSQL
	}
	return database.SQLite
}

func refill(ctx context.Context, tx *database.Tx, table database.Table, rows [][]any) error {
	if err := tx.Clear(ctx, table.Name); err != nil {
		return err
	}
	return tx.Fill(ctx, table, rows)
}

// Each table stands after those that its foreign keys name.
func TestTablesComeAfterTheirParents(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		tables, _, _ := whole(t, db)
		at := func(name string) int {
			return slices.IndexFunc(tables, func(table database.Table) bool { return table.Name == name })
		}
		for child, parent := range map[string]string{
			"documents_file": "documents_owner", "intake_filing": "intake_application", "audit_seal_member": "audit_seal", "casework_act": "casework_case",
		} {
			if at(parent) < 0 || at(child) < at(parent) {
				t.Errorf("%s is number %d, %s number %d", child, at(child), parent, at(parent))
			}
		}
	})
}
