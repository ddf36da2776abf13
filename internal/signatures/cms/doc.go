// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package cms reads and verifies the Cryptographic Message Syntax (RFC 5652),
// of which CAdES (.p7m, .p7s; ETSI EN 319 122), the signatures inside a PDF and
// the tokens of time-stamp authorities are made.
//
// Words: a message is a SignedData; its content is what was signed, inside it
// or, when the message is detached, elsewhere; a signer is one SignerInfo, a
// counter-signer one that signed another signer's value.
//
//	file ─Read─▶ Message ─Verify─▶ per signer: integrity, verdict, level, warnings
//	              └─Content─▶ the signed document, read from the file in place
//
// Invariants:
//   - BER as it is met is read: indefinite lengths, strings in chunks in chunks,
//     lengths with leading zeros, base64 and PEM around it;
//   - the content is never held in memory: it is hashed in one pass, with each
//     digest that a signer uses;
//   - signed attributes count in their DER order (RFC 5652 §5.4). A value that
//     verifies only over the bytes as they came is broken, and is named so;
//   - what cannot be checked, for want of a certificate, of the data or of an
//     algorithm, is unknown: never intact, never broken;
//   - foreign bytes never make the package panic, recurse or allocate without
//     bound.
//
// What the package does not do: it knows no trust. Whose certificate it is and
// whether it stood at the time is asked elsewhere, with what this package found.
package cms
