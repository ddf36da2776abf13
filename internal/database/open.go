// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"sync"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// Dialect is one of the two databases.
type Dialect string

// The two databases.
const (
	SQLite     Dialect = "sqlite"
	PostgreSQL Dialect = "postgres"
)

// Options say which database to open.
type Options struct {
	// URL is "sqlite:/path/to/file.db" or "postgres://user@host/name?…".
	URL string
	// Fast gives up durability. Only the test suite sets it.
	Fast bool
	// MaxConnections bounds the pool of PostgreSQL, and the readers of SQLite;
	// zero means a default that fits one node.
	MaxConnections int
}

// DB is the open store of one body. It is safe for concurrent use.
type DB struct {
	dialect    Dialect
	fast       bool
	write      *sql.DB  // SQLite: one connection, immediate transactions
	read       *sql.DB  // SQLite: query_only connections; PostgreSQL: the same pool
	translated sync.Map // statement as written -> for this dialect
}

// Open opens the database and checks that it answers. It does not migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	if path, ok := strings.CutPrefix(o.URL, "sqlite:"); ok {
		return openSQLite(ctx, path, o)
	}
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		return openPostgreSQL(ctx, o)
	}
	return nil, fmt.Errorf("database: URL must start with sqlite: or postgres://")
}

func openSQLite(ctx context.Context, path string, o Options) (*DB, error) {
	write, err := openPrepared(sqliteDSN(path, o.Fast, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	// A reader keeps little: there are several, and a page that it has not is in the system's memory.
	read, err := openPrepared(sqliteDSN(path, o.Fast, "_txlock=deferred", "_pragma=query_only(on)", "_pragma=cache_size(-4000)"))
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	readers := o.MaxConnections
	if readers == 0 {
		readers = max(4, runtime.NumCPU())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	db := &DB{dialect: SQLite, fast: o.Fast, write: write, read: read}
	// The writer goes first: it creates the file and sets WAL mode.
	return db, db.ping(ctx)
}

func sqliteDSN(path string, fast bool, more ...string) string {
	synchronous := "full"
	if fast {
		synchronous = "off"
	}
	params := append([]string{
		"_pragma=busy_timeout(10000)",
		"_pragma=journal_mode(wal)",
		"_pragma=synchronous(" + synchronous + ")",
		"_pragma=foreign_keys(on)",
		"_pragma=temp_store(memory)",
		"_pragma=cache_size(-16000)",
		"_pragma=wal_autocheckpoint(4000)", // 16 MB: pages that every batch writes are copied home less often
	}, more...)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(params, "&")
}

func openPostgreSQL(ctx context.Context, o Options) (*DB, error) {
	dsn, err := url.Parse(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database: the URL of PostgreSQL cannot be read") // the error would show the password
	}
	q := dsn.Query()
	if !q.Has("lock_timeout") { // as long as SQLite's busy_timeout: whoever waits for longer is told ErrBusy
		q.Set("lock_timeout", "10s")
	}
	if !q.Has("random_page_cost") { // no disk turns any more: an index is walked sooner than a table is read whole and sorted
		q.Set("random_page_cost", "1.1")
	}
	if o.Fast {
		q.Set("synchronous_commit", "off")
	}
	dsn.RawQuery = q.Encode()
	pool, err := sql.Open("pgx", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	connections := o.MaxConnections
	if connections == 0 {
		connections = max(8, 4*runtime.NumCPU())
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db := &DB{dialect: PostgreSQL, fast: o.Fast, write: pool, read: pool}
	return db, db.ping(ctx)
}

func (db *DB) ping(ctx context.Context) error {
	for _, pool := range []*sql.DB{db.write, db.read} {
		if err := pool.PingContext(ctx); err != nil {
			return fmt.Errorf("database: %w", classify(err))
		}
	}
	return nil
}

// Dialect tells which database this is. Callers need it only to choose between
// two spellings of a statement, for instance of full-text search.
func (db *DB) Dialect() Dialect { return db.dialect }

// Ping asks the database for an answer, for readiness.
func (db *DB) Ping(ctx context.Context) error { return db.ping(ctx) }

// Close closes both pools.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.write != db.read {
		if werr := db.write.Close(); werr != nil {
			return werr
		}
	}
	return err
}
