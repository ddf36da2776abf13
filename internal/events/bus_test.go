// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package events_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/events"
	"pratica/internal/events/eventstest"
	"pratica/internal/jobs"
)

type submitted struct {
	Application string
	Number      int
}

func (submitted) EventKind() string { return "test.submitted" }

type closed struct{ Case string }

func (closed) EventKind() string { return "test.closed" }

type impostor struct{}

func (impostor) EventKind() string { return "test.submitted" }

func newBus(db *database.DB) (*events.Bus, *jobs.Queue) {
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	q := jobs.New(db, jobs.Options{Now: now, Log: slog.New(slog.DiscardHandler)})
	return events.NewBus(q), q
}

func publish(t *testing.T, db *database.DB, bus *events.Bus, all ...events.Event) error {
	t.Helper()
	return db.Update(t.Context(), func(tx *database.Tx) error { return bus.Publish(t.Context(), tx, all...) })
}

func TestEachSubscriberIsTold(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		bus, q := newBus(db)
		collected := eventstest.Collect[submitted](bus)
		var envelopes []events.Envelope[submitted]
		events.On(bus, "casework", func(_ context.Context, e events.Envelope[submitted]) error {
			envelopes = append(envelopes, e)
			return nil
		})
		closings := eventstest.Collect[closed](bus)
		first, second := submitted{"a", 1}, submitted{"b", 2}
		if err := publish(t, db, bus, first, closed{"z"}, second); err != nil {
			t.Fatal(err)
		}
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]submitted{first, second}, collected.All()); diff != "" {
			t.Errorf("collected (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]closed{{"z"}}, closings.All()); diff != "" {
			t.Errorf("closings (-want +got):\n%s", diff)
		}
		if len(envelopes) != 2 || envelopes[0].Event != first || envelopes[0].ID == "" || envelopes[0].ID == envelopes[1].ID || envelopes[0].Attempt != 1 || !envelopes[0].At.Equal(q.Now()) {
			t.Errorf("envelopes = %+v", envelopes)
		}
	})
}

// One subscriber fails, and is told again; the other is not. The envelope keeps its ID.
func TestSubscribersFailAlone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		q := jobs.New(db, jobs.Options{Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
		bus := events.NewBus(q)
		steady := eventstest.Collect[submitted](bus)
		var seen []string
		events.On(bus, "shaky", func(ctx context.Context, e events.Envelope[submitted]) error {
			seen = append(seen, e.ID)
			return db.Update(ctx, func(tx *database.Tx) error {
				if err := e.Finish(ctx, tx); err != nil || e.Attempt > 1 {
					return err
				}
				return errors.New("not yet")
			})
		})
		if err := publish(t, db, bus, submitted{"a", 1}); err != nil {
			t.Fatal(err)
		}
		if err := q.Drain(t.Context()); err == nil {
			t.Error("Drain hides a failure")
		}
		now = now.Add(time.Minute)
		if err := q.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 2 || seen[0] != seen[1] || len(steady.All()) != 1 {
			t.Errorf("shaky saw %v, steady saw %v", seen, steady.All())
		}
	})
}

func TestUndoneTransactionTellsNobody(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		bus, q := newBus(db)
		collected := eventstest.Collect[submitted](bus)
		undone := errors.New("undone")
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			if err := bus.Publish(t.Context(), tx, submitted{"a", 1}); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if err := q.Drain(t.Context()); err != nil || len(collected.All()) != 0 {
			t.Errorf("told %v, %v", collected.All(), err)
		}
	})
}

func TestNobodyListens(t *testing.T) {
	db := databasetest.SQLite(t)
	bus, q := newBus(db)
	if err := publish(t, db, bus, closed{"z"}); err != nil {
		t.Fatal(err)
	}
	if stats, err := q.Stats(t.Context()); err != nil || stats != (jobs.Stats{}) {
		t.Errorf("Stats = %+v, %v", stats, err)
	}
}

func TestMistakesOfTheProgrammer(t *testing.T) {
	db := databasetest.SQLite(t)
	bus, _ := newBus(db)
	eventstest.Collect[submitted](bus)
	if err := publish(t, db, bus, impostor{}); err == nil || !strings.Contains(err.Error(), "expect") {
		t.Errorf("another type of the same kind: %v", err)
	}
	mistakes := map[string]func(){
		"same name twice":  func() { eventstest.Collect[submitted](bus) },
		"kind of two":      func() { eventstest.Collect[impostor](bus) },
		"pointer as event": func() { eventstest.Collect[*closed](bus) },
	}
	for name, mistake := range mistakes {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			mistake()
		})
	}
}
