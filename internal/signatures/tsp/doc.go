// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package tsp asks time-stamp authorities for tokens (RFC 3161).
//
// Words: a token is an authority's word that a digest existed at a time; a nonce is
// a number that the answer repeats, so that an old answer is not taken for it.
//
// Invariants:
//   - a token is returned only when it is over the digest that was asked about,
//     repeats the nonce, and is signed by a certificate that is made for stamping;
//   - authorities are asked in turn: the next when one does not answer rightly.
//
// What the package does not do: whether an authority is to be believed is asked
// when signatures are judged (package validation). It counts no quota.
package tsp
