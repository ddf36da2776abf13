// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

func newClock() *clock.Manual { return clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)) }

type letter struct{ To string }

func newQueue(db *database.DB, c *clock.Manual) *jobs.Queue {
	return jobs.New(db, jobs.Options{Now: c.Now, Log: slog.New(slog.DiscardHandler)})
}

func enqueue(t *testing.T, db *database.DB, q *jobs.Queue, all ...jobs.Insert) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error { return q.EnqueueAll(t.Context(), tx, all) })
	if err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func wantStats(t *testing.T, q *jobs.Queue, want jobs.Stats) {
	t.Helper()
	got, err := q.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Stats (-want +got):\n%s", diff)
	}
}

func TestEnqueueIsPartOfTheTransaction(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := newQueue(db, newClock())
		var got []string
		jobs.Handle(q, "mail", func(_ context.Context, j jobs.Job[letter]) error {
			got = append(got, j.Payload.To)
			return nil
		})
		undone := errors.New("undone")
		err := db.Update(t.Context(), func(tx *database.Tx) error {
			if err := q.Enqueue(t.Context(), tx, jobs.Insert{Kind: "mail", Payload: letter{"nobody"}}); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		enqueue(t, db, q, jobs.Insert{Kind: "mail", Payload: letter{"office"}})
		drain(t, q)
		if diff := cmp.Diff([]string{"office"}, got); diff != "" {
			t.Errorf("ran (-want +got):\n%s", diff)
		}
	})
}

func TestOrder(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		q := newQueue(db, c)
		var got []string
		jobs.Handle(q, "step", func(ctx context.Context, j jobs.Job[string]) error {
			got = append(got, j.Payload)
			if j.Payload != "first" {
				return nil
			}
			return db.Update(ctx, func(tx *database.Tx) error {
				return q.Enqueue(ctx, tx, jobs.Insert{Kind: "step", Payload: "made by first", Priority: jobs.Urgent})
			})
		})
		step := func(name string, p jobs.Priority, after time.Duration) jobs.Insert {
			return jobs.Insert{Kind: "step", Payload: name, Priority: p, RunAt: c.Now().Add(after)}
		}
		enqueue(t, db, q,
			step("bulk", jobs.Bulk, -time.Hour), step("second", jobs.Normal, 0), step("third", jobs.Normal, 0),
			step("first", jobs.Normal, -time.Minute), step("tomorrow", jobs.Urgent, 24*time.Hour))
		drain(t, q)
		c.Advance(24 * time.Hour)
		drain(t, q)
		want := []string{"first", "made by first", "second", "third", "bulk", "tomorrow"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

func TestUniqueWhileUnfinished(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := newQueue(db, newClock())
		runs := 0
		again := true
		refresh := func(key string) jobs.Insert {
			return jobs.Insert{Kind: "refresh", Payload: letter{key}, Unique: key}
		}
		jobs.Handle(q, "refresh", func(_ context.Context, j jobs.Job[letter]) error {
			if runs++; again {
				enqueue(t, db, q, refresh(j.Payload.To)) // ignored: that is us
			}
			return nil
		})
		enqueue(t, db, q, refresh("case 1"), refresh("case 1"), refresh("case 2"))
		enqueue(t, db, q, refresh("case 1"))
		drain(t, q)
		if runs != 2 {
			t.Errorf("%d runs, want 2", runs)
		}
		again = false
		enqueue(t, db, q, refresh("case 1"))
		drain(t, q)
		if runs != 3 {
			t.Errorf("%d runs after the first had finished, want 3", runs)
		}
	})
}

func TestAnswersOfAHandler(t *testing.T) {
	fault := errors.New("the server said no to somebody@example.org\x00")
	tests := []struct {
		name   string
		answer func() error
		want   jobs.Stats
		dead   string
		fails  bool
	}{
		{"success", func() error { return nil }, jobs.Stats{}, "", false},
		{"error is tried again later", func() error { return fault }, jobs.Stats{Scheduled: 1}, "", true},
		{"panic is an error", func() error { panic("no such page") }, jobs.Stats{Scheduled: 1}, "", true},
		{"snooze", func() error { return jobs.Snooze(time.Hour) }, jobs.Stats{Scheduled: 1}, "", false},
		{"snooze without a pause", func() error { return jobs.Snooze(0) }, jobs.Stats{Scheduled: 1}, "", false},
		{"cancel", func() error { return jobs.Cancel(fault) }, jobs.Stats{}, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			databasetest.Each(t, func(t *testing.T, db *database.DB) {
				q := newQueue(db, newClock())
				jobs.Handle(q, "x", func(context.Context, jobs.Job[letter]) error { return test.answer() })
				enqueue(t, db, q, jobs.Insert{Kind: "x", Payload: letter{}})
				if err := q.Drain(t.Context()); (err != nil) != test.fails {
					t.Errorf("Drain = %v", err)
				}
				wantStats(t, q, test.want)
			})
		})
	}
}

func TestSnoozeCountsNoAttempt(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		q := newQueue(db, c)
		var attempts []int
		jobs.Handle(q, "x", func(_ context.Context, j jobs.Job[letter]) error {
			attempts = append(attempts, j.Attempt)
			return jobs.Snooze(time.Hour)
		})
		enqueue(t, db, q, jobs.Insert{Kind: "x", Payload: letter{}, MaxAttempts: 1})
		for range 3 {
			drain(t, q)
			c.Advance(time.Hour)
		}
		if diff := cmp.Diff([]int{1, 1, 1}, attempts); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
	})
}

