// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package database opens the one store of a body, SQLite or PostgreSQL, and
// runs the same SQL text on both.
//
// Words: View is a read-only snapshot, Update a read-write transaction; there
// is no other way in. SQL is the portable subset with $1 placeholders; a
// fragment /*pg: FOR UPDATE SKIP LOCKED */ is opened on PostgreSQL alone.
// Instants are UTC with microseconds (Time). Migrations are the numbered files
// of migrations/, up only; a file named NNNN_x.sqlite.sql or
// NNNN_x.postgres.sql runs on its database alone.
//
// Invariants:
//   - The function given to Update may run more than once (a lost race is
//     tried again), so it has no effect outside the transaction; what must
//     follow a commit is given to Tx.AfterCommit.
//   - When Update returns nil the transaction is on stable storage:
//     synchronous=FULL in WAL mode on SQLite, synchronous_commit on PostgreSQL.
//     CheckDurability proves the settings at start. Only the test suite's
//     fast mode (Options.Fast) is exempt.
//   - A View refuses writes, on both databases.
//   - Drivers' errors leave as ErrNotFound, ErrConflict, ErrBusy, ErrReadOnly,
//     ErrNoSpace or plainly wrapped; no caller names a driver.
//
// SQLite has two pools on one file: one writer whose transactions start
// immediate (a deferred one that reads and then writes fails at once with
// BUSY_SNAPSHOT, which busy_timeout does not cover), and query_only readers.
// The file must not be opened by other means in the same process: closing any
// descriptor of it drops the process's POSIX locks.
//
// The package knows no table; each capability's store.go does.
package database
