// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package config says what an operator can set: one struct, filled from four sources and checked before anything
// starts.
//
// Words. A setting has a dotted name ("smtp.host"), which is its path in the YAML file; the name of its environment
// variable follows from it (PRATICA_SMTP_HOST), and on the command line it is --set smtp.host=…
//
// Sources, each stronger than the one before:
//
//	default < YAML file < environment < command line
//
// A secret may also come from a file, as service managers hand it over: PRATICA_SMTP_PASSWORD_FILE names a file
// that holds the value of smtp.password.
//
// Invariants:
//   - An unknown name is an error in every source, with line and column in the file: a misspelt setting never
//     silently keeps its default.
//   - A secret is never shown by printing, logging or encoding the configuration; Reveal is the one way to read it.
//   - Check reports everything that is wrong at once, in words that say what to do.
//   - docs/configuration.md is written from the struct's own tags, and a test keeps it so.
//
// What it does not do: it holds nothing that an office decides (its name, its holidays, its procedures: those are
// data in the database), it opens no connection, and it does not watch the file for changes.
package config