func TestDeadLetters(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, c := t.Context(), newClock()
		q := newQueue(db, c)
		works := false
		var lasts []bool
		jobs.Handle(q, "x", func(_ context.Context, j jobs.Job[letter]) error {
			lasts = append(lasts, j.IsLast())
			if works {
				return nil
			}
			return errors.New("still \x00broken " + strings.Repeat("è", 3000))
		})
		one := jobs.Insert{Kind: "x", Payload: letter{}, Unique: "k", MaxAttempts: 3}
		enqueue(t, db, q, one)
		for range 5 {
			_ = q.Drain(ctx)
			c.Advance(time.Hour)
		}
		if diff := cmp.Diff([]bool{false, false, true}, lasts); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		dead, err := q.Dead(ctx)
		if err != nil || len(dead) != 1 || dead[0].Attempts != 3 || !strings.HasPrefix(dead[0].Error, "still �broken") {
			t.Fatalf("Dead = %+v, %v", dead, err)
		}
		if err := q.Retry(ctx, "nothing"); problem.KindOf(err) != problem.NotFound {
			t.Errorf("Retry of nothing = %v", err)
		}
		enqueue(t, db, q, one) // the key is free again
		if err := q.Retry(ctx, dead[0].ID); problem.KindOf(err) != problem.Conflict {
			t.Errorf("Retry beside a newer job = %v", err)
		}
		works = true
		drain(t, q)
		if err := q.Retry(ctx, dead[0].ID); err != nil {
			t.Errorf("Retry = %v", err)
		}
		drain(t, q)
		wantStats(t, q, jobs.Stats{})
	})
}

func TestDismiss(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := newQueue(db, newClock())
		jobs.Handle(q, "x", func(context.Context, jobs.Job[letter]) error { return errors.New("broken") })
		enqueue(t, db, q, jobs.Insert{Kind: "x", Payload: letter{}, MaxAttempts: 1})
		_ = q.Drain(t.Context())
		wantStats(t, q, jobs.Stats{Dead: 1})
		dead, err := q.Dead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		dismiss := func() error {
			return db.Update(t.Context(), func(tx *database.Tx) error { return q.Dismiss(t.Context(), tx, dead[0].ID) })
		}
		if err := dismiss(); err != nil {
			t.Fatal(err)
		}
		wantStats(t, q, jobs.Stats{})
		if err := dismiss(); problem.KindOf(err) != problem.NotFound {
			t.Errorf("second Dismiss = %v", err)
		}
	})
}

// Finish is part of the handler's transaction: a failure undoes both.
func TestFinishWithTheEffect(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		q := newQueue(db, c)
		followed := 0
		jobs.Handle(q, "follow", func(context.Context, jobs.Job[letter]) error { followed++; return nil })
		jobs.Handle(q, "effect", func(ctx context.Context, j jobs.Job[letter]) error {
			err := db.Update(ctx, func(tx *database.Tx) error {
				if err := j.Finish(ctx, tx); err != nil {
					return err
				}
				if err := q.Enqueue(ctx, tx, jobs.Insert{Kind: "follow", Payload: letter{}}); err != nil {
					return err
				}
				if j.Attempt == 1 {
					return errors.New("step 2 failed")
				}
				return nil
			})
			if err == nil {
				panic("a failure after the commit changes nothing")
			}
			return err
		})
		enqueue(t, db, q, jobs.Insert{Kind: "effect", Payload: letter{}})
		_ = q.Drain(t.Context())
		wantStats(t, q, jobs.Stats{Scheduled: 1})
		c.Advance(time.Minute)
		_ = q.Drain(t.Context())
		wantStats(t, q, jobs.Stats{})
		if followed != 1 {
			t.Errorf("followed %d times, want 1", followed)
		}
	})
}

func TestEvery(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		turns := 0
		one, other := newQueue(db, c), newQueue(db, c)
		for _, q := range []*jobs.Queue{one, other} {
			q.Every("seal", time.Hour, func(context.Context) error { turns++; return nil })
		}
		steps := []struct {
			advance time.Duration
			want    int
		}{
			{0, 0}, {59 * time.Minute, 0}, {time.Minute, 1}, {30 * time.Minute, 1}, {30 * time.Minute, 2},
			{72*time.Hour + 10*time.Minute, 3}, // missed turns are not made up for
			{50 * time.Minute, 4},              // and the rhythm is kept
		}
		for i, step := range steps {
			c.Advance(step.advance)
			drain(t, one)
			drain(t, other)
			if turns != step.want {
				t.Fatalf("step %d: %d turns, want %d", i, turns, step.want)
			}
		}
	})
}

func TestEveryWithAShorterPeriod(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		old := newQueue(db, c)
		old.Every("seal", 30*24*time.Hour, func(context.Context) error { return nil })
		drain(t, old)
		turns := 0
		q := newQueue(db, c)
		q.Every("seal", time.Hour, func(context.Context) error { turns++; return nil })
		drain(t, q)
		c.Advance(time.Hour)
		drain(t, q)
		if turns != 1 {
			t.Errorf("%d turns after the new period, want 1", turns)
		}
	})
}

// Two thousand and some rows need more than one statement.
func TestEnqueueMany(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := newQueue(db, newClock())
		many := make([]jobs.Insert, 4500)
		for i := range many {
			many[i] = jobs.Insert{Kind: "x", Payload: letter{"a"}}
		}
		enqueue(t, db, q, many...)
		wantStats(t, q, jobs.Stats{Ready: 4500})
	})
}

func TestEnqueueRefuses(t *testing.T) {
	db := databasetest.SQLite(t)
	q := newQueue(db, newClock())
	for name, in := range map[string]jobs.Insert{
		"no kind":     {Payload: 1},
		"no JSON":     {Kind: "x", Payload: make(chan int)},
		"no priority": {Kind: "x", Priority: 7},
	} {
		err := db.Update(t.Context(), func(tx *database.Tx) error { return q.Enqueue(t.Context(), tx, in) })
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
