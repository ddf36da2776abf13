// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package events tells subscribers what has happened, without losing anything:
// it is the outbox of the house. Calls go down, events go up.
//
// Words: an event is a fact in the past tense, published in the transaction
// that made it true; a subscriber is a named piece of another package that wants
// to know; an envelope is an event on its way to one subscriber.
//
//	transaction ──Publish──▶ one job per subscriber ──commit──▶ each is handled alone
//
// Invariants:
//   - An event reaches every subscriber that the publishing process knows, at
//     least once, if and only if its transaction committed.
//   - The envelope's ID is the same for all subscribers and all attempts:
//     handlers are idempotent by it, or by what they write.
//   - Subscribers do not wait for each other; one that fails is tried again by
//     itself, and becomes a dead letter by itself.
//   - Names are stored in jobs: a kind or a subscriber that was released is not
//     renamed, and a field of an event is added, never changed.
//
// What it does not do: it keeps no history (that is audit's work), it has no
// order between events, and a subscriber that is new does not see old events.
package events
