// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/clock"
	"pratica/internal/config"
	"pratica/internal/office"
	"pratica/internal/signatures/signaturestest"
	faces "pratica/internal/web/demo"
)

// castFile, in the data folder, says that the demonstration is complete and who
// is in it.
const castFile = "cast.json"

// Ensure makes the demonstration in the configured folder, unless it is there.
// progress is told in words of what is being done.
func Ensure(ctx context.Context, c *config.Config, log *slog.Logger, now time.Time, progress func(string)) error {
	if _, err := os.Stat(filepath.Join(c.Data, castFile)); err == nil {
		return nil
	}
	if entries, err := os.ReadDir(c.Data); err == nil && len(entries) > 0 {
		return fmt.Errorf("demo: %s is not empty and holds no complete demonstration: remove it, or name another folder", filepath.Base(c.Data))
	}
	past := clock.At(now.AddDate(-oldYears, 0, -40))
	a, err := app.OpenWith(ctx, c, app.Options{Log: log, Now: past.Now, Fast: true})
	if err != nil {
		return err
	}
	m := newMaker(a, past, now, progress)
	if err := errors.Join(m.make(ctx), a.Close()); err != nil {
		return err
	}
	return m.writeCast(c.Data)
}

// Cast reads who is in the demonstration of a folder.
type Cast struct{ Folder string }

// People implements the port of the demo's face.
func (c Cast) People(context.Context) ([]faces.Person, error) {
	b, err := os.ReadFile(filepath.Join(c.Folder, castFile))
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	var people []faces.Person
	return people, json.Unmarshal(b, &people)
}

// maker makes one demonstration.
type maker struct {
	app      *app.App
	clock    *clock.Manual
	until    time.Time
	progress func(string)
	people   map[string]office.Actor // by name of the cast
	lawyer   string                  // account
	papers   sync.Map                // by title, the bytes of a page
	helper   string                  // account of who helps the lawyer
	signer   func() (*signaturestest.Signer, error)
}

// newMaker makes a maker; its decisions are all signed with one key, of an
// invented person whom no authority knows.
func newMaker(a *app.App, c *clock.Manual, until time.Time, progress func(string)) *maker {
	signer := sync.OnceValues(func() (*signaturestest.Signer, error) {
		return signaturestest.NewSigner("Franca Consiglio (dimostrazione)", c.Now())
	})
	return &maker{app: a, clock: c, until: until, progress: progress, people: map[string]office.Actor{}, signer: signer}
}

func (m *maker) make(ctx context.Context) error {
	m.progress("database")
	if err := m.app.Migrate(ctx); err != nil {
		return err
	}
	if err := m.found(ctx, cast); err != nil {
		return err
	}
	m.progress("cases")
	if err := m.makeOld(ctx); err != nil {
		return err
	}
	m.clock.Reach(m.until.AddDate(0, 0, -40))
	return m.makeCases(ctx)
}

// found makes the body: its procedures and its people.
func (m *maker) found(ctx context.Context, cast []member) error {
	m.progress("procedures")
	if err := m.importProcedures(ctx); err != nil {
		return err
	}
	m.progress("people")
	return m.makePeople(ctx, cast)
}

func (m *maker) importProcedures(ctx context.Context) error {
	files, err := fs.Glob(definitions.Files, "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range files {
		source, err := fs.ReadFile(definitions.Files, name)
		if err != nil {
			return err
		}
		if _, err := m.app.ImportProcedure(ctx, source, true); err != nil {
			return fmt.Errorf("demo: %s: %w", name, err)
		}
	}
	return nil
}

// writeCast comes last: without it the folder counts as incomplete.
func (m *maker) writeCast(folder string) error {
	people := []faces.Person{{ID: "applicant", Start: "/"}}
	for _, role := range []string{"secretary", "rapporteur", "board", "keeper"} {
		people = append(people, faces.Person{ID: role, Account: m.people[role].Account, Start: "/ufficio/"})
	}
	people = append(people,
		faces.Person{ID: "lawyer", Account: m.lawyer, Start: "/avvocato/"},
		faces.Person{ID: "helper", Account: m.helper, Start: "/studio/"},
		faces.Person{ID: "administrator", Account: m.people["administrator"].Account, Start: "/amministrazione/"})
	b, err := json.MarshalIndent(people, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, castFile), b, 0o600)
}
