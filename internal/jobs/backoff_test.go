// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"testing"
	"time"
)

func TestBackoff(t *testing.T) {
	tests := []struct {
		name     string
		failures int
		random   float64
		want     time.Duration
	}{
		{"first, middle", 1, 0.5, 2 * time.Second},
		{"first, least", 1, 0, 1600 * time.Millisecond},
		{"fourth", 4, 0.5, 16 * time.Second},
		{"limit", 20, 0.5, 6 * time.Hour},
		{"no overflow", 1000, 0.5, 6 * time.Hour},
	}
	for _, test := range tests {
		if got := backoff(test.failures, 6*time.Hour, test.random); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// The default number of attempts outlasts a week-end.
func TestAttemptsLastThreeDays(t *testing.T) {
	var total time.Duration
	for n := 1; n < DefaultMaxAttempts; n++ {
		total += backoff(n, 6*time.Hour, 0)
	}
	if total < 52*time.Hour {
		t.Errorf("attempts end after %v at the earliest", total)
	}
}
