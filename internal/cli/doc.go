// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package cli is the program as an operator types it: one file per subcommand.
//
// A command reads the configuration, opens the app and calls one verb of it.
// What a person needs goes to standard output; the log and errors go to
// standard error. Exit codes: 0 done, 1 failed or found a fault, 2 wrong usage or
// configuration.
package cli
