// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
)

// Run works until ctx ends. Then it claims nothing more, lets running jobs end
// for StopWait, cancels what still runs, and gives it back. It returns an error
// only when handlers ignored even that; their jobs are rescued later.
func (q *Queue) Run(ctx context.Context) error {
	work, cancelWork := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelWork()
	r := &runner{
		q: q, work: work, running: map[*claim]time.Time{},
		slots: make(chan struct{}, q.o.Workers), results: make(chan outcome, q.o.Workers), over: make(chan struct{}),
	}
	var side sync.WaitGroup
	side.Go(func() { q.maintain(ctx) })
	side.Go(r.record)
	side.Go(r.renew)
	r.dispatch(ctx)
	err := r.stop(cancelWork)
	cancelWork()
	side.Wait()
	return err
}

// runner is one call of Run.
type runner struct {
	q       *Queue
	work    context.Context // ends when handlers must stop at once
	slots   chan struct{}   // one token per running handler
	results chan outcome    // never full: a handler that is late has no one to wait for
	over    chan struct{}   // closed when no more results are waited for

	mu      sync.Mutex
	running map[*claim]time.Time // until when each claim is renewed
}

// dispatch claims as much as there is room for, until ctx ends.
func (r *runner) dispatch(ctx context.Context) {
	var t turns
	for {
		r.q.giveWay(ctx, &t)
		free := r.reserve(ctx)
		if free == 0 {
			return
		}
		claims, next, err := r.q.claim(r.work, free, r.q.o.Lease)
		if err != nil {
			r.q.o.Log.Warn("jobs cannot be claimed", "error", err)
		}
		for _, c := range claims {
			r.start(c)
		}
		for range free - len(claims) {
			<-r.slots
		}
		if len(claims) < free {
			r.q.sleep(ctx, next)
		}
	}
}

// reserve waits for a free slot and takes all that are free; 0 when ctx ended.
func (r *runner) reserve(ctx context.Context) int {
	select {
	case <-ctx.Done():
		return 0
	case r.slots <- struct{}{}:
	}
	for n := 1; ; n++ {
		select {
		case r.slots <- struct{}{}:
		default:
			return n
		}
	}
}

// claim takes up to n ready jobs, best first. When it finds fewer it says after
// how long the next one becomes ready.
func (q *Queue) claim(ctx context.Context, n int, lease time.Duration) ([]*claim, time.Duration, error) {
	if len(q.kinds) == 0 {
		return nil, q.o.Poll, nil
	}
	ctx, cancel := context.WithTimeout(ctx, q.o.Lease) // later the claims would be over
	defer cancel()
	first, err := q.due(ctx)
	if err != nil {
		return nil, q.o.Poll, err
	}
	now, next := q.now(), q.o.Poll
	maps.DeleteFunc(first, func(_ int, at time.Time) bool {
		if wait := at.Sub(now); wait > 0 {
			next = min(next, wait)
			return true
		}
		return false
	})
	if len(first) == 0 {
		return nil, next, nil
	}
	var claims []*claim
	err = q.db.Update(ctx, func(tx *database.Tx) error {
		claims = nil
		token := q.o.Node + "/" + ids.New()
		for _, priority := range slices.Sorted(maps.Keys(first)) {
			more, err := q.take(ctx, tx, priority, n-len(claims), token, now, lease)
			claims = append(claims, more...)
			if err != nil || len(claims) == n {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, q.o.Poll, err
	}
	return claims, next, nil
}

// start runs one attempt in a slot that reserve took.
func (r *runner) start(c *claim) {
	h := r.q.handlers[c.kind]
	r.mu.Lock()
	// A handler that ignores its time-out is given up, and its job rescued.
	r.running[c] = r.q.now().Add(h.timeout + r.q.o.Lease)
	r.mu.Unlock()
	go func() { r.results <- r.q.attempt(r.work, c) }()
}

// record writes results, as many at a time as have gathered, and frees slots.
func (r *runner) record() {
	for {
		select {
		case <-r.over:
			return
		case o := <-r.results:
			batch := []outcome{o}
			for len(r.results) > 0 { // nobody else receives
				batch = append(batch, <-r.results)
			}
			r.saveAll(batch)
		}
	}
}

// saveAll tries until the results are written or the node must stop: a result
// that is lost means a job that runs twice.
func (r *runner) saveAll(batch []outcome) {
	ctx := context.WithoutCancel(r.work)
	for {
		err := r.q.save(ctx, batch)
		if err == nil || r.work.Err() != nil {
			break
		}
		r.q.o.Log.Warn("results of jobs cannot be written", "count", len(batch), "error", err)
		pause(r.work, r.q.o.Poll)
	}
	for _, o := range batch {
		r.q.report(o)
		r.mu.Lock()
		delete(r.running, o.claim)
		r.mu.Unlock()
		<-r.slots
	}
}

// renew keeps the leases of running jobs alive, four times per lease.
func (r *runner) renew() {
	for pause(r.work, r.q.o.Lease/4) {
		claims := r.alive()
		if len(claims) == 0 {
			continue
		}
		err := r.q.db.Update(r.work, func(tx *database.Tx) error {
			return extend(r.work, tx, claims, r.q.now().Add(r.q.o.Lease))
		})
		if err != nil && r.work.Err() == nil {
			r.q.o.Log.Warn("leases of jobs cannot be renewed", "count", len(claims), "error", err)
		}
	}
}

func (r *runner) alive() []*claim {
	r.mu.Lock()
	defer r.mu.Unlock()
	var claims []*claim
	for c, until := range r.running {
		if r.q.now().Before(until) {
			claims = append(claims, c)
		}
	}
	return claims
}

// stop waits for running jobs, then cancels them and waits a little more.
func (r *runner) stop(cancelWork context.CancelFunc) error {
	defer close(r.over)
	idle := r.reclaim(cap(r.slots), r.q.o.StopWait)
	if idle == cap(r.slots) {
		return nil
	}
	cancelWork()
	idle += r.reclaim(cap(r.slots)-idle, r.q.o.StopWait/4+time.Second)
	if busy := cap(r.slots) - idle; busy > 0 {
		return fmt.Errorf("jobs: %d handlers did not stop", busy)
	}
	return nil
}

// reclaim takes n slots back as they become free, for d at most, and tells how
// many it got.
func (r *runner) reclaim(n int, d time.Duration) int {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for got := range n {
		select {
		case r.slots <- struct{}{}:
		case <-timer.C:
			return got
		}
	}
	return n
}

// sleep waits for new work, for d, or for the end of ctx.
func (q *Queue) sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-q.woken:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// pause waits d and tells whether ctx still lasts.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
