// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package audit records who did what to what, and when, so that a change of the
// record can be noticed afterwards by anybody who recomputes it.
//
// Words: an entry is one act, a reading by an official included; a chain is the
// entries about one thing, "case/<id>" or "admin", each hashed together with the
// one before; a head is the last entry of a chain; a seal fixes, in one hash,
// the heads that have changed since the seal before, and that seal.
//
//	chain case/a:  1 ◀─ 2 ◀─ 3 ◀─ 4            head 4
//	chain case/b:  1 ◀─ 2      │               head 2
//	                    │      │
//	          seal 1 ◀──┼── seal 2 ◀── …       the tip: worth keeping elsewhere
//
// Invariants:
//   - An entry is recorded in the transaction of the act, or the act did not happen.
//   - seq counts 1, 2, 3… in each chain, without a gap. Writers of one chain queue
//     on its head row; writers of different chains never meet.
//   - Entries, seals and their members are never changed or deleted: triggers
//     refuse it on both databases.
//   - No personal data: actors and subjects are identifiers, details are codes.
//
// What Verify finds: a changed, missing, inserted or moved entry; a head that
// does not match; a chain cut after its last seal; a changed or missing seal.
// Somebody who can write the database could cut entries that no seal covers yet,
// or recompute everything: the first is bounded by sealing often, the second is
// found by comparing with a Tip that was kept elsewhere.
//
// What it does not do: it decides no rights, and it is no log of errors.
package audit
