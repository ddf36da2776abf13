// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// table makes a table that only this test knows.
func table(t *testing.T, db *database.DB, columns string) {
	t.Helper()
	update(t, db, "CREATE TABLE sample ("+columns+")")
}

func update(t *testing.T, db *database.DB, q string, args ...any) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), q, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

func count(t *testing.T, db *database.DB) int {
	t.Helper()
	var n int
	err := db.View(t.Context(), func(tx *database.Tx) error {
		return tx.Get(t.Context(), "SELECT count(*) FROM sample", nil, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestValuesRoundTrip(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, gone TIMESTAMPTZ, data JSONB NOT NULL, raw BYTEA NOT NULL, yes BOOLEAN NOT NULL, n BIGINT NOT NULL")
		at := time.Date(2026, 3, 29, 1, 30, 0, 123456789, time.FixedZone("CET", 3600))
		data := map[string]any{"name": "Nicolò D'Àngelò", "list": []any{"a", 1.5}}
		update(t, db, "INSERT INTO sample VALUES ($1,$2,$3,$4,$5,$6,$7)",
			"x", database.T(at), database.NullTime{}, database.JSON(data), []byte{0, 255}, true, int64(1)<<60)
		var (
			gotAt   database.Time
			gone    database.NullTime
			gotData map[string]any
			raw     []byte
			yes     bool
			n       int64
			name    string
		)
		err := db.View(t.Context(), func(tx *database.Tx) error {
			return tx.Get(t.Context(), "SELECT at, gone, data, raw, yes, n, data->>'name' FROM sample WHERE at = $1",
				[]any{database.T(at)}, &gotAt, &gone, database.JSON(&gotData), &raw, &yes, &n, &name)
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := at.UTC().Truncate(time.Microsecond); !gotAt.Equal(want) {
			t.Errorf("instant = %v, want %v", gotAt, want)
		}
		if !gone.IsZero() || !yes || n != int64(1)<<60 || string(raw) != "\x00\xff" || name != data["name"] {
			t.Errorf("read back %v %v %v %v %v", gone, yes, n, raw, name)
		}
		if diff := cmp.Diff(data, gotData); diff != "" {
			t.Errorf("JSON (-want +got):\n%s", diff)
		}
	})
}

func TestErrorsAreOurs(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY, other TEXT UNIQUE")
		update(t, db, "INSERT INTO sample VALUES ('a', 'b')")
		ctx := t.Context()
		tests := []struct {
			name string
			run  func(tx *database.Tx) error
			in   func(context.Context, func(*database.Tx) error) error
			want error
		}{
			{"same key", func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO sample VALUES ('a', 'c')")
				return err
			}, db.Update, database.ErrConflict},
			{"same unique value", func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO sample VALUES ('c', 'b')")
				return err
			}, db.Update, database.ErrConflict},
			{"no row", func(tx *database.Tx) error {
				var s string
				return tx.Get(ctx, "SELECT id FROM sample WHERE id = $1", []any{"z"}, &s)
			}, db.View, database.ErrNotFound},
			{"write in a view", func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, "DELETE FROM sample")
				return err
			}, db.View, database.ErrReadOnly},
		}
		for _, tt := range tests {
			if err := tt.in(ctx, tt.run); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
		}
	})
}

func TestUpdateIsWholeOrAbsent(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY")
		ctx := t.Context()
		stop := errors.New("stop")
		hooks := 0
		err := db.Update(ctx, func(tx *database.Tx) error {
			tx.AfterCommit(func() { hooks++ })
			if _, err := tx.Exec(ctx, "INSERT INTO sample VALUES ('a')"); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) || count(t, db) != 0 || hooks != 0 {
			t.Errorf("after an error: %v, %d rows, %d hooks", err, count(t, db), hooks)
		}
		func() {
			defer func() { _ = recover() }()
			_ = db.Update(ctx, func(tx *database.Tx) error {
				_, _ = tx.Exec(ctx, "INSERT INTO sample VALUES ('a')")
				panic("a defect of the caller")
			})
		}()
		if count(t, db) != 0 {
			t.Error("a panic left a row")
		}
		err = db.Update(ctx, func(tx *database.Tx) error {
			tx.AfterCommit(func() { hooks++ })
			_, err := tx.Exec(ctx, "INSERT INTO sample VALUES ('a')")
			return err
		})
		if err != nil || count(t, db) != 1 || hooks != 1 {
			t.Errorf("after success: %v, %d rows, %d hooks", err, count(t, db), hooks)
		}
	})
}

