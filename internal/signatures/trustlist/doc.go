// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package trustlist reads the trusted lists of the member states (ETSI TS 119
// 612, formats 5 and 6) and answers what a certificate was worth at a time (ETSI
// TS 119 615).
//
// Words: a list has providers of trust services; a service is named by the
// certificate of who issues; its periods are its states in time, the newest
// first; a qualifier of a period says more of some of its certificates.
//
// Invariants:
//   - a list counts only when its own signature is intact and over the whole of
//     it; by whom it must be signed is the caller's to say;
//   - what a list says of a time before its first period is nothing.
package trustlist
