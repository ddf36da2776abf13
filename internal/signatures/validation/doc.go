// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package validation says what a signature is worth, once it is known that it is
// intact (ETSI EN 319 102-1): whose the certificate is, whether it stood when the
// signature was there, and whether it was qualified (ETSI TS 119 615).
//
// Words: an anchor is the certificate of a service in a trusted list; the chain
// goes from the signer to the anchor; a proof of existence is the earliest time
// at which the signature certainly was there: now, or that of a time stamp whose
// authority is trusted; evidence is everything that a verdict rests on.
//
//	signature ─▶ time stamps, the newest first: each must stand at the proof of
//	             existence that the ones after it give, and gives an earlier one
//	          ─▶ chain to an anchor? ── no ─▶ NO_CERTIFICATE_CHAIN_FOUND
//	          ─▶ each certificate: within its period, and not revoked, at the proof
//	             of existence? ── unknown ─▶ TRY_LATER, OUT_OF_BOUNDS_NO_POE, …
//	          ─▶ algorithms accepted then? ── no ─▶ CRYPTO_CONSTRAINTS_FAILURE_NO_POE
//	          ─▶ TOTAL-PASSED, with the qualification
//
// Invariants:
//   - nothing is called passed for want of an answer;
//   - the verdict depends on the signature, the trust, the policy and the
//     statements only: with the evidence and the same time it is the same again;
//   - nobody is asked about a certificate whose issuer is not trusted.
//
// What the package does not do: it verifies no signature value, and does not
// follow signature policies that a signer names.
package validation
