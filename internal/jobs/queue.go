// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Options of a queue. All but Now have defaults.
type Options struct {
	// Now is the clock by which jobs become ready. Required.
	Now func() time.Time
	// Node names this process to a person who looks at the table.
	Node string
	// Workers is how many jobs run at once.
	Workers int
	// Poll is how long a job that another process enqueued may wait unseen.
	// Those of this process are seen at once.
	Poll time.Duration
	// Lease is how long after the death of its node a job is rescued.
	Lease time.Duration
	// StopWait is how long Run lets running jobs end before it cancels them.
	StopWait time.Duration
	// Keep is how long finished jobs stay in the table.
	Keep time.Duration
	Log  *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		panic("jobs: Options.Now is missing")
	}
	setDefault(&o.Node, "node")
	setDefault(&o.Workers, 4*runtime.NumCPU())
	setDefault(&o.Poll, time.Second)
	setDefault(&o.Lease, 30*time.Second)
	setDefault(&o.StopWait, 20*time.Second)
	setDefault(&o.Keep, 24*time.Hour)
	setDefault(&o.Log, slog.New(slog.DiscardHandler))
	return o
}

func setDefault[T comparable](option *T, value T) {
	var zero T
	if *option == zero {
		*option = value
	}
}

// Queue is the work of one body. Handlers are registered before Run or Drain;
// after that it is safe for concurrent use.
type Queue struct {
	db       *database.DB
	o        Options
	handlers map[string]handler
	kinds    []string // the keys of handlers, sorted
	periods  []period
	woken    chan struct{}
	isRush   func() bool // nil: never
	draining sync.Mutex
}

// New returns a queue without handlers: it can enqueue, and runs nothing.
func New(db *database.DB, o Options) *Queue {
	return &Queue{db: db, o: o.withDefaults(), handlers: map[string]handler{}, woken: make(chan struct{}, 1)}
}

func (q *Queue) now() time.Time { return q.o.Now() }

// Now is the clock of the queue, which those who build on it share.
func (q *Queue) Now() time.Time { return q.now() }

// handler is what is to be done for a kind, with the payload's type erased.
type handler struct {
	call       func(context.Context, *Queue, *claim) error
	timeout    time.Duration
	maxBackoff time.Duration
}

// Option adjusts how the jobs of one kind are run.
type Option func(*handler)

// Timeout bounds one attempt; its context ends then. The default is a minute.
func Timeout(d time.Duration) Option { return func(h *handler) { h.timeout = d } }

// MaxBackoff bounds the pause between two attempts. The default is six hours.
func MaxBackoff(d time.Duration) Option { return func(h *handler) { h.maxBackoff = d } }

// Handle registers what is to be done for a kind. A second handler for the same
// kind is a mistake of the programmer, and panics.
//
// A handler must stop soon after its context ends, and be idempotent or use
// Job.Finish. An error or a panic is a failed attempt.
func Handle[T any](q *Queue, kind string, do func(context.Context, Job[T]) error, options ...Option) {
	if _, taken := q.handlers[kind]; taken || kind == "" {
		panic(fmt.Sprintf("jobs: kind %q has a handler already, or no name", kind))
	}
	h := handler{timeout: time.Minute, maxBackoff: 6 * time.Hour}
	for _, option := range options {
		option(&h)
	}
	h.call = func(ctx context.Context, q *Queue, c *claim) error {
		job := Job[T]{ID: c.id, Kind: c.kind, Attempt: c.attempt, MaxAttempts: c.maxAttempts, CreatedAt: c.createdAt, claim: c, queue: q}
		if err := json.Unmarshal([]byte(c.payload), &job.Payload); err != nil {
			return fmt.Errorf("payload: %w", err)
		}
		return do(ctx, job)
	}
	q.handlers[kind] = h
	q.kinds = append(q.kinds, kind)
	slices.Sort(q.kinds)
}

// Enqueue adds a job to the transaction: it runs after the commit, or never.
func (q *Queue) Enqueue(ctx context.Context, tx *database.Tx, in Insert) error {
	return q.EnqueueAll(ctx, tx, []Insert{in})
}

// EnqueueAll adds many jobs with as few statements as the databases allow.
func (q *Queue) EnqueueAll(ctx context.Context, tx *database.Tx, all []Insert) (err error) {
	defer problem.Wrap(&err, "jobs.Enqueue")
	if len(all) == 0 {
		return nil
	}
	rows := make([]row, len(all))
	for i, in := range all {
		if rows[i], err = q.row(in); err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(rows, maxRows) {
		if err := insert(ctx, tx, chunk); err != nil {
			return err
		}
	}
	tx.AfterCommit(q.wake)
	return nil
}

func (q *Queue) row(in Insert) (row, error) {
	if in.Kind == "" {
		return row{}, fmt.Errorf("a job without a kind")
	}
	if in.Priority < Urgent || in.Priority > Bulk {
		return row{}, fmt.Errorf("%s: no such priority: %d", in.Kind, in.Priority)
	}
	payload, err := json.Marshal(in.Payload)
	if err != nil {
		return row{}, fmt.Errorf("%s: payload: %w", in.Kind, err)
	}
	now := q.now()
	setDefault(&in.MaxAttempts, DefaultMaxAttempts)
	if in.RunAt.IsZero() {
		in.RunAt = now
	}
	return row{id: ids.New(), payload: string(payload), createdAt: now, Insert: in}, nil
}

// wake tells Run of this process that there is something to look at. A signal
// that is already pending covers this one.
func (q *Queue) wake() {
	select {
	case q.woken <- struct{}{}:
	default:
	}
}
