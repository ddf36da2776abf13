// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package jobs

import (
	"context"
	"time"
)

// Turns of a queue that gives way.
const (
	waitTurn = 5 * time.Second // how long it waits at most
	workTurn = 5 * time.Second // how long it then works, whoever else is waiting
	look     = 20 * time.Millisecond
)

// GiveWay makes Run claim nothing while isRush says that people wait for the
// database, for five seconds at most; then it works for as long. Each result of
// a job is a durable write, behind which theirs would queue. It is called before
// Run; Drain gives no way.
func (q *Queue) GiveWay(isRush func() bool) { q.isRush = isRush }

// turns remembers whose turn it is. Its zero value is ours.
type turns struct{ waited, worked time.Time } // when each began; zero: not now

// giveWay returns when it is the turn of jobs, or ctx ended.
func (q *Queue) giveWay(ctx context.Context, t *turns) {
	for q.isRush != nil && q.isRush() {
		now := q.now()
		if !t.worked.IsZero() && now.Sub(t.worked) < workTurn {
			return
		}
		if t.waited.IsZero() {
			*t = turns{waited: now}
		}
		if now.Sub(t.waited) >= waitTurn {
			*t = turns{worked: now}
			return
		}
		if !pause(ctx, look) {
			return
		}
	}
	*t = turns{}
}
