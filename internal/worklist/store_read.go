// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"pratica/internal/database"
	"pratica/internal/ids"
)

// band is a part of an order: from is in it, to is not; "" is open.
type band struct{ column, from, to string }

// equal is a column that must have a value.
type equal struct {
	column string
	value  any
}

// walk reads the keys of one seat along one index: the columns that must be
// equal, then the column that it goes along.
type walk struct {
	seat    int64
	open    bool
	equals  []equal
	along   band   // from and to are empty for the whole order
	sort    string // column of the list's order
	reverse bool
	rest    []band  // looked at after the row was read
	filings []int64 // only these, when not nil
	after   *place
	budget  int  // rows to read at most; 0 is as many as limit
	limit   int  // rows to return
	counts  bool // the rows are only counted: in no order, so that the first ones do
}

// statement is the text of a walk while it is written: what the index answers
// stands within, the rest without, so that a limit bounds what is read, however
// rare what is sought may be.
type statement struct {
	dialect         database.Dialect
	args            []any
	within, without string
}

func (s *statement) arg(v any) string {
	s.args = append(s.args, v)
	return "$" + strconv.Itoa(len(s.args))
}

// write writes the two halves of a walk.
func (w walk) write(d database.Dialect) *statement {
	s := &statement{dialect: d}
	within := `seat = ` + s.arg(w.seat) + ` AND open = ` + s.arg(w.open)
	for _, e := range w.equals {
		within += ` AND ` + e.column + ` = ` + s.arg(e.value)
	}
	within += s.span(w.along)
	if w.filings != nil {
		values := make([]string, len(w.filings))
		for i, f := range w.filings {
			values[i] = s.arg(f)
		}
		within += ` AND filing IN (` + strings.Join(values, ",") + `)`
	}
	if w.after != nil && w.inOrder() {
		within += ` AND (` + w.sort + `, filing)` + w.next() + `(` + s.arg(w.after.key) + `, ` + s.arg(w.after.filing) + `)`
	}
	s.within = `SELECT ` + w.sort + ` AS place, filing, due_on, filed_on, folded, urgency FROM worklist_entry WHERE ` + within
	if w.filings == nil {
		turn := ``
		if w.inOrder() {
			turn = w.direction()
		}
		s.within += ` ORDER BY ` + w.along.column + turn + `, filing` + turn + ` LIMIT ` + strconv.Itoa(cmp.Or(w.budget, w.limit))
	}
	s.without = `filing > 0`
	for _, b := range w.rest {
		s.without += s.span(b)
	}
	if w.after != nil && !w.inOrder() {
		s.without += ` AND (place, filing)` + w.next() + `(` + s.arg(w.after.key) + `, ` + s.arg(w.after.filing) + `)`
	}
	return s
}

func (w walk) inOrder() bool { return w.along.column == w.sort }

func (w walk) direction() string {
	if w.reverse {
		return ` DESC`
	}
	return ``
}

func (w walk) next() string {
	if w.reverse {
		return ` < `
	}
	return ` > `
}

// sql selects the places of a walk.
func (w walk) sql(d database.Dialect) (string, []any) {
	s := w.write(d)
	order := ` ORDER BY place` + w.direction() + `, filing` + w.direction()
	if w.counts {
		order = ``
	}
	return `SELECT place, filing FROM (` + s.within + `) AS walked WHERE ` + s.without + order + ` LIMIT ` + strconv.Itoa(w.limit), s.args
}

// lastText sorts after every name and every day.
const lastText = "\U0010ffff"

// span writes a band; nothing for a whole order. PostgreSQL, which plans a
// prepared statement before it knows the values, would expect a third of all rows
// with one end alone, and read them all to sort them. SQLite takes a span with two
// ends for so narrow that it prefers it to an index with more equal columns.
func (s *statement) span(b band) (text string) {
	both := s.dialect == database.PostgreSQL && b.from+b.to != ""
	if b.from != "" || both {
		text += ` AND ` + b.column + ` >= ` + s.arg(b.from)
	}
	if b.to != "" || both {
		text += ` AND ` + b.column + ` < ` + s.arg(cmp.Or(b.to, lastText))
	}
	return text
}

