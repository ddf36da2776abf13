// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/jobs"
)

// node is a queue that runs, as one process would.
type node struct {
	q      *jobs.Queue
	cancel context.CancelFunc
	ended  chan error
}

func start(t *testing.T, q *jobs.Queue) *node {
	ctx, cancel := context.WithCancel(context.Background())
	n := &node{q: q, cancel: cancel, ended: make(chan error, 1)}
	go func() { n.ended <- q.Run(ctx) }()
	t.Cleanup(cancel)
	return n
}

func (n *node) stop(t *testing.T) error {
	t.Helper()
	n.cancel()
	return receive(t, n.ended)
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came in 20 seconds")
		panic("unreachable")
	}
}

// eventually polls until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); !holds(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("not in 20 seconds: %s", what)
		}
	}
}

func realQueue(db *database.DB, change func(*jobs.Options)) *jobs.Queue {
	o := jobs.Options{Now: time.Now, Workers: 4, Poll: 20 * time.Millisecond, StopWait: 5 * time.Second, Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&o)
	}
	return jobs.New(db, o)
}

// Three nodes share a thousand jobs; each runs once.
func TestNodesShareTheWork(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		const count = 1000
		var mu sync.Mutex
		ran := map[int]int{}
		all := make(chan struct{})
		var nodes []*node
		for range 3 {
			q := realQueue(db, nil)
			jobs.Handle(q, "n", func(_ context.Context, j jobs.Job[int]) error {
				mu.Lock()
				defer mu.Unlock()
				if ran[j.Payload]++; len(ran) == count && ran[j.Payload] == 1 {
					close(all)
				}
				return nil
			})
			nodes = append(nodes, start(t, q))
		}
		many := make([]jobs.Insert, count)
		for i := range many {
			many[i] = jobs.Insert{Kind: "n", Payload: i}
		}
		enqueue(t, db, nodes[0].q, many...)
		receive(t, all)
		for _, n := range nodes {
			if err := n.stop(t); err != nil {
				t.Error(err)
			}
		}
		for i, times := range ran {
			if times != 1 {
				t.Errorf("job %d ran %d times", i, times)
			}
		}
		wantStats(t, nodes[0].q, jobs.Stats{})
	})
}

// A job of this process is seen at its commit, not at the next poll.
func TestWakeAfterCommit(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := realQueue(db, func(o *jobs.Options) { o.Poll = time.Hour })
		ran := make(chan string)
		jobs.Handle(q, "x", func(_ context.Context, j jobs.Job[letter]) error {
			ran <- j.Payload.To
			return nil
		})
		n := start(t, q)
		for _, to := range []string{"a", "b"} {
			enqueue(t, db, q, jobs.Insert{Kind: "x", Payload: letter{to}})
			if got := receive(t, ran); got != to {
				t.Fatalf("ran %q, want %q", got, to)
			}
		}
		if err := n.stop(t); err != nil {
			t.Fatal(err)
		}
	})
}

// A job that becomes ready between two polls does not wait for the second.
func TestReadyBetweenPolls(t *testing.T) {
	db := databasetest.SQLite(t)
	q := realQueue(db, func(o *jobs.Options) { o.Poll = time.Hour })
	ran := make(chan struct{})
	jobs.Handle(q, "x", func(context.Context, jobs.Job[letter]) error { close(ran); return nil })
	n := start(t, q)
	enqueue(t, db, q, jobs.Insert{Kind: "x", RunAt: time.Now().Add(150 * time.Millisecond)})
	receive(t, ran)
	if err := n.stop(t); err != nil {
		t.Fatal(err)
	}
}

// A stop lets a running job end.
func TestStopWaits(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := realQueue(db, nil)
		running, end := make(chan struct{}), make(chan struct{})
		jobs.Handle(q, "x", func(ctx context.Context, _ jobs.Job[letter]) error {
			close(running)
			<-end
			return ctx.Err()
		})
		n := start(t, q)
		enqueue(t, db, q, jobs.Insert{Kind: "x"})
		receive(t, running)
		n.cancel()
		close(end)
		if err := n.stop(t); err != nil {
			t.Fatal(err)
		}
		wantStats(t, q, jobs.Stats{})
	})
}

// A job that does not end in time is cancelled, given back, and not counted.
func TestStopCancelsAndGivesBack(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := realQueue(db, func(o *jobs.Options) { o.StopWait = 20 * time.Millisecond })
		running := make(chan int, 1)
		wait := func(ctx context.Context, j jobs.Job[letter]) error {
			running <- j.Attempt
			<-ctx.Done()
			return ctx.Err()
		}
		jobs.Handle(q, "x", wait)
		n := start(t, q)
		enqueue(t, db, q, jobs.Insert{Kind: "x", MaxAttempts: 1})
		receive(t, running)
		if err := n.stop(t); err != nil {
			t.Fatal(err)
		}
		next := realQueue(db, func(o *jobs.Options) { o.StopWait = 20 * time.Millisecond })
		jobs.Handle(next, "x", wait)
		m := start(t, next)
		if attempt := receive(t, running); attempt != 1 {
			t.Errorf("attempt %d after the restart, want 1", attempt)
		}
		if err := m.stop(t); err != nil {
			t.Fatal(err)
		}
	})
}

