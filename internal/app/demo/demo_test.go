// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/clock"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/discard"
	"pratica/internal/lots"
	"pratica/internal/problem"
	"pratica/internal/terms"
	faces "pratica/internal/web/demo"
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
			discards(t, c, log, people)
			if err := demo.Ensure(ctx, c, log, time.Now(), func(what string) { t.Errorf("made again: %s", what) }); err != nil {
				t.Errorf("a second start: %v", err)
			}
		})
	}
}

// discards lets twelve years pass and discards what is closed by then, decided and sent
// in lots: everything still proves itself, and no address of its people is left.
func discards(t *testing.T, c *config.Config, log *slog.Logger, people []faces.Person) {
	t.Helper()
	ctx := t.Context()
	later := clock.At(time.Now())
	a, err := app.OpenWith(ctx, c, app.Options{Log: log, Now: later.Now, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	at := slices.IndexFunc(people, func(p faces.Person) bool { return p.ID == "administrator" })
	by, err := a.Office.ActorOf(ctx, people[at].Account)
	if err != nil {
		t.Fatal(err)
	}
	closes(t, a, people)
	later.Advance(31 * 24 * time.Hour) // a period ends
	sends(t, a, by.Audit())
	later.Advance(12 * 366 * 24 * time.Hour)
	for _, slug := range []string{"patrocinio-civile", "accesso-atti"} {
		l, err := a.Discard.Propose(ctx, by, slug)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(a.Discard.Authorise(ctx, by, l.ID, "Atto di prova", terms.DateOf(later.Now())), a.Discard.Start(ctx, by, l.ID, l.Count.All()), a.Jobs.Drain(ctx)); err != nil {
			t.Fatal(err)
		}
		done, err := a.Discard.List(ctx, by, l.ID)
		if err != nil || done.State != discard.Done || done.Count.Discarded < 2 {
			t.Errorf("list of %s: %+v, %v", slug, done, err)
		}
	}
	report, err := a.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range report.Faults {
		t.Error(fault)
	}
	var touched, left int
	err = a.DB.View(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, `SELECT COUNT(*), COUNT(CASE WHEN length(manifest) > 0 THEN 1 END) FROM lots_lot WHERE id IN (
			SELECT i.lot_id FROM lots_item i JOIN casework_case c ON c.id = i.case_id WHERE c.discarded_at IS NOT NULL)`, nil, &touched, &left)
	})
	if err != nil || touched == 0 || left > 0 {
		t.Errorf("of %d lots with discarded cases %d still have their papers (%v)", touched, left, err)
	}
}

// sends closes the lots of what waits for one.
func sends(t *testing.T, a *app.App, by audit.Actor) {
	t.Helper()
	ctx := t.Context()
	kinds, err := a.Lots.Kinds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		groups, err := a.Lots.Waiting(ctx, lots.Key{Procedure: kind.Procedure, Kind: kind.Name})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if g.Recipient == "" {
				continue
			}
			if _, err := a.Lots.Close(ctx, by, kind, g.Recipient, terms.Date{}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// closes ends the cases whose decision was communicated.
func closes(t *testing.T, a *app.App, people []faces.Person) {
	t.Helper()
	ctx := t.Context()
	secretary := people[slices.IndexFunc(people, func(p faces.Person) bool { return p.ID == "secretary" })].Account
	all, err := a.Casework.CaseIDs(ctx, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range all {
		v, err := a.Casework.View(ctx, casework.Actor{Kind: audit.Official, ID: secretary, Roles: []string{"secretary"}}, id)
		if problem.KindOf(err) == problem.NotFound { // of the other procedure
			continue
		}
		if err == nil && v.Case.State == "communicated" {
			_, err = a.Casework.Act(ctx, casework.Actor{Kind: audit.Official, ID: secretary, Roles: []string{"secretary"}}, id, "close", casework.Command{Version: v.Case.Version})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Jobs.Drain(ctx); err != nil {
		t.Fatal(err)
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
