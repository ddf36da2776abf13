// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package clock

import (
	"sync"
	"time"
)

// Manual is a clock that moves only when told. Its zero value shows the zero
// time.
type Manual struct {
	mu  sync.Mutex
	now time.Time // owned by mu
}

// At makes a clock that shows an instant.
func At(instant time.Time) *Manual { return &Manual{now: instant} }

// Now is the instant that the clock shows.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to an instant, which may be an earlier one.
func (m *Manual) Set(instant time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = instant
}

// Reach moves the clock forward to an instant; it never moves it back.
func (m *Manual) Reach(instant time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if instant.After(m.now) {
		m.now = instant
	}
}

// Advance moves the clock by a duration.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// Pass lets whole days pass: the hour of the day stays, in the zone of the
// instant that the clock was set to.
func (m *Manual) Pass(days int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.AddDate(0, 0, days)
}
