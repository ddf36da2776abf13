// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package pdf sets a document in type: it turns a small model (title, blocks,
// footer) into the bytes of a PDF that can be kept for ever and read aloud.
//
// Words: a document is what the caller says, in order; a block is one of its
// parts (heading, paragraph, pairs, list, table, notice, signature, spacer);
// the letterhead stands once, on top of the first page; the footer stands on
// each page. An element is a node of the structure that a reader aloud follows;
// a mark says of each piece of a page which element it belongs to, or that it is
// an artifact, which is left out (rules, fills, footers, watermark, headers
// repeated on the pages after).
//
// Invariants:
//   - each file conforms to PDF/A-2a (ISO 19005-2) and to PDF/UA-1 (ISO 14289-1)
//     at once; one that carries data to PDF/A-3a (ISO 19005-3) in place of the
//     former. The structure is that of ISO 32000-1 14.7 and 14.8, and reads in
//     the order of the blocks;
//   - no heading skips a level, be the caller's what they may; no element of
//     text is empty;
//   - the same document gives the same bytes: the instant in the file is the
//     one of the document, its identifier is made of its content, nothing is
//     drawn from a clock or from chance, so a digest of what was frozen can be
//     computed again;
//   - no character is ever dropped: what the fonts cannot show, and what is
//     invisible, is printed as [U+XXXX]; a person's name is data;
//   - no text leaves its column: words that are too long are broken, tables
//     repeat their header on each page, rows higher than a page are continued;
//   - text that is copied or read aloud is the text that was given: spaces stand
//     at the ends of lines too, a word that was divided ends in a soft hyphen.
//
// From document to file:
//
//	Document ─ blocks ─> sheet (lines, places) ─> pages of operators, each piece marked
//	                       └─> elements ─────────> structure ┐
//	                       └─> typefaces ────────> subsets ──┴─> file
//
// The fonts are Liberation Sans (SIL Open Font License 1.1, packed from module
// go-fonts/liberation): Latin, Greek, Cyrillic and Hebrew, with the measures of
// Arial. Each file embeds the glyphs that it uses, with a map to characters.
//
// Words of running Italian text are divided by the rules of UNI 6461, where a
// line would be left short; names, codes and what stands in titles, labels and
// answers never are.
//
// What the package does not do: no shaping (scripts whose letters join), no
// links, forms or outline, no signature, no translation, no knowledge of
// applications or cases.
package pdf
