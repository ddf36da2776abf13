// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Kind is how the values of a column are given to those who copy whole tables:
// the same on both databases, so that a copy of one can fill the other.
type Kind string

// The kinds, and the Go value of each. Any value may be nil.
const (
	Text     Kind = "text"    // string
	Integer  Kind = "integer" // int64
	Real     Kind = "real"    // float64
	Boolean  Kind = "boolean" // bool
	Instant  Kind = "instant" // string, UTC with six decimals, as SQLite stores it
	Binary   Kind = "binary"  // []byte
	Document Kind = "json"    // string; PostgreSQL writes it with spaces and an order of its own
)

// Column is one column that holds data: not one that the database computes.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is one table of the schema.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// versions is the migrator's own table. It is not copied: a copy is filled after
// the same migrations have run.
const versions = "goose_db_version"

// Tables lists the tables of the schema, each after those that its foreign keys
// name. What a full-text index keeps for itself is not listed: it is computed.
func (tx *Tx) Tables(ctx context.Context) ([]Table, error) {
	names, err := tx.texts(ctx, map[Dialect]string{
		SQLite: `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
		PostgreSQL: `SELECT table_name FROM information_schema.tables
			WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE "C"`,
	})
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == versions })
	names, err = tx.parentsFirst(ctx, names)
	if err != nil {
		return nil, err
	}
	tables := make([]Table, len(names))
	for i, name := range names {
		columns, err := tx.columns(ctx, name)
		if err != nil {
			return nil, err
		}
		tables[i] = Table{name, columns}
	}
	return tables, nil
}

// parentsFirst orders tables so that each stands after those it refers to.
func (tx *Tx) parentsFirst(ctx context.Context, names []string) ([]string, error) {
	var ordered []string
	var place func(name string, path []string) error
	place = func(name string, path []string) error {
		if slices.Contains(ordered, name) {
			return nil
		}
		if slices.Contains(path, name) {
			return fmt.Errorf("database: the foreign keys of %s go round in a circle", name)
		}
		parents, err := tx.texts(ctx, map[Dialect]string{
			SQLite: `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`,
			PostgreSQL: `SELECT DISTINCT p.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class p ON p.oid = c.confrelid
				WHERE c.contype = 'f' AND t.relname = $1 AND t.relnamespace = current_schema()::regnamespace`,
		}, name)
		if err != nil {
			return err
		}
		for _, parent := range parents {
			if parent == name { // a table that refers to itself
				continue
			}
			if err := place(parent, append(path, name)); err != nil {
				return err
			}
		}
		ordered = append(ordered, name)
		return nil
	}
	for _, name := range names {
		if err := place(name, nil); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

func (tx *Tx) columns(ctx context.Context, table string) ([]Column, error) {
	q := `SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY cid`
	if tx.Dialect() == PostgreSQL {
		q = `SELECT column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`
	}
	return All(ctx, tx, func(scan func(...any) error) (c Column, err error) {
		var declared string
		if err := scan(&c.Name, &declared); err != nil {
			return c, err
		}
		kind, ok := kinds[strings.ToUpper(declared)]
		if !ok {
			return c, fmt.Errorf("database: %s.%s is of type %q, which no copy knows", table, c.Name, declared)
		}
		c.Kind = kind
		return c, nil
	}, q, table)
}

// kinds are the types of the migrations, as each database names them.
var kinds = map[string]Kind{
	"TEXT": Text, "BIGINT": Integer, "INTEGER": Integer, "SMALLINT": Integer, "DOUBLE PRECISION": Real, "REAL": Real, "BOOLEAN": Boolean,
	"TIMESTAMPTZ": Instant, "TIMESTAMP WITH TIME ZONE": Instant, "BYTEA": Binary, "BLOB": Binary, "JSONB": Document,
}

// texts reads one column of text with the statement of this database.
func (tx *Tx) texts(ctx context.Context, q map[Dialect]string, args ...any) ([]string, error) {
	return All(ctx, tx, func(scan func(...any) error) (s string, err error) { return s, scan(&s) }, q[tx.Dialect()], args...)
}

// Rows gives every row of a table to visit, in no order, one at a time. The
// values are only the visitor's until it returns.
func (tx *Tx) Rows(ctx context.Context, t Table, visit func(values []any) error) error {
	rows, err := tx.query(ctx, "SELECT "+list(t)+" FROM "+quote(t.Name), nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]any, len(t.Columns))
	values := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = &cell{kind: c.Kind}
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return classify(err)
		}
		for i := range cells {
			values[i] = cells[i].(*cell).value
		}
		if err := visit(values); err != nil {
			return err
		}
	}
	return classify(rows.Err())
}

// list names the columns of a statement.
func list(t Table) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quote(c.Name)
	}
	return strings.Join(names, ", ")
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Applied lists the numbers of the migrations that have run, as this
// transaction sees them.
func (tx *Tx) Applied(ctx context.Context) ([]int64, error) {
	return All(ctx, tx, func(scan func(...any) error) (n int64, err error) { return n, scan(&n) },
		`SELECT version_id FROM `+versions+` WHERE version_id > 0 AND is_applied ORDER BY id`)
}
