// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package pdf sets a document in type: it turns a small model (title, blocks,
// footer) into the bytes of a PDF.
//
// Words: a document is what the caller says, in order; a block is one of its
// parts (heading, paragraph, pairs, list, table, notice, signature, spacer);
// the letterhead stands once, on top of the first page; the footer stands on
// each page.
//
// Invariants:
//   - the same document gives the same bytes: the instant in the file is the
//     one of the document, nothing is drawn from a clock or from chance, so a
//     digest of what was frozen can be computed again;
//   - no character is ever dropped: what the fonts cannot show, and what is
//     invisible, is printed as [U+XXXX]; a person's name is data;
//   - no text leaves its column: words that are too long are broken, tables
//     repeat their header on each page, rows higher than a page are continued.
//
// The fonts are Liberation Sans (SIL Open Font License 1.1, packed from module
// go-fonts/liberation): Latin, Greek, Cyrillic and Hebrew, with the measures of
// Arial. Each file embeds the glyphs that it uses, with a ToUnicode map, so
// that its text can be searched and read aloud.
//
// What the package does not do: no tagged PDF and no PDF/A (the writer that
// does replaces this one behind Writer), no translation, no knowledge of
// applications or cases.
package pdf
