// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package cscsim is a remote-signature service for tests: it speaks the API of the
// Cloud Signature Consortium, versions 1.0.4 and 2, on loopback.
//
// Words are those of package csc. A holder is a person with a key; whoever signs in
// at the service chooses who he is, and the service believes him: it is a test.
//
// Invariants, as a service that makes qualified signatures has them (SCAL 2):
//   - activation data sign the very hashes that were authorised, once, for a
//     minute;
//   - a code is good once, and for the credential for which it was sent;
//   - a token is of one holder, and knows his credentials only.
package cscsim