// Sixteen writers that read and then write the same row: none may be lost,
// whatever races the database reports.
func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY, n BIGINT NOT NULL")
		update(t, db, "INSERT INTO sample VALUES ('counter', 0)")
		const writers, rounds = 16, 20
		var wg sync.WaitGroup
		errs := make(chan error, writers)
		for range writers {
			wg.Go(func() {
				for range rounds {
					err := db.Update(t.Context(), func(tx *database.Tx) error {
						var n int64
						return tx.Get(t.Context(), "UPDATE sample SET n = n + 1 WHERE id = 'counter' RETURNING n", nil, &n)
					})
					if err != nil {
						errs <- err
						return
					}
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			t.Fatal(err)
		}
		var n int64
		err := db.View(t.Context(), func(tx *database.Tx) error {
			return tx.Get(t.Context(), "SELECT n FROM sample", nil, &n)
		})
		if err != nil || n != writers*rounds {
			t.Errorf("counter = %d, %v; want %d", n, err, writers*rounds)
		}
	})
}

func TestPlaceholders(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY, n BIGINT NOT NULL")
		update(t, db, "INSERT INTO sample (id, n) VALUES "+database.Values(3, 2), "a", 1, "b", 2, "c", 3)
		var ids []string
		err := db.View(t.Context(), func(tx *database.Tx) error {
			var err error
			ids, err = database.All(t.Context(), tx, func(scan func(...any) error) (string, error) {
				var id string
				return id, scan(&id)
			}, "SELECT id FROM sample WHERE n > $1 AND id IN "+database.In(2, 2)+" ORDER BY id", 1, "b", "c")
			return err
		})
		if diff := cmp.Diff([]string{"b", "c"}, ids); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func TestPostgresFragments(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		table(t, db, "id TEXT PRIMARY KEY")
		update(t, db, "INSERT INTO sample VALUES ('a')")
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			var id string
			return tx.Get(t.Context(), "SELECT id FROM sample /*pg: FOR UPDATE SKIP LOCKED */", nil, &id)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestMigrateManyAtOnce(t *testing.T) {
	urls := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "x.db") },
		"postgres": func(t *testing.T) string { return databasetest.Schema(t) },
	}
	for name, newURL := range urls {
		t.Run(name, func(t *testing.T) {
			url := newURL(t)
			nodes := 4
			if name == "sqlite" {
				nodes = 1 // one process serves one SQLite file
			}
			var wg sync.WaitGroup
			errs := make(chan error, nodes)
			for range nodes {
				wg.Go(func() { errs <- migrateOnce(t.Context(), url) })
			}
			wg.Wait()
			close(errs)
			for err := range errs {
				if err != nil {
					t.Error(err)
				}
			}
			if err := migrateOnce(t.Context(), url); err != nil {
				t.Errorf("again: %v", err)
			}
		})
	}
}

func migrateOnce(ctx context.Context, url string) error {
	db, err := database.Open(ctx, database.Options{URL: url, Fast: true, MaxConnections: 3})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	steps, err := db.Plan(ctx)
	if err != nil {
		return err
	}
	for _, s := range steps {
		if !s.Applied {
			return fmt.Errorf("migration %d (%s) was not applied", s.Number, s.File)
		}
	}
	return nil
}

func TestNewerSchemaIsRefused(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		update(t, db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, $1)", true)
		err := db.Migrate(t.Context())
		if err == nil || !strings.Contains(err.Error(), "newer release") {
			t.Errorf("Migrate() = %v, want a refusal", err)
		}
	})
}

func TestDurabilityIsAsserted(t *testing.T) {
	ctx := t.Context()
	for _, fast := range []bool{false, true} {
		db, err := database.Open(ctx, database.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "x.db"), Fast: fast})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.CheckDurability(ctx); (err == nil) == fast {
			t.Errorf("sqlite, fast=%v: CheckDurability() = %v", fast, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := databasetest.PostgreSQL(t).CheckDurability(ctx); err == nil {
		t.Error("postgres, fast: CheckDurability() found nothing")
	}
}
