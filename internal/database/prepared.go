// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"modernc.org/sqlite" // driver of SQLite
)

// The program's statements are a few hundred short texts. Those that grow with
// their arguments, as a batch of rows does, are prepared each time.
const (
	maxPrepared       = 300
	maxPreparedLength = 1500
)

// openPrepared opens a pool of SQLite whose connections keep their statements
// prepared: to read a statement takes SQLite longer than to run most of ours.
// pgx does the same by itself.
func openPrepared(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(preparing{c}), nil
}

type preparing struct{ driver.Connector }

func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &preparedConn{sqliteConn: c.(sqliteConn), kept: map[string]*preparedStmt{}}, nil
}

// sqliteConn is what database/sql uses of the driver's connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparedConn is a connection with its statements. database/sql lets one
// goroutine at a time use it.
type preparedConn struct {
	sqliteConn
	kept map[string]*preparedStmt
}

type preparedStmt struct {
	driver.Stmt
	reading bool // its rows are open: it cannot be run again before they are closed
}

// statement gives the kept statement of a text; nil when it is to be sent as it
// is. A text without arguments may be a script of several statements.
func (c *preparedConn) statement(ctx context.Context, q string, args []driver.NamedValue) (*preparedStmt, error) {
	if s := c.kept[q]; s != nil {
		if s.reading {
			return nil, nil
		}
		return s, nil
	}
	if len(args) == 0 || len(q) > maxPreparedLength || len(c.kept) == maxPrepared {
		return nil, nil
	}
	made, err := c.PrepareContext(ctx, q)
	if err != nil {
		return nil, err
	}
	s := &preparedStmt{Stmt: made}
	c.kept[q] = s
	return s, nil
}

// ExecContext implements driver.ExecerContext.
func (c *preparedConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, q, args)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, q, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (c *preparedConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, q, args)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, q, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.reading = true
	return &preparedRows{rows, s}, nil
}

// Close implements driver.Conn.
func (c *preparedConn) Close() error {
	for _, s := range c.kept {
		_ = s.Close() // the connection goes with it
	}
	clear(c.kept)
	return c.sqliteConn.Close()
}

type preparedRows struct {
	driver.Rows
	of *preparedStmt
}

// Close implements driver.Rows.
func (r *preparedRows) Close() error {
	r.of.reading = false
	return r.Rows.Close()
}
