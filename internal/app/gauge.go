// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"sync"
	"time"
)

// gauge answers "is there room?" without asking the disk at each request. A
// second is short enough: the reserve is far larger than what arrives in one.
type gauge struct {
	check func(context.Context) error
	now   func() time.Time

	mu    sync.Mutex
	at    time.Time // of the last look; owned by mu
	found error
}

const gaugeLasts = time.Second

func (g *gauge) Room(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := g.now(); now.Sub(g.at) >= gaugeLasts || now.Before(g.at) {
		g.found, g.at = g.check(ctx), now
	}
	return g.found
}
