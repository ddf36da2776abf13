// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/jobs"
)

// World is a casework service with everything around it.
type World struct {
	*casework.Service
	Peers *Peers
	Clock *clock.Manual
	t     testing.TB
}

// Start is when the clock of a new world stands: a Tuesday morning.
var Start = time.Date(2026, time.November, 24, 9, 30, 0, 0, time.UTC)

// New builds a world on an empty, migrated database.
func New(t testing.TB, db *database.DB) *World {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	hand := clock.At(Start)
	queue := jobs.New(db, jobs.Options{Now: hand.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	peers := newPeers()
	w := &World{Clock: hand, Peers: peers, t: t}
	w.Service = casework.New(casework.Deps{
		DB: db, Audit: audit.New(db, hand.Now), Bus: events.NewBus(queue), Queue: queue, Catalogue: catalogue,
		Applications: peers, Forms: peers, Files: peers, Officials: peers, Notifier: peers, Now: hand.Now,
	})
	return w
}

// Publish makes a definition known and returns its digest. Compute gives the
// computed values of its form; nil is none.
func (w *World) Publish(source []byte, compute func(answers map[string]any) map[string]any) string {
	w.t.Helper()
	if err := casework.CheckDefinition(source); err != nil {
		w.t.Fatal(err)
	}
	sum := sha256.Sum256(source)
	digest := hex.EncodeToString(sum[:])
	w.Peers.mu.Lock()
	defer w.Peers.mu.Unlock()
	w.Peers.sources[digest] = source
	w.Peers.compute[digest] = compute
	return digest
}

// File files an application under a definition and opens its case.
func (w *World) File(procedure, digest string, answers map[string]any) casework.Application {
	w.t.Helper()
	body, err := json.Marshal(answers)
	if err != nil {
		w.t.Fatal(err)
	}
	a := casework.Application{
		ID: ids.New(), Code: ids.Code(), FiledAt: w.Clock.Now(), Procedure: procedure, Definition: digest,
		Lang: "en", Email: "applicant@example.org", Answers: body,
	}
	if canonical, ok := ids.ParseCode(a.Code); ok {
		a.Code = canonical
	}
	w.Peers.add(&a)
	if err := w.Open(context.Background(), a.ID); err != nil {
		w.t.Fatal(err)
	}
	return a
}

// Must does an act that has to succeed, and checks all cases after it.
func (w *World) Must(actor casework.Actor, caseID, action string, in actions.Input) casework.Result {
	w.t.Helper()
	r, err := w.Act(context.Background(), actor, caseID, action, casework.Command{Input: in})
	if err != nil {
		w.t.Fatalf("%s by %v: %v", action, actor.Roles, err)
	}
	w.Check()
	return r
}

// Drain runs what is ready: timers that rang, events.
func (w *World) Drain() {
	w.t.Helper()
	if err := w.Queue.Drain(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// Check proves the invariants of every case, and the audit chains.
func (w *World) Check() {
	w.t.Helper()
	ctx := context.Background()
	for after := ""; ; {
		list, err := w.CaseIDs(ctx, after, 100)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, id := range list {
			faults, err := w.Verify(ctx, id)
			if err != nil {
				w.t.Fatal(err)
			}
			for _, fault := range faults {
				w.t.Errorf("case %s: %s", id, fault)
			}
			after = id
		}
		if len(list) == 0 {
			return
		}
	}
}

// Text makes an input of single values, given as name and value in turn.
func Text(pairs ...string) actions.Input {
	in := actions.Input{Values: map[string][]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Values[pairs[i]] = []string{pairs[i+1]}
	}
	return in
}
