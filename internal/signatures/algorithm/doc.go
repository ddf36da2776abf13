// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package algorithm names digests and signature algorithms by their object
// identifiers, and verifies a signature value with a public key.
//
// An identifier that is not known is not an error of the file: it gives
// ErrUnsupported, and the signature is then "unknown", never "broken".
package algorithm
