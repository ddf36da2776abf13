// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package belfiore knows the municipalities of Italy and the foreign states by
// their Belfiore code, the four characters that a codice fiscale and the land
// registry call a place by.
//
// Words: a *place* is a municipality or a state under one name in one province,
// for the days on which that was so; one code has several over time. A name is
// *folded* when case, marks, blanks and apostrophes are gone.
//
// Invariants: places never change while the program runs; the order of an answer
// is that of the codes, then of the days.
//
// The data, places.tsv.gz, are under CC BY 4.0: italia/anpr, Ministero
// dell'interno, ISTAT. Municipalities are those known in spring 2023, ceased ones
// included, states those of November 2018: so a form warns, and never refuses,
// where a place is not found. The package does not know streets or postcodes.
package belfiore
