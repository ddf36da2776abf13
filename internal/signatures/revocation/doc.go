// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package revocation tells whether a certificate was revoked, from what its
// issuer says: lists (CRL, RFC 5280) and answers (OCSP, RFC 6960).
//
// Words: a statement is one list or one answer, in DER; a status is what a
// statement says of one certificate, once its signature was verified with the
// issuer's key, or with a key that the issuer made for answering.
//
//	certificate ──▶ Source ──▶ statements ──Read, About──▶ status
//	                  ├ Online: asks the addresses in the certificate, and remembers
//	                  ├ Kept: those found in a signed file, or kept with a verdict
//	                  └ Both: one after the other
//
// Invariants:
//   - a statement that is not signed by whom it must be says nothing;
//   - no statement is asked for longer than Online.Patience, and no answer is
//     read beyond a limit;
//   - what was asked is kept as it came, so that a verdict can be found again
//     years later.
//
// What the package does not do: it judges no signature. Delta lists and lists of
// other issuers (indirect ones) are not read: they say nothing.
package revocation
