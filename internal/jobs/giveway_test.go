// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"testing"
	"time"

	"pratica/internal/clock"
)

// A rush that does not end gets turns of five seconds, and so do the jobs.
func TestTurnsDuringARush(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	hand := clock.At(start)
	q := New(nil, Options{Now: hand.Now})
	rush := true
	q.GiveWay(func() bool {
		hand.Advance(500 * time.Millisecond) // each look takes so long
		return rush
	})
	var turn turns
	last, held, claims := start, 0, 0
	for hand.Now().Before(start.Add(21 * time.Second)) {
		q.giveWay(t.Context(), &turn)
		gap := hand.Now().Sub(last)
		if gap > waitTurn+time.Second {
			t.Errorf("the queue was held for %s", gap)
		}
		if gap >= waitTurn {
			held++
		}
		claims, last = claims+1, hand.Now()
	}
	if held != 3 || claims < 15 {
		t.Errorf("from 0 to 25 s the queue was held %d times and claimed %d times", held, claims)
	}
	rush = false
	before := hand.Now()
	q.giveWay(t.Context(), &turn)
	if took := hand.Now().Sub(before); took > time.Second {
		t.Errorf("without a rush the queue waited %s", took)
	}
}
