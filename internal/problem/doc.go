// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package problem holds the errors that a person may read.
//
// A problem is a kind, which decides how a face answers (an HTTP status, an
// exit code), and a code with arguments, which the face turns into a sentence
// in the reader's language (i18n key "problem.<code>"). All other errors are
// wrapped plainly; whoever renders them shows "internal" with a reference, so
// that no detail leaks.
//
// The package has no texts and no I/O. Errors are never matched by text.
package problem
