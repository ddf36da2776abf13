// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package search finds cases by any name, code, number or word that stands in them.
//
// Words. A document is what can be found of one case: a list of passages, each a piece of text from one place of the case (an answer,
// a card of a group, the name of a file, counsel). A word is a run of letters and digits, folded: without case, diacritics and
// apostrophes. A mark is what the index keeps of a document beside its words, so that rights and filters are part of the question. A
// hit is a case that answers a query; its place is the number that orders hits, the last filed first.
//
//	casework: opened, changed ──event──▶ Refresh ──▶ search_document ── passages ──▶ shown, highlighted in Go
//	                                                               └─ words ─────▶ FTS5 or tsvector, kept by the database itself
//
// Words are made here and not by the databases, whose rules differ: both are given the same words, hence both find the same. A
// name is found as it is written, also when it is joined or split ("D'Angelo", "dangelo", "D Angelo"; "De Luca", "deluca"; "Nicolò",
// "Nicolo'"). Prose is found by the stem of its words as well ("affitto", "affitti"); the stem of a name is not kept, or whoever
// looks for Mario would find Maria.
//
// Invariants:
//   - What a reader may not see is neither counted nor shown: rights are part of the query, and who is assigned is asked of the
//     cases themselves, because the index follows an assignment only after its event.
//   - A document is replaced whole, in one transaction, and never by an older version of its case.
//   - Every search is recorded in the audit trail, and so is every case of which a reader was shown something; the words that
//     were looked for are recorded nowhere.
//   - The index can always be made anew from the cases ([Service.Rebuild]).
//
// It does not read inside files, does not rank (the last filed comes first), and does not decide who may see what (port Rights).
package search
