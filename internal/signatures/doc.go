// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package signatures recognises signed files, judges their signatures, and
// takes the signed document out of them.
//
// Words: a signed file is what somebody uploads; its content is the document
// that was signed; the frozen document is the one that we asked to sign. CAdES
// (.p7m, RFC 5652 and ETSI EN 319 122) is an envelope around the content; PAdES
// (ETSI EN 319 142) is a revision added at the end of the PDF that is signed.
//
//	upload ──Recognise──▶ CAdES ──unwrap, up to 10 deep──▶ content ══ frozen?
//	                 ├──▶ PAdES ── frozen + added revisions, each signed? ──▶
//	                 ├──▶ Detached, XAdES, ASiC ──▶ named refusal with advice
//	                 └──▶ None ──▶ "not signed"
//
//	any file ──Inspect──▶ cms │ pades │ xades │ asic, layer by layer ──▶ report
//	                                     trustlist ── whose certificate? ──┘
//
// Invariants:
//   - a file matches only when the very bytes that were frozen are what the
//     signature is over; likeness is never enough;
//   - foreign bytes never make the package panic, recurse or allocate without
//     bound: depth, elements, chunks and decoded text are limited;
//   - a content is not copied: it is read from the upload, chunk by chunk.
//
// What the package does not do yet: it asks nobody whether a certificate was
// revoked, so that no signature is called valid; and what an upload matches is
// not yet judged by Inspect, so that whoever shows a match says "signature not
// yet verified". It stores nothing.
package signatures
