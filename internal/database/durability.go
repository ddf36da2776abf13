// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"fmt"
	"strings"
)

// CheckDurability reads the settings in force and says which of them would let
// an acknowledged transaction be lost. The process must not serve when it
// fails. In fast mode, which only the test suite uses, it says so.
func (db *DB) CheckDurability(ctx context.Context) error {
	settings := sqliteDurable
	if db.dialect == PostgreSQL {
		settings = postgresDurable
	}
	var faults []string
	for _, s := range settings {
		got, err := db.setting(ctx, s.query)
		if err != nil {
			return err
		}
		if !s.accepts(got) {
			faults = append(faults, fmt.Sprintf("%s is %q, must be %s", s.name, got, s.want))
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("database: not durable: %s", strings.Join(faults, "; "))
	}
	return nil
}

type durableSetting struct {
	name, query, want string
	accepts           func(string) bool
}

func is(want string) func(string) bool { return func(got string) bool { return got == want } }

func not(unwanted string) func(string) bool { return func(got string) bool { return got != unwanted } }

var sqliteDurable = []durableSetting{
	{"journal_mode", "PRAGMA journal_mode", "wal", is("wal")},
	{"synchronous", "PRAGMA synchronous", "2 (FULL) or 3 (EXTRA)", func(got string) bool { return got == "2" || got == "3" }},
	{"foreign_keys", "PRAGMA foreign_keys", "1", is("1")},
}

var postgresDurable = []durableSetting{
	{"fsync", "SHOW fsync", "on", is("on")},
	{"full_page_writes", "SHOW full_page_writes", "on", is("on")},
	{"synchronous_commit", "SHOW synchronous_commit", "anything but off", not("off")},
}

// setting reads one setting as text, on the writer's connection.
func (db *DB) setting(ctx context.Context, query string) (string, error) {
	var got any
	if err := db.write.QueryRowContext(ctx, query).Scan(&got); err != nil {
		return "", fmt.Errorf("database: %s: %w", query, classify(err))
	}
	if b, ok := got.([]byte); ok {
		return string(b), nil
	}
	return fmt.Sprint(got), nil
}
