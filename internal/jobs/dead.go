// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Letter is a job whose attempts are spent. Its payload is not shown: it may
// hold what only the handler should see.
type Letter struct {
	ID         string
	Kind       string
	Attempts   int
	CreatedAt  time.Time
	FinishedAt time.Time
	Error      string // of the last attempt; for the administrator only
}

// deadPage bounds the list on the screen; Stats counts them all.
const deadPage = 200

// Dead lists the dead letters, newest first, 200 at most.
func (q *Queue) Dead(ctx context.Context) (letters []Letter, err error) {
	defer problem.Wrap(&err, "jobs.Dead")
	err = q.db.View(ctx, func(tx *database.Tx) error {
		letters, err = deadLetters(ctx, tx, deadPage)
		return err
	})
	return letters, err
}

// Retry gives a dead letter all its attempts again. It says NotFound when there
// is no such letter, and Conflict when a newer job with its key is waiting.
func (q *Queue) Retry(ctx context.Context, id string) error {
	return q.db.Update(ctx, func(tx *database.Tx) error { return q.RetryIn(ctx, tx, id) })
}

// RetryIn is Retry in the caller's transaction, beside its audit entry.
func (q *Queue) RetryIn(ctx context.Context, tx *database.Tx, id string) (err error) {
	defer problem.Wrap(&err, "jobs.Retry(%s)", id)
	rows, err := revive(ctx, tx, id, q.now())
	switch {
	case errors.Is(err, database.ErrConflict):
		return problem.New(problem.Conflict, "jobs.newer_waiting").Because(err)
	case err != nil:
		return err
	case rows == 0:
		return problem.New(problem.NotFound, "jobs.not_dead")
	}
	tx.AfterCommit(q.wake)
	return nil
}

// Dismiss takes a dead letter off the list for good, in the caller's
// transaction, beside its audit entry.
func (q *Queue) Dismiss(ctx context.Context, tx *database.Tx, id string) (err error) {
	defer problem.Wrap(&err, "jobs.Dismiss(%s)", id)
	rows, err := dismiss(ctx, tx, id, q.now())
	if err == nil && rows == 0 {
		return problem.New(problem.NotFound, "jobs.not_dead")
	}
	return err
}

// Stats is the state of the queue in numbers, for metrics and readiness.
type Stats struct {
	Ready       int           // may run now
	Scheduled   int           // will run later, or after a pause
	Running     int           //
	Dead        int           // wait for a person
	OldestReady time.Duration // how long the oldest ready job has waited
}

// Stats counts. It reads the unfinished jobs only.
func (q *Queue) Stats(ctx context.Context) (s Stats, err error) {
	defer problem.Wrap(&err, "jobs.Stats")
	err = q.db.View(ctx, func(tx *database.Tx) error {
		s, err = count(ctx, tx, q.now())
		return err
	})
	return s, err
}
