// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package apptest

import (
	"io/fs"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/config"
	"pratica/internal/database/databasetest"
)

// Each runs f as a subtest on each database, with settings for a new body on it.
func Each(t *testing.T, f func(t *testing.T, c *config.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Settings(t, "")) })
	t.Run("postgres", func(t *testing.T) { f(t, Settings(t, databasetest.Schema(t))) })
}

// Settings are those of an ordinary body in a temporary folder, on a free port of this machine. An empty database is
// SQLite in that folder.
func Settings(t testing.TB, database string) *config.Config {
	t.Helper()
	c := config.Default()
	c.Data, c.MinFree = filepath.Join(t.TempDir(), "data"), 0
	c.Database.URL = config.DSN(database)
	c.Listen = FreeAddress(t)
	c.PublicURL = "http://" + c.Listen
	return c
}

// Open opens the body, with its tables and the procedures that come with the program, until the test ends.
func Open(t testing.TB, c *config.Config) *app.App {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := app.OpenWith(t.Context(), c, app.Options{Log: log, Now: time.Now, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := a.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	importProcedures(t, a)
	return a
}

func importProcedures(t testing.TB, a *app.App) {
	t.Helper()
	files, err := fs.Glob(definitions.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		source, err := fs.ReadFile(definitions.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.ImportProcedure(t.Context(), source, true); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// Verify expects that everything that is meant to be provable is proved, and gives what was looked at.
func Verify(t testing.TB, a *app.App) string {
	t.Helper()
	report, err := a.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range report.Faults {
		t.Errorf("verify: %s", fault)
	}
	return strings.Join(report.Checked, "\n")
}

// FreeAddress is a port of this machine that nobody has now.
func FreeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
