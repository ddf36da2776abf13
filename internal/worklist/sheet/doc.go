// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package sheet writes tables that a spreadsheet opens, row by row, as they are
// read: CSV as Italian spreadsheets want it, and XLSX.
//
// No text of a cell is ever a formula: what a person typed into a form must not
// be computed, or fetched, by whoever opens the file. In CSV a text that begins
// like a formula gets an apostrophe; in XLSX it is text by its type.
//
// Invariants: memory does not grow with the rows; a file that was not closed is
// not valid. It does not read tables, and knows no formats of numbers beside
// whole numbers and days.
package sheet
