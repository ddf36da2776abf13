// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package worklist is the officials' table of cases: filtered, sorted, counted
// and exported without reading the cases themselves.
//
// Words: an *item* is what the list shows of a case; a *seat* is a place from
// which cases are seen; an *entry* is a case as seen from one seat, with what
// lists are filtered and sorted by; a *query* is what somebody wants to see; a
// *span* is a stretch of days, or of names with one beginning; a *view* is a
// query that was saved.
//
//	casework: opened, changed ──▶ Refresh ──▶ item ── 1:n ── entry ── n:1 ── seat
//	                                                           ▲
//	actor ──▶ the seats he may sit on ──▶ query ──▶ one range of one index per seat
//
// The seats are where rights are applied: a case has an entry at the seat of all
// who see its whole kind, and one at the seat of each person assigned to it in a
// role. What is read, counted or exported starts from the seats of the reader,
// so that nothing which he may not see is ever counted.
//
// Speed is by construction: for each combination of what must be equal
// (procedure, state, urgent) and each order there is one index, and a page is
// its next rows (keyset, no OFFSET). A span that is not in the order of the list
// is sorted in memory while it holds at most 1,000 cases; a longer one makes the
// list follow the span's own order, and the page says so.
//
// Invariants:
//   - The tables repeat what casework and intake hold; Rebuild makes them again.
//   - A row is never replaced by an older version of its case.
//   - A count is exact up to 1,000; above, it says that there are more.
//   - A bulk act (*run*) is done by a job: each case is done, and said to be done, in one
//     transaction, with the rights that who asked has then. What became of each case is
//     kept for him. An assignment can be taken back while nobody acted on the case.
//   - An export is recorded in the audit log, without the text that was searched.
//
// It changes no case: acts on many cases go through casework.Act, one by one.
package worklist
