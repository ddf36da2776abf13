// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package lease lets one node at a time do a thing, and tells every write of
// that node apart from those of its predecessors by a fencing term.
//
// Words: a lease is a named row; its holder is one run of one node; its term
// grows by one each time the lease changes hands. The trust window is the time,
// by the holder's own monotonic clock, in which it may believe that it holds:
// it starts before the question to the database and ends before the row does.
//
//	         acquire                    renew (term kept)
//	free ───────────────▶ held(term n) ◀──────┐
//	 ▲                      │    │ └──────────┘
//	 │ release, or expiry   │    └─ trust window over ─▶ lost: the work's context ends
//	 └──────────────────────┘
//
// Invariants:
//   - A contender takes a lease only Skew after its end, and a holder stops
//     Margin before its end, so that clocks may differ by Skew + Margin.
//   - Terms of one lease never repeat and never decrease.
//   - A node that was frozen (a paused machine) may wake and believe for an
//     instant that it still holds. What must not happen then is guarded by
//     Confirm in the same transaction as the write: that is what terms are for.
//
// What it does not do: it elects nobody in particular, it is not fair, and it
// does not notice that the work has stopped making progress.
package lease
