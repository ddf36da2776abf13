// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package discard ends the keeping of closed cases whose time has passed (scarto), and
// leaves the proof that they were there.
//
// Words: the rule of a procedure is how long its closed cases are kept after their last
// act, as the body decided or else as its definition says; without either they are kept
// for ever. A hold keeps one case whatever its rule (a lawsuit, an inspection); a case may
// have several. A list is what is discarded together; its ground is the act by which it
// was authorised (D.Lgs. 42/2004 art. 21 c. 1 d, for public archives).
//
//	Propose            Authorise             Run              (job, case by case)
//	───────▶ proposed ───────────▶ authorised ─────▶ running ─────────────────────▶ done
//	             │    Withdraw          │
//	             └──────────┬───────────┘
//	                        ▼
//	                    withdrawn
//
// Invariants:
//   - Nothing is discarded by itself: a person proposes, an act outside of the program
//     authorises, a person starts.
//   - A case is discarded whole, in one transaction, with its entry in the audit chain:
//     every package forgets its part (ports.go). A case that was touched or held since it
//     was listed is left, and the list says why.
//   - What stays proves what was there: code, number, instant and fingerprint of the filing,
//     acts with their instants and authors, outcome, the digest and size of each file, the
//     audit chain, and the list. No name, no address, no word that anybody wrote.
//
// If we crash, the job goes on with the next case of its list.
//
// What it does not do: backups made before still have the data until they expire; who
// restores one runs the list again. It does not ask anybody for the authorisation.
package discard
