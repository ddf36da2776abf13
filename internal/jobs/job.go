// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pratica/internal/database"
)

// Priority orders jobs that may run at the same time.
type Priority int

// The priorities. A lower one runs only when no higher one is ready.
const (
	Normal Priority = 0
	Urgent Priority = -1 // a person waits for it
	Bulk   Priority = 1  // imports, rebuilds: whenever there is room
)

// DefaultMaxAttempts, with the pauses between attempts, lasts about three days:
// a mail server that was down for a week-end loses nothing.
const DefaultMaxAttempts = 25

// Insert is a job to enqueue.
type Insert struct {
	Kind    string
	Payload any // becomes JSON
	// Unique, when not empty, makes this insert a no-op while a job of the same
	// kind and key is unfinished.
	Unique string
	// RunAt is the first instant at which it may run; zero means now.
	RunAt time.Time
	// MaxAttempts is how many times it may fail before it is a dead letter;
	// zero means DefaultMaxAttempts.
	MaxAttempts int
	Priority    Priority
}

// Job is one attempt, as its handler sees it.
type Job[T any] struct {
	ID          string
	Kind        string
	Attempt     int // from 1
	MaxAttempts int
	CreatedAt   time.Time
	Payload     T

	claim *claim
	queue *Queue
}

// IsLast tells that a failure of this attempt makes the job a dead letter.
func (j Job[T]) IsLast() bool { return j.Attempt >= j.MaxAttempts }

// Finish marks the job done in the handler's own transaction, so that effect
// and completion are one. It fails with ErrLost, and so must the transaction,
// when the job was given to another node meanwhile. The handler then returns
// nil. A Job that a test made by hand has nothing to finish.
func (j Job[T]) Finish(ctx context.Context, tx *database.Tx) error {
	if j.claim == nil {
		return nil
	}
	if err := finishOne(ctx, tx, j.claim, j.queue.now()); err != nil {
		return err
	}
	tx.AfterCommit(func() { j.claim.finished.Store(true) })
	return nil
}

// ErrLost says that the attempt is no longer ours: its node was taken for dead.
var ErrLost = errors.New("jobs: the attempt belongs to another node now")

type snooze struct{ d time.Duration }

func (s snooze) Error() string { return fmt.Sprintf("snoozed for %s", s.d) }

// Snooze, returned by a handler, runs the job again after d and does not count
// the attempt: the work was not to be done yet.
func Snooze(d time.Duration) error { return snooze{max(d, time.Millisecond)} }

type cancelled struct{ err error }

func (c cancelled) Error() string { return "cancelled: " + c.err.Error() }
func (c cancelled) Unwrap() error { return c.err }

// Cancel, returned by a handler, ends the job for good: the work makes no sense
// any more, for the reason err.
func Cancel(err error) error {
	if err == nil {
		err = errors.New("no reason given")
	}
	return cancelled{err}
}
