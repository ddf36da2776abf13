// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package asic verifies the signatures in associated signature containers
// (ETSI EN 319 162): ZIP files that hold documents and their signatures, and
// signed OpenDocument files, which are laid out alike.
//
//	ASiC-S  one document at the root, META-INF/signature.p7s or signatures.xml
//	ASiC-E  many documents, META-INF/ASiCManifest*.xml with a .p7s each, or *signatures*.xml
//
// Invariants:
//   - an entry has one name, or the container is refused: two readers would
//     show two documents;
//   - entries, their sizes and how much they grow when opened are limited;
//   - a document that no signature covers is named in a warning.
package asic
