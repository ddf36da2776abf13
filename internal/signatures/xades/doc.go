// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package xades reads and verifies signatures in XML (XML-DSig, and XAdES as of
// ETSI EN 319 132): enveloped, enveloping and detached, of documents of their
// own and inside containers.
//
// Words: a reference says what is signed, and by which steps its bytes are made
// (transforms); the signed properties are what the signer states of the
// signature itself; external data are files beside the document, asked for by
// name.
//
// Invariants, most of them against wrapping (a right signature over something
// that is not what the reader sees):
//   - an identifier stands once in the document, or nothing refers to it;
//   - signed properties count only inside the signature that they qualify;
//   - no document type, no entities; depth, elements, references and size are
//     limited, so that work grows with the size of the file;
//   - a transform that is not known leaves the signature unknown, not broken.
//
// It knows no trust: a right signature is INDETERMINATE for want of a chain.
package xades
