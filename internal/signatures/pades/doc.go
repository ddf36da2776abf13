// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package pades verifies the signatures inside a PDF (ISO 32000-1 §12.8, ETSI
// EN 319 142), and says what was changed after them.
//
// Words: a revision is the file up to the end of one of its updates; a
// signature covers its revision but for its own value; the signed revision is
// what the signer saw, whatever the file shows now.
//
//	file ─▶ objects of the last revision ─▶ signatures ─▶ ranges, digest, CMS
//	                     └─ beside those of each signed revision ─▶ what changed
//
// Invariants:
//   - a signature covers everything from the first byte but exactly the bytes of
//     its value, as they stand in its own dictionary (signature wrapping);
//   - what came after the signed revision is named: signatures, time stamps and
//     validation data are no change; annotations and filled fields are a
//     warning; pages or what they show, and the signature itself, are a failure;
//   - foreign bytes are read by a reader of our own that counts its steps, so
//     that it ends: there is no need to run it where it can be killed.
//
// The reader knows what signatures need of PDF (cross-reference tables and
// streams, object streams, Flate); it shows nothing and repairs little.
package pades
