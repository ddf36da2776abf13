// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package databasetest gives tests an empty, migrated database of each kind.
//
// SQLite is always there. PostgreSQL is used when TEST_POSTGRES holds the URL of
// a server where schemas may be made; each test gets a schema of its own, which
// is dropped after it. Both run in the fast mode: tests of durability open a
// database themselves.
package databasetest

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
)

// Each runs f as a subtest on each database.
func Each(t *testing.T, f func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, PostgreSQL(t)) })
}

// SQLite returns a new migrated database in a temporary folder.
func SQLite(t testing.TB) *database.DB {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
}

// PostgreSQL returns a new migrated schema, or skips the test when no server is
// named.
func PostgreSQL(t testing.TB) *database.DB {
	t.Helper()
	return open(t, Schema(t))
}

// Schema makes an empty schema and returns the URL that uses it; it skips the
// test when no server is named.
func Schema(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		t.Skip("TEST_POSTGRES is not set: no PostgreSQL server to test on")
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("TEST_POSTGRES: %v", err)
	}
	name := "t_" + strings.ReplaceAll(ids.New(), "-", "")
	admin(t, server, "CREATE SCHEMA "+name)
	t.Cleanup(func() { admin(t, server, "DROP SCHEMA "+name+" CASCADE") })
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := database.Open(ctx, database.Options{URL: server, Fast: true, MaxConnections: 1})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer db.Close()
	err = db.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, statement)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func open(t testing.TB, dsn string) *database.DB {
	t.Helper()
	ctx := t.Context()
	db, err := database.Open(ctx, database.Options{URL: dsn, Fast: true, MaxConnections: 8})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatalf("migrate: %v", err)
	}
	return db
}
