// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pratica/internal/database"
	"pratica/internal/lease"
)

// period is a task that comes round again.
type period struct {
	name  string
	every time.Duration
}

const (
	periodicPrefix = "periodic/"
	// periodicAttempts is few: the next turn does what a lost one did not.
	periodicAttempts = 10
	// pruneEvery is how often old jobs are looked for.
	pruneEvery = 10 * time.Minute
)

// Every runs do once per period in the whole installation, first one period
// from now, as a job of kind "periodic/<name>": with retries, a time-out and a
// dead letter like any other. A turn that is still unfinished when the next one
// comes is not doubled.
func (q *Queue) Every(name string, every time.Duration, do func(context.Context) error, options ...Option) {
	if every <= 0 {
		panic(fmt.Sprintf("jobs: period of %q is %s", name, every))
	}
	options = append([]Option{MaxBackoff(every)}, options...)
	Handle(q, periodicPrefix+name, func(ctx context.Context, _ Job[struct{}]) error { return do(ctx) }, options...)
	q.periods = append(q.periods, period{name, every})
}

// maintain does what one node does for all: periodic turns, rescue, pruning.
// Each statement is safe even when two nodes do it at once; the lease only
// spares the database the work of the others.
func (q *Queue) maintain(ctx context.Context) {
	keeper := lease.Keeper{DB: q.db, Node: q.o.Node, TTL: 10 * time.Second, Now: q.o.Now}
	failed := func(err error) { q.o.Log.Warn("maintenance of jobs was interrupted", "error", err) }
	_ = keeper.Run(ctx, "jobs", func(ctx context.Context, _ lease.Held) error { return q.maintenance(ctx) }, failed)
}

func (q *Queue) maintenance(ctx context.Context) error {
	var pruned time.Time
	for {
		if _, err := q.schedule(ctx); err != nil {
			return err
		}
		if err := q.rescue(ctx); err != nil {
			return err
		}
		if now := q.now(); now.Sub(pruned) >= pruneEvery {
			if err := q.prune(ctx, now.Add(-q.o.Keep)); err != nil {
				return err
			}
			pruned = now
		}
		if !pause(ctx, q.o.Poll) {
			return nil
		}
	}
}

// schedule enqueues the turns that are due and says how many.
func (q *Queue) schedule(ctx context.Context) (int, error) {
	if len(q.periods) == 0 {
		return 0, nil
	}
	next, err := q.turns(ctx)
	if err != nil {
		return 0, err
	}
	due := 0
	for _, p := range q.periods {
		at, known := next[p.name]
		now := q.now()
		switch {
		case !known:
			err = q.firstTurn(ctx, p, now.Add(p.every))
		case !at.After(now):
			due++
			err = q.turn(ctx, p, at, following(at, p.every, now))
		case at.Sub(now) > p.every: // a new release shortened the period
			err = q.moveTurn(ctx, p, at, now.Add(p.every))
		}
		if err != nil {
			return due, fmt.Errorf("periodic %s: %w", p.name, err)
		}
	}
	return due, nil
}

// following is the first turn after now that keeps the rhythm of the one at at.
// Turns that were missed are not made up for.
func following(at time.Time, every time.Duration, now time.Time) time.Time {
	return at.Add((now.Sub(at)/every + 1) * every)
}

// turn moves the row from at to next and enqueues the job in one transaction.
// Whoever moves the row has won the turn.
func (q *Queue) turn(ctx context.Context, p period, at, next time.Time) error {
	return q.db.Update(ctx, func(tx *database.Tx) error {
		err := move(ctx, tx, p.name, at, next)
		if errors.Is(err, errMoved) {
			return nil
		}
		if err != nil {
			return err
		}
		return q.Enqueue(ctx, tx, Insert{
			Kind: periodicPrefix + p.name, Payload: struct{}{}, Unique: p.name, MaxAttempts: periodicAttempts,
		})
	})
}

func (q *Queue) moveTurn(ctx context.Context, p period, at, next time.Time) error {
	err := q.db.Update(ctx, func(tx *database.Tx) error { return move(ctx, tx, p.name, at, next) })
	if errors.Is(err, errMoved) {
		return nil
	}
	return err
}
