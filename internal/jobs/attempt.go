// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"

	"pratica/internal/database"
)

// outcome is what becomes of a job after an attempt.
type outcome struct {
	claim      *claim
	state      string
	attempt    int
	runAt      time.Time
	finishedAt time.Time // zero: not finished
	lastError  string
	err        error // of the handler, when the attempt failed
}

// attempt calls the handler. work ends when the node must stop; an error after
// that is not the job's fault.
func (q *Queue) attempt(work context.Context, c *claim) outcome {
	h := q.handlers[c.kind]
	ctx, cancel := context.WithTimeout(work, h.timeout)
	defer cancel()
	err := q.call(ctx, h, c)
	if err != nil && work.Err() != nil {
		return q.giveBack(c)
	}
	return q.judge(h, c, err, rand.Float64())
}

// call turns a panic into an error. The stack goes to the log, the value only to
// the table: it may hold what a person typed.
func (q *Queue) call(ctx context.Context, h handler, c *claim) (err error) {
	defer func() {
		if v := recover(); v != nil {
			q.o.Log.ErrorContext(ctx, "job panicked", "kind", c.kind, "job", c.id, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return h.call(ctx, q, c)
}

// judge decides by the handler's answer; random, in [0,1), spreads the pauses.
func (q *Queue) judge(h handler, c *claim, err error, random float64) outcome {
	now := q.now()
	o := outcome{claim: c, attempt: c.attempt, runAt: c.runAt, finishedAt: now, lastError: text(err)}
	var again snooze
	var gone cancelled
	switch {
	case err == nil:
		o.state = "done"
	case errors.As(err, &again):
		o.state, o.attempt, o.runAt, o.finishedAt, o.lastError = "ready", c.attempt-1, now.Add(again.d), time.Time{}, ""
	case errors.As(err, &gone):
		o.state = "cancelled"
	case c.attempt >= c.maxAttempts:
		o.state, o.err = "dead", err
	default:
		o.state, o.err, o.runAt, o.finishedAt = "ready", err, now.Add(backoff(c.attempt, h.maxBackoff, random)), time.Time{}
	}
	return o
}

// giveBack makes the job ready for another node, as if never attempted here.
func (q *Queue) giveBack(c *claim) outcome {
	return outcome{claim: c, state: "ready", attempt: c.attempt - 1, runAt: c.runAt}
}

// backoff is the pause after the n-th failed attempt: 2 s, doubled each time up
// to the limit, give or take a fifth so that jobs that failed together part.
func backoff(n int, limit time.Duration, random float64) time.Duration {
	d := limit
	if n < 32 {
		d = min(limit, time.Second<<n)
	}
	return time.Duration(float64(d) * (0.8 + 0.4*random))
}

// text is an error as the table keeps it: bounded, and valid for PostgreSQL.
func text(err error) string {
	if err == nil {
		return ""
	}
	const limit = 2000
	s := err.Error()
	if len(s) > limit {
		s = s[:limit]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", "�")
}

// save writes the outcomes of a few attempts in one transaction.
func (q *Queue) save(ctx context.Context, all []outcome) error {
	var done []*claim
	var others []outcome
	for _, o := range all {
		switch {
		case o.claim.finished.Load(): // by the handler itself
		case o.state == "done":
			done = append(done, o.claim)
		default:
			others = append(others, o)
		}
	}
	if len(done)+len(others) == 0 {
		return nil
	}
	return q.db.Update(ctx, func(tx *database.Tx) error {
		for _, o := range others {
			if err := settle(ctx, tx, o); err != nil {
				return err
			}
		}
		return finishAll(ctx, tx, done, q.now())
	})
}

// report tells the log of failures, without what the error says.
func (q *Queue) report(o outcome) {
	if o.err == nil {
		return
	}
	level := q.o.Log.Warn
	if o.state == "dead" {
		level = q.o.Log.Error
	}
	level("job failed", "kind", o.claim.kind, "job", o.claim.id, "attempt", o.claim.attempt, "state", o.state)
}
