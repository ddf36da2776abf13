// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package objects keeps files by their content: the name of a file is the
// SHA-256 digest of its bytes, so that a name can never come to mean other
// bytes and the same file is kept once.
//
// Words: an object is a sequence of bytes that was received whole; its digest
// is the SHA-256 in lower-case hexadecimal; the spool is the place where bytes
// wait while they are hashed, before they have a name.
//
//	reader ──Put──▶ spool (hash, count, limit) ──fsync──▶ named object
//	                  │ cut, too large, no space
//	                  ▼
//	               nothing
//
// Invariants:
//   - when Put returns without error, the object survives a loss of power;
//   - when Put returns an error, no object was made and the spool is empty
//     (a crash may leave a spool file, which Sweep removes);
//   - an object is never overwritten: one that is there already is compared
//     by size and kept;
//   - bytes are streamed: the memory used does not grow with the file.
//
// Two stores satisfy the same suite (objectstest): a folder on disk, and a
// bucket of an S3-compatible server. What the package does not do: it knows no
// file names, owners or media types (package documents does), and it deletes
// nothing that has a name: discarding is an act of preservation, by rule.
package objects
