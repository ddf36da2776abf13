// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package forms turns a procedure written as data into a form that people fill.
//
// Words: a *definition* is the compiled form of one YAML file (pages, sections,
// fields, attachments, ways of signing); a *version* is a definition stored in
// the database; *answers* are what a person typed, by field id; a *group* is a
// field that holds items, each with a stable key; a *part* is a field that a
// composite one (an address, a fiscal code) brings with it; a *check* is a rule
// across fields, an error or a warning; a *doubt* is a warning that the program
// has by itself, such as a fiscal code that is not of the person named beside it;
// a *slot* is a place for files.
//
// States of a version; at most one version of a slug is published:
//
//	        Import            Publish              Retire, or the
//	(file) --------> draft -----------> published ----------------> retired
//	                   ^                    ^     next one's Publish    |
//	                   |                    +---------------------------+
//	                   +-- the same bytes again: nothing changes  Publish
//
// Invariants:
//   - A definition does not change: it is named by the SHA-256 of its bytes, and
//     whatever was started on it goes on with it.
//   - Expressions (CEL) are type-checked when the definition is parsed and have
//     a cost limit when they run; no value depends on itself.
//   - A field that is not shown has no value: neither expressions nor summaries
//     see what was typed in it, although the draft keeps it.
//   - What was typed is never lost: a text that cannot be read is kept beside the
//     answers, and an item that was removed can be put back.
//   - The same answers have the same bytes and the same fingerprint.
//   - A value that an office adds to a table (a *threshold*) counts for days of
//     filing that come after it was added, and stays: the day of a filing tells
//     which value it used, whatever was added later.
//
// The package does not store answers or files, does not render, and does not
// read the key "workflow" of the file, which belongs to the casework.
package forms
