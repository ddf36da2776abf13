// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package static serves the style sheets, fonts, icons and modules that the pages load.
//
// Words: an *asset* has a plain name ("app.css") by which a template asks for it, and a public path
// ("/static/app-3F7A2C9E.css") whose name holds the digest of its content. A path therefore never changes
// its content, and browsers may keep it for a year.
//
// The files come from dist, which `make frontend` fills and which is not committed: manifest.json maps names
// to files, and every file that gains from it stands there also as .br and .gz, compressed once at build time.
// A binary built while dist is empty serves the few files of plain instead: its pages are complete but plain.
//
// Invariants: what is served is embedded at build time, so a path found in a page is always answered by the
// same binary; a name without an asset has the empty path, and templates leave the element out.
//
// The package does not serve files of applicants (see documents) and reads nothing from disk at run time.
package static
