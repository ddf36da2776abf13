// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package fiscal reads and checks the Italian codice fiscale, the partita IVA and
// the IBAN.
//
// Words: a *code* is either personal (16 characters, DM 23 December 1976) or
// numeric (11 digits: a provisional code of a person, or that of a body; the
// partita IVA has the same check). *Omocodia* is the replacement of digits by
// letters when two people would have the same code.
//
// Invariants: a [Code] that [Parse] returned has the right shape, check
// character and a day that exists; [Code.Plain] is the same for every
// omocodic variant of one code.
//
// It never decides that a person is not who he says: [Code.Differences] lists
// what does not match, so that a form can ask for confirmation. It does not
// know which Belfiore codes were in use at a given date, and asks nobody whether a
// code was given or an account is open.
package fiscal
