// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// drainLease outlasts any handler: Drain does not renew, and its clock may be
// one that a test moves.
const drainLease = 24 * time.Hour

// Drain runs everything that is ready by the queue's clock, one job at a time
// and in order, also what those jobs enqueue and the periodic turns that are
// due, until nothing is left. It is for tests and for building a demo: there a
// job that fails is news, so the failures are returned, joined, after the rest
// has run.
func (q *Queue) Drain(ctx context.Context) error {
	q.draining.Lock()
	defer q.draining.Unlock()
	var failures []error
	for {
		o, err := q.drainOne(ctx)
		if err != nil {
			return errors.Join(append(failures, err)...)
		}
		if o.claim == nil {
			return errors.Join(failures...)
		}
		if o.err != nil {
			failures = append(failures, fmt.Errorf("jobs: %s %s, attempt %d: %w", o.claim.kind, o.claim.id, o.claim.attempt, o.err))
		}
	}
}

// drainOne runs one job; the outcome has no claim when there was none to run.
func (q *Queue) drainOne(ctx context.Context) (outcome, error) {
	if err := ctx.Err(); err != nil {
		return outcome{}, err
	}
	if _, err := q.schedule(ctx); err != nil {
		return outcome{}, err
	}
	if err := q.rescue(ctx); err != nil {
		return outcome{}, err
	}
	claims, _, err := q.claim(ctx, 1, drainLease)
	if err != nil || len(claims) == 0 {
		return outcome{}, err
	}
	o := q.attempt(ctx, claims[0])
	return o, q.save(context.WithoutCancel(ctx), []outcome{o})
}
