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
// A key is the name under which an object waits that arrives piece by piece.
//
//	reader ──Put──▶ spool (hash, count, limit) ──fsync──▶ named object
//	                  │ cut, too large, no space
//	                  ▼
//	               nothing
//
//	pieces ─Append─▶ spool, under a key ──Settle: fsync──▶ named object
//	                  │ cut: what arrived stays, and Append goes on
//	                  ▼ Drop, Sweep
//	               nothing
//
// Invariants:
//   - when Put returns without error, the object survives a loss of power;
//   - when Put returns an error, no object was made and the spool is empty
//     (a crash may leave a spool file, which Sweep removes);
//   - an object is never overwritten: one that is there already is compared
//     by size and kept;
//   - bytes are streamed: the memory used does not grow with the file;
//   - the bytes of a key have one writer: the request that came last. They are
//     hashed as they arrive, so that settling does not read them again.
//
// A Shelf keeps files under names that its user chooses: backups, which are not
// of the body's records and are thrown away after their time.
//
// Two stores satisfy the same suite (objectstest): a folder on disk, and a
// bucket of an S3-compatible server. What the package does not do: it knows no
// file names, owners or media types (package documents does), and it deletes no
// object by itself: Remove is for what never became anybody's, and discarding is
// an act of preservation, by rule. The pieces of a key are on one node: a proxy
// before several keeps a person on the node where the upload began.
package objects
