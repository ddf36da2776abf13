// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package apptest

import (
	"context"
	"net"
	"testing"
	"time"

	"pratica/internal/app"
)

// Serve serves the body as operators do, jobs and listeners included, until the test ends.
func Serve(t testing.TB, a *app.App) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); ; {
		if c, err := net.Dial("tcp", a.Config.Listen); err == nil {
			_ = c.Close()
			return
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the body ended before it was served: %v", err)
		case <-late:
			t.Fatal("the body is not served after 30 seconds")
		case <-tick.C:
		}
	}
}
