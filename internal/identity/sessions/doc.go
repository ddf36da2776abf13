// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package sessions keeps browser sessions in the database, for alexedwards/scs.
//
// Words. A session is a row found by the hash of the token in the browser's cookie; the token itself is not stored. It belongs to an
// account once its owner has signed in, and to nobody before. It is idle since its last request.
//
//	(no row) ── data put ──► anonymous ── SignIn: new token ──► signed in
//	                             │                                  │
//	                             └── idle too long, absolute end, End, SignOut ──► over ── Sweep ──► (no row)
//
// Invariants:
//   - A session that is over is never found again, and no request that was under way brings it back: an ended row stays until it
//     expires, and writing to it does nothing.
//   - A request that changes no data writes at most once a minute, to renew the idle time. A session therefore lasts up to a minute
//     less than its idle time after its last request, never more.
//   - Time is the store's clock alone; the expiry that scs computes from its own is not used.
//   - Signing in gives a new token, so that a token planted before is worth nothing after (session fixation).
//
// It does not know passwords or rights, and keeps no data of the pages: a draft that outlives its session is stored elsewhere.
package sessions
