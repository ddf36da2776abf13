// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package lots sends what was decided to the offices that the law names, in
// lots that never change.
//
// Words: a *kind* is a sort of recipient of a procedure, such as "the court",
// with what it is told of each case: both are declared by the procedure. A
// *recipient* is one of them by name; a case without one is *missing* it. An
// *item* is a case in a lot. A *lot* is what one recipient got of one period. A
// *correction* is what the recipient has to know of a case that he was told of
// already; it goes in a *supplement*. A correction that says "no longer yours"
// is a *withdrawal*. The *manifest* lists a lot, with the hash of each file.
//
//	        Changed                 Close
//	case ───────────▶ due (pending) ─────▶ item of a closed lot
//	                    ▲    │ no longer       │ what was sent differs
//	                    │    ▼ so              ▼
//	                    └─ nothing     due as correction ─Close─▶ item of a supplement
//
// Invariants:
//   - A case is in at most one lot of each kind, and each correction of it in one
//     supplement: the primary key of lots_item says so.
//   - A correction follows what it corrects, without a gap.
//   - A closed lot is never changed or deleted: triggers refuse it on both
//     databases. Its manifest and list are stored as they were sent.
//   - Numbers of lots have no gap within a year.
//   - A lot covers whole days that are over, and lots of one recipient do not
//     overlap.
//   - Closing is one transaction: lot, items, files, audit entries.
//
// It knows no procedure and no form: what a recipient gets of a case it asks of
// a port. It sends nothing: the office delivers the archive by its own channel,
// and writes a *sending*: on which day, by which means, under which number of
// the protocol register. What was written of a sending is never changed either.
package lots
