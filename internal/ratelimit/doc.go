// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package ratelimit counts how often something is tried and says when it may be tried again.
//
// Words. A limit has a name, a sustained rate (Events per Per) and a burst; a key names who or what is counted under it. The
// table of limits, with what the key of each one is, stands in limits.go; an administrator may override rate and burst, never the key.
//
// The algorithm is GCRA (a leaky bucket that needs one number per key), by throttled/throttled. The number lives in memory when one
// process serves the body, and in the database when several do: then a limit holds for all nodes together.
//
// Invariants:
//   - A refused attempt is not counted: who waits as told is always admitted.
//   - A key reaches the store only as a hash: addresses of people and machines are not kept.
//   - No limit is keyed so that a third party can shut out the owner of an account. Attempts at a password count per account
//     *and* network; only what proves knowledge of the password counts per account alone.
//   - When the store cannot answer, the attempt is refused with the store's error: a limit never fails open.
//
// The package does not know requests or proxies: the caller gives the client's address, already taken from the right header.
// Allow opens its own transaction, so it is never called inside one.
package ratelimit
