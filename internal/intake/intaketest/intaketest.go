// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package intaketest holds working stand-ins for the ports of intake, a
// service built on them, and the checker of its invariants.
package intaketest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/intake"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// Desk is a service with its stand-ins.
type Desk struct {
	*intake.Service
	DB    *database.DB
	Audit *audit.Log
	Bus   *events.Bus
	Queue *jobs.Queue
	Clock *clock.Manual
	Ports *Ports
}

// New builds a desk on an empty database.
func New(t testing.TB, db *database.DB) *Desk {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	hand := clock.At(time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC))
	queue := jobs.New(db, jobs.Options{Now: hand.Now})
	d := &Desk{DB: db, Clock: hand, Queue: queue, Bus: events.NewBus(queue), Audit: audit.New(db, hand.Now), Ports: &Ports{}}
	d.Service = intake.New(intake.Deps{
		DB: db, Audit: d.Audit, Events: d.Bus, Jobs: queue, Now: hand.Now, Zone: zone,
		Form: d.Ports, Files: d.Ports, Printer: d.Ports, Signing: d.Ports, Mailer: d.Ports, Drafts: d.Ports,
	})
	return d
}

// Check verifies every invariant of intake and of the audit chains.
func (d *Desk) Check(t testing.TB) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	report, err := d.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Faults {
		t.Errorf("intake: %s: %s", f.Application, f.What)
	}
	chains, err := d.Audit.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range chains.Faults {
		t.Errorf("audit: %v", f)
	}
}

// Ready compiles, verifies and freezes an application, ready to be filed.
func (d *Desk) Ready(t testing.TB, name string) intake.Application {
	t.Helper()
	ctx := t.Context()
	a, err := d.Start(ctx, "procedure", "digest", "it")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.SavePage(ctx, a.ID, "who", 0, Answer(fmt.Sprintf(`{"name": %q}`, name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetEmail(ctx, a.ID, "someone@example.org"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenLink(ctx, d.Ports.Token(a.ID)); err != nil {
		t.Fatal(err)
	}
	a, err = d.Freeze(ctx, a.ID, "digital")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Ports stands in for forms, documents, signatures and delivery: it keeps what
// it is told in memory and answers from it.
type Ports struct {
	mu     sync.Mutex
	Wrong  []problem.Field // what the form finds wrong
	Lacks  []problem.Field // what signing lacks
	files  map[string][]intake.FileRef
	voided map[string]int
	tokens map[string]string
	links  int
	frozen int
	told   []string
}

// Check implements intake.Form.
func (p *Ports) Check(_ context.Context, a intake.Application, _ intake.Papers) (intake.Checked, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return intake.Checked{Effective: a.Answers, Wrong: slices.Clone(p.Wrong)}, nil
}

// Ready implements intake.Signing.
func (p *Ports) Ready(context.Context, intake.Application, intake.Papers) ([]problem.Field, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Lacks, nil
}

// Of implements intake.Files.
func (p *Ports) Of(_ context.Context, _ *database.Tx, ids []string) (map[string]intake.Papers, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	papers := map[string]intake.Papers{}
	for _, id := range ids {
		papers[id] = intake.Papers{Attached: slices.Clone(p.files[id])}
	}
	return papers, nil
}

// AddFile adds an attachment.
func (p *Ports) AddFile(id string, f intake.FileRef) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string][]intake.FileRef{}
	}
	p.files[id] = append(p.files[id], f)
}

// Void implements intake.Files.
func (p *Ports) Void(_ context.Context, _ *database.Tx, id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.voided == nil {
		p.voided = map[string]int{}
	}
	p.voided[id]++
	return nil
}

// Voided says how often signing was voided.
func (p *Ports) Voided(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.voided[id]
}

// Freeze implements intake.Printer.
func (p *Ports) Freeze(_ context.Context, a intake.Application, _ intake.Content, _ string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frozen++
	return fmt.Sprintf("frozen-%s-%d", a.ID, p.frozen), nil
}

// SendLink implements intake.Mailer.
func (p *Ports) SendLink(_ context.Context, _ *database.Tx, a intake.Application, _ intake.LinkKind, l intake.Link) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens == nil {
		p.tokens = map[string]string{}
	}
	p.tokens[a.ID] = l.Token
	p.links++
	return nil
}

// Token returns the last token mailed for an application.
func (p *Ports) Token(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tokens[id]
}

// Links says how many links were mailed.
func (p *Ports) Links() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.links
}

// Warn implements intake.Drafts.
func (p *Ports) Warn(_ context.Context, _ *database.Tx, a intake.Application, _ intake.Link, removal time.Time) error {
	return p.tell("warn %s %s", a.ID, removal.UTC().Format(time.DateOnly))
}

// Forget implements intake.Drafts.
func (p *Ports) Forget(_ context.Context, _ *database.Tx, id string) ([]intake.FileRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	files := p.files[id]
	delete(p.files, id)
	return files, nil
}

// TellRemoved implements intake.Drafts.
func (p *Ports) TellRemoved(_ context.Context, _ *database.Tx, a intake.Application, r intake.Removal) error {
	return p.tell("removed %s %d answers %d files", a.ID, r.Answers, len(r.Files))
}

func (p *Ports) tell(format string, args ...any) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, fmt.Sprintf(format, args...))
	return nil
}

// Told lists what applicants were told of drafts since the last call.
func (p *Ports) Told() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	told := p.told
	p.told = nil
	return told
}

// Answer replaces all answers, for SavePage.
func Answer(text string) func(json.RawMessage) (json.RawMessage, error) {
	return func(json.RawMessage) (json.RawMessage, error) { return json.RawMessage(text), nil }
}
