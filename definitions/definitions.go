// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package definitions holds the procedures that come with the program, as data:
// they are fixtures of the tests, the demonstration, and examples for authors.
package definitions

import "embed"

// Files has each procedure as <name>.yaml, and complete answers of invented
// people as samples/<slug>-<name>.json.
//
//go:embed *.yaml samples
var Files embed.FS