// A handler that ignores its context does not keep the process from ending.
func TestStopWithoutTheHandler(t *testing.T) {
	db := databasetest.SQLite(t)
	q := realQueue(db, func(o *jobs.Options) { o.StopWait = 20 * time.Millisecond })
	running, end := make(chan struct{}), make(chan struct{})
	defer close(end)
	jobs.Handle(q, "x", func(context.Context, jobs.Job[letter]) error {
		close(running)
		<-end
		return nil
	})
	n := start(t, q)
	enqueue(t, db, q, jobs.Insert{Kind: "x"})
	receive(t, running)
	if err := n.stop(t); err == nil {
		t.Fatal("Run says that all handlers stopped")
	}
}

// The jobs of a node that died run elsewhere, and its late result is refused.
func TestRescue(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		frozen, other := newQueue(db, c), newQueue(db, c)
		var attempts []int
		jobs.Handle(other, "x", func(_ context.Context, j jobs.Job[letter]) error {
			attempts = append(attempts, j.Attempt)
			return nil
		})
		var late error
		jobs.Handle(frozen, "x", func(ctx context.Context, j jobs.Job[letter]) error {
			c.Advance(48 * time.Hour) // the node sleeps with the job in hand
			drain(t, other)
			late = db.Update(ctx, func(tx *database.Tx) error { return j.Finish(ctx, tx) })
			return errors.New("too late to matter")
		})
		enqueue(t, db, frozen, jobs.Insert{Kind: "x"})
		_ = frozen.Drain(t.Context())
		if len(attempts) != 1 || attempts[0] != 2 {
			t.Errorf("attempts elsewhere: %v, want [2]", attempts)
		}
		if !errors.Is(late, jobs.ErrLost) {
			t.Errorf("Finish by the frozen node = %v, want ErrLost", late)
		}
		wantStats(t, other, jobs.Stats{})
	})
}

// A lost attempt counts: a job that kills its node does not do so for ever.
func TestRescueOfTheLastAttempt(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		deadly, other := newQueue(db, c), newQueue(db, c)
		jobs.Handle(deadly, "x", func(ctx context.Context, j jobs.Job[letter]) error {
			c.Advance(48 * time.Hour)
			drain(t, other)
			return nil
		})
		enqueue(t, db, deadly, jobs.Insert{Kind: "x", MaxAttempts: 1})
		_ = deadly.Drain(t.Context())
		wantStats(t, other, jobs.Stats{Dead: 1})
	})
}

// A long job is not rescued while its node lives.
func TestLeaseIsRenewed(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var runs atomic.Int32
		running, end := make(chan struct{}, 9), make(chan struct{})
		var nodes []*node
		for range 2 {
			q := realQueue(db, func(o *jobs.Options) { o.Lease = 1200 * time.Millisecond })
			jobs.Handle(q, "x", func(context.Context, jobs.Job[letter]) error {
				runs.Add(1)
				running <- struct{}{}
				<-end
				return nil
			})
			nodes = append(nodes, start(t, q))
		}
		enqueue(t, db, nodes[0].q, jobs.Insert{Kind: "x"})
		receive(t, running)
		over := time.NewTimer(3 * time.Second)
		select {
		case <-running:
			t.Error("the job runs twice")
		case <-over.C:
		}
		close(end)
		for _, n := range nodes {
			if err := n.stop(t); err != nil {
				t.Error(err)
			}
		}
		if n := runs.Load(); n != 1 {
			t.Errorf("%d runs, want 1", n)
		}
	})
}

// The node rescues, prunes and schedules by itself, and a time-out ends an attempt.
func TestRunMaintains(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := realQueue(db, func(o *jobs.Options) { o.Keep = time.Nanosecond })
		turns := make(chan struct{}, 100)
		q.Every("tick", 30*time.Millisecond, func(context.Context) error { turns <- struct{}{}; return nil })
		expired := make(chan error, 1)
		jobs.Handle(q, "slow", func(ctx context.Context, _ jobs.Job[letter]) error {
			<-ctx.Done()
			expired <- ctx.Err()
			return ctx.Err()
		}, jobs.Timeout(30*time.Millisecond))
		enqueue(t, db, q, jobs.Insert{Kind: "slow", MaxAttempts: 1})
		n := start(t, q)
		for range 3 {
			receive(t, turns)
		}
		if err := receive(t, expired); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("context ended with %v", err)
		}
		eventually(t, "the slow job is dead", func() bool {
			s, err := q.Stats(t.Context())
			return err == nil && s.Dead == 1
		})
		if err := n.stop(t); err != nil {
			t.Fatal(err)
		}
		n = start(t, q) // pruning is the first thing that a new holder does
		eventually(t, "finished jobs are pruned", func() bool { return countJobs(t, db, "done") <= 1 })
		if err := n.stop(t); err != nil {
			t.Fatal(err)
		}
	})
}

func countJobs(t *testing.T, db *database.DB, state string) int {
	t.Helper()
	var n int
	err := db.View(t.Context(), func(tx *database.Tx) error {
		return tx.Get(t.Context(), "SELECT COUNT(*) FROM job WHERE state = $1", []any{state}, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A kind that this release does not know waits for one that does.
func TestUnknownKindWaits(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		q := newQueue(db, newClock())
		jobs.Handle(q, "known", func(context.Context, jobs.Job[letter]) error { return nil })
		enqueue(t, db, q, jobs.Insert{Kind: "future"}, jobs.Insert{Kind: "known"})
		drain(t, q)
		wantStats(t, q, jobs.Stats{Ready: 1})
	})
}
