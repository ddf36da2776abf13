// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package identitytest builds a working identity service for tests: the real one, on the test's database, with a cheap password hash,
// a mailbox that keeps what was sent, rights that the test grants, a phone that shows codes, and a clock that the test moves.
//
// The fakes keep the promises of the ports that they stand for; they are not mocks and expect nothing.
package identitytest