// places returns where the rows of a walk stand, in order.
func places(ctx context.Context, tx *database.Tx, w walk) ([]place, error) {
	q, args := w.sql(tx.Dialect())
	return database.All(ctx, tx, func(scan func(...any) error) (p place, err error) {
		err = scan(&p.key, &p.filing)
		return p, err
	}, q, args...)
}

// count counts the rows of a walk, up to its limit.
func count(ctx context.Context, tx *database.Tx, w walk) (n int, err error) {
	w.counts = true
	q, args := w.sql(tx.Dialect())
	err = tx.Get(ctx, `SELECT COUNT(filing) FROM (`+q+`) AS counted`, args, &n)
	return n, err
}

// tally counts the rows of a walk that has a budget, and those that it read, all
// in one pass.
func tally(ctx context.Context, tx *database.Tx, w walk) (n, read int, err error) {
	s := w.write(tx.Dialect())
	err = tx.Get(ctx, `SELECT COUNT(filing), COALESCE(SUM(CASE WHEN `+s.without+` THEN 1 ELSE 0 END), 0) FROM (`+s.within+`) AS walked`, s.args, &read, &n)
	return n, read, err
}

// lastRead is the last row that a walk read before its budget was spent; nil when
// it came to its end.
func lastRead(ctx context.Context, tx *database.Tx, w walk) (*place, error) {
	w.rest, w.limit = nil, w.budget
	q, args := w.sql(tx.Dialect())
	var n int
	if err := tx.Get(ctx, `SELECT COUNT(filing) FROM (`+q+`) AS counted`, args, &n); err != nil || n < w.budget {
		return nil, err
	}
	turn := ` DESC`
	if w.reverse {
		turn = ``
	}
	var p place
	err := tx.Get(ctx, `SELECT place, filing FROM (`+q+`) AS counted ORDER BY place`+turn+`, filing`+turn+` LIMIT 1`, args, &p.key, &p.filing)
	return &p, err
}

// items reads what the list shows of these filings, by filing.
func items(ctx context.Context, tx *database.Tx, all []place) (map[int64]Item, error) {
	out := map[int64]Item{}
	if len(all) == 0 {
		return out, nil
	}
	args := make([]any, len(all))
	for i, p := range all {
		args[i] = p.filing
	}
	found, err := database.All(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM worklist_item WHERE filing IN `+database.In(1, len(args)), args...)
	for _, i := range found {
		out[i.filing()] = i
	}
	return out, err
}

// numbered finds filings by code or number; exact is false when the text is
// neither.
func numbered(ctx context.Context, tx *database.Tx, text string) (filings []int64, exact bool, err error) {
	if code, ok := ids.ParseCode(text); ok {
		filings, err = database.All(ctx, tx, scanID, `SELECT filing FROM worklist_item WHERE code = $1`, code)
		return filings, true, err
	}
	number, year, dated := strings.Cut(text, "/")
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil {
		return nil, false, nil
	}
	if !dated {
		filings, err = database.All(ctx, tx, scanID, `SELECT filing FROM worklist_item WHERE number = $1 ORDER BY year DESC LIMIT 100`, n)
		return filings, true, err
	}
	y, err := strconv.Atoi(strings.TrimSpace(year))
	if err != nil {
		return nil, true, nil
	}
	return []int64{filingOf(y, n)}, true, nil
}

// placedSeat is a seat with its identifier.
type placedSeat struct {
	seat
	id int64
}

func seats(ctx context.Context, tx *database.Tx) ([]placedSeat, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (s placedSeat, err error) {
		err = scan(&s.id, &s.audience, &s.account, &s.role)
		return s, err
	}, `SELECT id, audience, account, role FROM worklist_seat ORDER BY id`)
}

// stage is a state in which cases are or were.
type stage struct{ audience, procedure, state, definition string }

func stages(ctx context.Context, tx *database.Tx) ([]stage, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (s stage, err error) {
		err = scan(&s.audience, &s.procedure, &s.state, &s.definition)
		return s, err
	}, `SELECT audience, procedure, state, definition FROM worklist_stage ORDER BY procedure, state, audience`)
}
