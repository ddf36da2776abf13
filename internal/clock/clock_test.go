// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package clock_test

import (
	"sync"
	"testing"
	"time"

	"pratica/internal/clock"
)

func TestManual(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	// Summer time ends on 25 October 2026.
	start := time.Date(2026, time.October, 24, 9, 30, 0, 0, rome)
	tests := []struct {
		name string
		move func(*clock.Manual)
		want time.Time
	}{
		{"stands still", func(*clock.Manual) {}, start},
		{"advances", func(c *clock.Manual) { c.Advance(time.Minute) }, start.Add(time.Minute)},
		{"is set back", func(c *clock.Manual) { c.Set(start.Add(-time.Hour)) }, start.Add(-time.Hour)},
		{"reaches a later instant", func(c *clock.Manual) { c.Reach(start.Add(time.Hour)) }, start.Add(time.Hour)},
		{"never reaches back", func(c *clock.Manual) { c.Reach(start.Add(-time.Hour)) }, start},
		{"keeps the hour when days pass", func(c *clock.Manual) { c.Pass(1) }, time.Date(2026, time.October, 25, 9, 30, 0, 0, rome)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := clock.At(start)
			tt.move(c)
			if got := c.Now(); !got.Equal(tt.want) {
				t.Errorf("Now() = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestManualIsShared(t *testing.T) {
	c := clock.At(time.Time{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { c.Advance(time.Second); c.Now() })
	}
	wg.Wait()
	if got := c.Now().Sub(time.Time{}); got != 8*time.Second {
		t.Errorf("moved by %v, want 8s", got)
	}
}
