// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/jobs"
)

const reader = "anna@example.org"

// house is a delivery service with what it needs, and what its events told.
type house struct {
	t       *testing.T
	db      *database.DB
	queue   *jobs.Queue
	clock   *clock.Manual
	service *delivery.Service
	audit   *audit.Log

	mu        sync.Mutex
	delivered []delivery.Delivered
	bounced   []delivery.Bounced
}

func newHouse(t *testing.T, db *database.DB, channels ...delivery.Channel) *house {
	return build(t, db, func(d delivery.Deps) (*delivery.Service, error) { return delivery.New(d, channels...) })
}

func build(t *testing.T, db *database.DB, construct func(delivery.Deps) (*delivery.Service, error)) *house {
	t.Helper()
	h := &house{t: t, db: db, clock: clock.At(time.Date(2026, 11, 24, 9, 42, 7, 123_000_000, time.UTC))}
	h.queue = jobs.New(db, jobs.Options{Now: h.clock.Now})
	bus := events.NewBus(h.queue)
	events.On(bus, "test", func(_ context.Context, e events.Envelope[delivery.Delivered]) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.delivered = append(h.delivered, e.Event)
		return nil
	})
	events.On(bus, "test", func(_ context.Context, e events.Envelope[delivery.Bounced]) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.bounced = append(h.bounced, e.Event)
		return nil
	})
	texts, err := delivery.LoadTexts(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.audit = audit.New(db, h.clock.Now)
	h.service, err = construct(delivery.Deps{
		DB: db, Queue: h.queue, Bus: bus, Audit: h.audit, Texts: texts, Domain: "sportello.example.it", Now: h.clock.Now,
		Sender: delivery.Sender{Name: i18n.Text{"it": "Ordine di Esempio", "en": "Example Order"}, Site: "https://sportello.example.it"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func receipt() delivery.Message {
	return delivery.Message{
		Owner: "application-1", To: reader, Lang: "it", Template: delivery.Receipt,
		Args: map[string]string{
			"procedure": "Patrocinio a spese dello Stato", "code": "ABCD-EFGH-J", "number": "12/2026", "name": "Łucja Çelik-D’Amico",
			"instant": "24 novembre 2026, 10:42:07,123", "next": "La segreteria controlla la domanda.", "link": "https://sportello.example.it/d/very-secret-token",
		},
	}
}

func (h *house) send(m delivery.Message) string {
	h.t.Helper()
	var id string
	err := h.db.Update(h.t.Context(), func(tx *database.Tx) (err error) {
		id, err = h.service.Send(h.t.Context(), tx, m)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) drain() {
	h.t.Helper()
	if err := h.queue.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) get(id string) delivery.Record {
	h.t.Helper()
	r, err := h.service.Get(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) wantState(id string, state delivery.State, reason string, attempts int) delivery.Record {
	h.t.Helper()
	r := h.get(id)
	if r.State != state || r.Reason != reason || r.Attempts != attempts {
		h.t.Fatalf("state %s, reason %q after %d attempts; want %s, %q, %d", r.State, r.Reason, r.Attempts, state, reason, attempts)
	}
	return r
}

// drainFailing runs what is ready and wants an attempt to fail.
func (h *house) drainFailing() {
	h.t.Helper()
	if err := h.queue.Drain(h.t.Context()); err == nil {
		h.t.Fatal("no attempt failed")
	}
}

func must[T any](t testing.TB) func(T, error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// actions lists what a chain of the audit says was done.
func (h *house) actions(chain string) []string {
	h.t.Helper()
	entries, err := h.audit.Entries(h.t.Context(), chain, 0, 100)
	if err != nil {
		h.t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Action)
	}
	return all
}
