// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package jobs runs work in the background, durably: a job is enqueued in the
// transaction that causes it, and runs until it succeeds or a person must look.
//
// Words: a kind names what is to be done and has one handler per process; an
// attempt is one call of the handler; a claim is an attempt in the hands of one
// node, with a lease that its node renews; a dead letter is a job whose attempts
// are spent; to drain is to run everything that is ready, here and now.
//
//	             claim               nil
//	enqueue ─▶ ready ───▶ running ─────────────▶ done ──────┐
//	            ▲  ▲         │ │  Cancel          prune     │ prune
//	            │  │         │ └─────────────▶ cancelled ───┴──────▶ (gone)
//	            │  └─────────┤ error with attempts left (after a pause),
//	            │            │ Snooze, stop of the node, lost node
//	            │            ▼ error with none left
//	            └────────── dead ──▶ cancelled
//	               Retry         Dismiss
//
// Invariants:
//   - A job exists if and only if its transaction committed. It runs at least
//     once; handlers are therefore idempotent, or call Job.Finish in the
//     transaction of their effect, which makes the two one.
//   - Of the jobs of one kind with the same Unique key, one at most is ready or
//     running; a further one is ignored. "Refresh X" needs care: what changed
//     after a running job looked is not seen by it, so such a job must not be
//     unique, or must be keyed by the version that it is to see.
//   - A node that dies loses its claims when their leases end, and another node
//     rescues them; the lost attempt counts. A node that stops in order gives
//     back what it could not end; such an attempt does not count.
//   - A result is written only by the claim that is still in force.
//   - Only kinds with a handler are claimed: an older release leaves the jobs of
//     a newer one alone.
//   - While people wait for the database (GiveWay) a node claims nothing for five
//     seconds, then works for as long: it is slowed down, never stopped.
//   - A periodic task runs once per period in the whole installation, and once
//     after a time in which all nodes were down.
//   - Errors of handlers are kept in the table, for the administrator, and never
//     logged: they may name people.
//
// Order: by priority, then by the instant from which a job may run, then by
// age. It is an order of start, and only within a node; nothing promises that
// one job ends before another starts.
//
// What it does not do: it keeps no results, it has no dependencies between jobs
// (a job enqueues the next in its own transaction), and it does not limit rates.
package jobs
