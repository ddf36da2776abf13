// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package privacy gives a person a copy of what the body holds about them, and
// keeps the register of who asked for one and when it was answered.
//
// Words: a request is that of GDPR art. 15; the copy is the ZIP made for it; what is
// one's own is an application of which the person is the applicant, with its case; a
// mention is an application of somebody else in which the person is named.
//
//	      Ask                    (job)              Answered
//	───────────▶ preparing ───────────────▶ ready ───────────▶ answered
//	                 │                        │                 the copy is removed
//	                 └────── Extend: two months more, once, with the reason
//
// Invariants:
//   - The answer is due in one month (GDPR art. 12 para. 3), computed when it is asked.
//   - Of an application of somebody else only the part about the person is copied:
//     the others in it have rights of their own (art. 15 para. 4).
//   - Every application that goes into a copy has the reading in its audit chain. The
//     audit names a request by its number, never the person.
//   - Every table of the database is in Tables, with what a copy has of it or why it has
//     nothing; a test compares the list with the migrated database.
//
// If we crash while a copy is made, the job makes it anew; bytes that became nobody's
// file are collected.
//
// What it does not do: it identifies nobody, which is for the administrator before
// asking; it corrects and erases nothing. It knows no table of others: each package
// says what it holds (ports.go).
package privacy
