// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"embed"
	"fmt"
	"hash/crc32"
	"io/fs"
	"path"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var embedded embed.FS

// Step is one migration: its number, file, and whether it has run.
type Step struct {
	Number  int64
	File    string
	Applied bool
}

// Migrate brings the schema to this release. Several nodes may call it at once:
// on PostgreSQL an advisory lock lets one pass; SQLite serves one node, and a
// transaction per file. It refuses a schema newer than this program.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.migrator(ctx)
	if err != nil {
		return err
	}
	if err := db.refuseNewer(ctx, p); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("database: migrate: %w", err)
	}
	return nil
}

// Plan lists the migrations and which of them have run.
func (db *DB) Plan(ctx context.Context) ([]Step, error) {
	p, err := db.migrator(ctx)
	if err != nil {
		return nil, err
	}
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("database: migrations: %w", err)
	}
	steps := make([]Step, len(status))
	for i, s := range status {
		steps[i] = Step{s.Source.Version, path.Base(s.Source.Path), s.State == goose.StateApplied}
	}
	return steps, nil
}

// refuseNewer stops an old program from running on a newer schema: a rolled
// back release must be one that knows every applied file.
func (db *DB) refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("database: migrations: %w", err)
	}
	if current > target {
		return fmt.Errorf("database: the schema is at migration %d, this program knows %d: install the newer release", current, target)
	}
	return nil
}

func (db *DB) migrator(ctx context.Context) (*goose.Provider, error) {
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return nil, err
	}
	exclude, err := otherDialect(files, db.dialect)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithExcludeNames(exclude), goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true)}
	dialect := goose.DialectSQLite3
	if db.dialect == PostgreSQL {
		dialect = goose.DialectPostgres
		locker, err := db.migrationLock(ctx)
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db.write, files, options...)
	if err != nil {
		return nil, fmt.Errorf("database: migrations: %w", err)
	}
	return p, nil
}

// migrationLock is an advisory lock of this schema alone: bodies that share a
// server do not wait for each other.
func (db *DB) migrationLock(ctx context.Context) (lock.SessionLocker, error) {
	schema, err := db.setting(ctx, "SELECT current_schema()")
	if err != nil {
		return nil, err
	}
	id := int64(crc32.ChecksumIEEE([]byte("pratica/" + schema)))
	return lock.NewPostgresSessionLocker(lock.WithLockID(id), lock.WithLockTimeout(1, 300), lock.WithUnlockTimeout(1, 60))
}

// otherDialect names the files that belong to the other database.
func otherDialect(files fs.FS, d Dialect) ([]string, error) {
	all, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	other := "." + string(PostgreSQL) + ".sql"
	if d == PostgreSQL {
		other = "." + string(SQLite) + ".sql"
	}
	var exclude []string
	for _, name := range all {
		if strings.HasSuffix(name, other) {
			exclude = append(exclude, name)
		}
	}
	return exclude, nil
}
