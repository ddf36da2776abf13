// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// maxBatch bounds one durable transaction: memory, and the time that the last
// of a burst waits for the first.
const maxBatch = 1024

// entry is one filing on its way. Its outcome is written before done is closed
// and read only after.
type entry struct {
	id       string
	version  int64  // of the application that was checked
	content  []byte // what is filed
	received time.Time
	done     chan struct{}

	receipt Receipt
	err     error
}

// pool gathers filings while the previous batch is being written. There is no
// timer: the next batch forms during the commit of the one before.
type pool struct {
	commit func(batch []*entry) // sets the outcome of each entry
	now    func() time.Time

	mu      sync.Mutex
	waiting []*entry          // owned by mu; in order of arrival
	pending map[string]*entry // waiting or being committed, by application
	running bool              // a goroutine is committing
	rushed  time.Time         // when a batch last had many
}

func newPool(commit func([]*entry), now func() time.Time) *pool {
	return &pool{commit: commit, now: now, pending: map[string]*entry{}}
}

// Many are rushMembers in one batch; a rush lasts rushLasts beyond its last.
const (
	rushMembers = 4
	rushLasts   = 100 * time.Millisecond
)

// isRush tells that many file at once.
func (p *pool) isRush() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now().Sub(p.rushed) < rushLasts
}

// file waits for the outcome of a filing. An application that is already on its
// way is joined, so a double click is one filing. Taking the place in the order
// and the instant are one step, so numbers and instants never disagree. When ctx
// ends first, the filing goes on.
func (p *pool) file(ctx context.Context, e *entry) (Receipt, error) {
	p.mu.Lock()
	if other := p.pending[e.id]; other != nil {
		e = other
	} else {
		e.received = p.now()
		e.done = make(chan struct{})
		p.pending[e.id] = e
		p.waiting = append(p.waiting, e)
		if !p.running {
			p.running = true
			go p.run()
		}
	}
	p.mu.Unlock()
	select {
	case <-e.done:
		return e.receipt, e.err
	case <-ctx.Done():
		return Receipt{}, ctx.Err()
	}
}

// run commits batches until nobody waits.
func (p *pool) run() {
	for {
		runtime.Gosched() // let requests that are already readable join this batch
		batch := p.take()
		if batch == nil {
			return
		}
		p.commit(batch)
		p.settle(batch)
	}
}

func (p *pool) take() []*entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := min(len(p.waiting), maxBatch)
	if n == 0 {
		p.running = false
		return nil
	}
	batch := p.waiting[:n:n]
	p.waiting = p.waiting[n:]
	return batch
}

func (p *pool) settle(batch []*entry) {
	p.mu.Lock()
	for _, e := range batch {
		delete(p.pending, e.id)
	}
	if len(batch) >= rushMembers {
		p.rushed = p.now()
	}
	p.mu.Unlock()
	for _, e := range batch {
		close(e.done)
	}
}
