// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package eventstest lets tests see what was published.
package eventstest

import (
	"context"
	"sync"

	"pratica/internal/events"
)

// Collector is a subscriber that remembers.
type Collector[E events.Event] struct {
	mu  sync.Mutex
	all []E
}

// Collect subscribes to E under the name "collector". What it has seen is known
// after the queue was drained.
func Collect[E events.Event](bus *events.Bus) *Collector[E] {
	c := &Collector[E]{}
	events.On(bus, "collector", func(_ context.Context, e events.Envelope[E]) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.all = append(c.all, e.Event)
		return nil
	})
	return c
}

// All returns the events seen, in the order in which they came.
func (c *Collector[E]) All() []E {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]E(nil), c.all...)
}
