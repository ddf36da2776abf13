// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/config"
	"pratica/internal/database/databasetest"
)

// The demonstration goes the whole way of both procedures through the real
// services, so making it and verifying it tests them all together.
func TestTheDemonstrationIsSound(t *testing.T) {
	urls := map[string]func(t *testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return databasetest.Schema(t) },
	}
	for name, url := range urls {
		t.Run(name, func(t *testing.T) {
			c := config.Default()
			c.Mode, c.Data, c.MinFree = config.Demo, filepath.Join(t.TempDir(), "demo"), 0
			c.Database.URL = config.DSN(url(t))
			log := slog.New(slog.NewTextHandler(t.Output(), nil))
			ctx := t.Context()
			if err := demo.Ensure(ctx, c, log, time.Now(), func(string) {}); err != nil {
				t.Fatal(err)
			}
			a, err := app.OpenWith(ctx, c, app.Options{Log: log, Now: time.Now, Fast: true})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			report, err := a.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range report.Faults {
				t.Error(fault)
			}
			people, err := demo.Cast{Folder: c.Data}.People(ctx)
			if err != nil || len(people) != 8 {
				t.Errorf("People() = %v, %v", people, err)
			}
			if err := demo.Ensure(ctx, c, log, time.Now(), func(what string) { t.Errorf("made again: %s", what) }); err != nil {
				t.Errorf("a second start: %v", err)
			}
		})
	}
}

// One-click entry must be impossible on data that the demonstration did not make.
func TestOtherDataIsNotADemonstration(t *testing.T) {
	c := config.Default()
	c.Data, c.MinFree = filepath.Join(t.TempDir(), "real"), 0
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	a, err := app.OpenWith(t.Context(), c, app.Options{Log: log, Now: time.Now, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	c.Mode = config.Demo
	if err := demo.Ensure(t.Context(), c, log, time.Now(), func(string) {}); err == nil {
		t.Error("a demonstration was made in an ordinary body's folder")
	}
	if a, err := app.OpenWith(t.Context(), c, app.Options{Log: log, Now: time.Now, Fast: true}); err == nil {
		a.Close()
		t.Error("an ordinary body's folder was opened as a demonstration")
	}
}
