// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What callers may ask of an error, with errors.Is.
var (
	ErrNotFound = errors.New("database: no such row")
	ErrConflict = errors.New("database: such a row exists already")
	ErrBusy     = errors.New("database: locked by somebody else for too long")
	ErrReadOnly = errors.New("database: a read-only transaction cannot write")
	ErrNoSpace  = errors.New("database: the disk is full")

	// errRace is a transaction that lost a race and may be tried again.
	errRace = errors.New("database: lost a race")
)

// classify turns a driver's error into one of ours, keeping it as the cause.
func classify(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return because(liteKind(lite.Code()), err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return because(postgresKind(pg.Code), err)
	}
	return err
}

func because(kind, cause error) error {
	if kind == nil {
		return cause
	}
	return fmt.Errorf("%w: %w", kind, cause)
}

func liteKind(code int) error {
	switch code {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrConflict
	}
	switch code & 0xff { // the primary code of an extended one
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_READONLY:
		return ErrReadOnly
	case lib.SQLITE_FULL:
		return ErrNoSpace
	}
	return nil
}

func postgresKind(code string) error {
	switch code {
	case "23505": // unique_violation
		return ErrConflict
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return errRace
	case "55P03": // lock_not_available
		return ErrBusy
	case "25006": // read_only_sql_transaction
		return ErrReadOnly
	case "53100": // disk_full
		return ErrNoSpace
	}
	return nil
}
