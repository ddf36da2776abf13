// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package backup copies a whole body, encrypted, to a place of its own every
// night, and makes a body again from such a copy.
//
// Words: a set is one copy: every row of one snapshot, the keys and texts of the
// data folder, and the list of files. The shelf is where sets are: a folder or a
// bucket. A copy of a file stands beside the sets once, however many name it. The
// index of a set is what may be known of it without a key: sizes and digests of
// what stands on the shelf, sealed. An identity is the private key that opens a
// set; it is not on the server, which only knows its public half, the recipient
// (age, X25519).
//
//	sets/<name>.pratica   age( gzip( tar ))          see pack.go
//	sets/<name>.json      the index; a set without one was not finished
//	files/<2>/<name>      age( bytes of one file )
//
//	 snapshot ─▶ rows ─▶ new files copied ─▶ list ─▶ set put ─▶ index put ─▶ old sets removed
//	     a crash before the index: the next run begins again, and finds the files that were copied
//
// Invariants:
//   - A set holds one instant of the database. The files are listed after it, so that
//     each file that a row names is in the list, unless it was removed meanwhile.
//   - The index is put last, so what has an index is whole.
//   - A file is copied again unless an index that bears our seal says which bytes
//     its copy has, and the shelf holds as many.
//   - A set younger than its time is never removed, and the newest never at all.
//   - A restored body is compared with the sums that the set was closed with; what
//     was cut or changed on the shelf is refused before anything is written.
//   - One run at a time in the installation, by lease.
//
// The names of copies are made with a key, so that whoever reads the shelf cannot
// ask whether a known document is there. What the package does not do: it does not
// copy the configuration, and whoever can write on the shelf and knows the public
// recipient can put a set of his own there: the seal tells the body itself, and
// the audit tip that each set prints tells whoever kept an earlier one.
package backup
