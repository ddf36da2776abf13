// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package ids makes the identifiers of the system: UUIDv7 keys that sort by
// time, short codes that a person can type, and secret tokens of links.
//
// A short code names an application and never opens it; a token opens, and is
// stored only as its hash. Codes are random: they do not show how many
// applications there are.
package ids
