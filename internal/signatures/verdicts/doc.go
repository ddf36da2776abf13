// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package verdicts keeps what is known of the signatures of stored files, and the
// trusted lists by which they are judged.
//
// Words: a verdict is the report on one stored file with the evidence that it
// rests on; the index is the EU list of lists; a national list is one that the
// index names; a list is current when no newer one of its country is kept.
//
//	file stored ──Ask, same transaction──▶ waiting ──job──▶ judged
//	                                          ▲               │ nobody answered about a
//	                                          └── later ◀─────┘ certificate, or no list
//	Fetch (job) or Import (by hand) ──▶ lists ──▶ verdicts that lacked one are asked again
//
// Invariants:
//   - a list is kept only when it is signed by whom the index names, and the
//     index only by whom the operator accepted; older sequences never replace newer;
//   - the file was here when it was stored: what happened to a certificate later
//     does not undo its signature (DPCM 22 February 2013, art. 41);
//   - with the evidence, the lists and its time, a verdict is found again (Rejudge).
//
// What the package does not do: it refuses no file. Officials read the verdict and
// decide.
package verdicts
