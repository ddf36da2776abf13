// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// Gather answers many look-ups by key with few transactions: those that arrive
// while a round is being read are the next round. There is no timer, so a single
// look-up waits for nobody. Each sees what was committed before it began.
type Gather[K comparable, V any] struct {
	db *DB
	// read returns what it finds of the keys, of which one may be there twice.
	read func(ctx context.Context, tx *Tx, keys []K) (map[K]V, error)

	mu      sync.Mutex
	next    *round[K, V] // owned by mu; nil: nobody waits
	running bool         // a goroutine is reading
}

// round is one transaction of look-ups. found and err are written before done is
// closed, and read only after.
type round[K comparable, V any] struct {
	keys  []K
	asked map[K]bool
	done  chan struct{}

	found map[K]V
	err   error
}

// NewGather makes a Gather that reads with read.
func NewGather[K comparable, V any](db *DB, read func(ctx context.Context, tx *Tx, keys []K) (map[K]V, error)) *Gather[K, V] {
	return &Gather[K, V]{db: db, read: read}
}

// Get looks a key up; ErrNotFound when there is nothing.
func (g *Gather[K, V]) Get(ctx context.Context, key K) (value V, err error) {
	r := g.join(key)
	select {
	case <-r.done:
	case <-ctx.Done():
		return value, ctx.Err()
	}
	if r.err != nil {
		return value, r.err
	}
	value, ok := r.found[key]
	if !ok {
		return value, ErrNotFound
	}
	return value, nil
}

func (g *Gather[K, V]) join(key K) *round[K, V] {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.next == nil {
		g.next = &round[K, V]{asked: map[K]bool{}, done: make(chan struct{})}
	}
	r := g.next
	if !r.asked[key] {
		r.asked[key] = true
		r.keys = append(r.keys, key)
	}
	if !g.running {
		g.running = true
		go g.run()
	}
	return r
}

// run reads rounds until nobody waits.
func (g *Gather[K, V]) run() {
	for {
		runtime.Gosched() // let look-ups that are already on their way join
		r := g.take()
		if r == nil {
			return
		}
		r.found, r.err = g.readAll(r.keys)
		close(r.done)
	}
}

func (g *Gather[K, V]) take() *round[K, V] {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.next
	g.next = nil
	g.running = r != nil
	return r
}

// gatherTimeout bounds one round; the look-ups have their own, shorter patience.
const gatherTimeout = 30 * time.Second

// gatherPage bounds the keys of one statement.
const gatherPage = 512

func (g *Gather[K, V]) readAll(keys []K) (map[K]V, error) {
	ctx, cancel := context.WithTimeout(context.Background(), gatherTimeout)
	defer cancel()
	found := make(map[K]V, len(keys))
	err := g.db.View(ctx, func(tx *Tx) error {
		for len(keys) > 0 {
			n := min(len(keys), gatherPage)
			page, err := g.read(ctx, tx, padded(keys[:n]))
			if err != nil {
				return err
			}
			for k, v := range page {
				found[k] = v
			}
			keys = keys[n:]
		}
		return nil
	})
	return found, err
}

// padded repeats the last key up to a power of two, so that statements come in
// ten lengths, which the database keeps prepared, and not in five hundred.
func padded[K any](keys []K) []K {
	n := 1
	for n < len(keys) {
		n *= 2
	}
	full := make([]K, n)
	for i := range full {
		full[i] = keys[min(i, len(keys)-1)]
	}
	return full
}
