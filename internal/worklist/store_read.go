// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
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

// sql writes a walk. What the index answers stands within, the rest without: so
// that a limit bounds what is read, however rare what is sought may be.
func (w walk) sql() (string, []any) {
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	within := `seat = ` + arg(w.seat) + ` AND open = ` + arg(w.open)
	for _, e := range w.equals {
		within += ` AND ` + e.column + ` = ` + arg(e.value)
	}
	within += w.along.sql(arg)
	if w.filings != nil {
		values := make([]string, len(w.filings))
		for i, f := range w.filings {
			values[i] = arg(f)
		}
		within += ` AND filing IN (` + strings.Join(values, ",") + `)`
	}
	direction, next := ``, ` > `
	if w.reverse {
		direction, next = ` DESC`, ` < `
	}
	inOrder := w.along.column == w.sort
	if w.after != nil && inOrder {
		within += ` AND (` + w.sort + `, filing)` + next + `(` + arg(w.after.key) + `, ` + arg(w.after.filing) + `)`
	}
	walked := `SELECT ` + w.sort + ` AS place, filing, due_on, filed_on, folded, urgency FROM worklist_entry WHERE ` + within
	budget := w.budget
	if budget == 0 {
		budget = w.limit
	}
	if w.filings == nil {
		turn := ``
		if inOrder {
			turn = direction
		}
		walked += ` ORDER BY ` + w.along.column + turn + `, filing` + turn + ` LIMIT ` + strconv.Itoa(budget)
	}
	without := `filing > 0`
	for _, b := range w.rest {
		without += b.sql(arg)
	}
	if w.after != nil && !inOrder {
		without += ` AND (place, filing)` + next + `(` + arg(w.after.key) + `, ` + arg(w.after.filing) + `)`
	}
	order := ` ORDER BY place` + direction + `, filing` + direction
	if w.counts {
		order = ``
	}
	return `SELECT place, filing FROM (` + walked + `) AS walked WHERE ` + without + order + ` LIMIT ` + strconv.Itoa(w.limit), args
}

func (b band) sql(arg func(any) string) string {
	s := ``
	if b.from != "" {
		s += ` AND ` + b.column + ` >= ` + arg(b.from)
	}
	if b.to != "" {
		s += ` AND ` + b.column + ` < ` + arg(b.to)
	}
	return s
}

// places returns where the rows of a walk stand, in order.
func places(ctx context.Context, tx *database.Tx, w walk) ([]place, error) {
	q, args := w.sql()
	return database.All(ctx, tx, func(scan func(...any) error) (p place, err error) {
		err = scan(&p.key, &p.filing)
		return p, err
	}, q, args...)
}

// count counts the rows of a walk, up to its limit.
func count(ctx context.Context, tx *database.Tx, w walk) (n int, err error) {
	w.counts = true
	q, args := w.sql()
	err = tx.Get(ctx, `SELECT COUNT(filing) FROM (`+q+`) AS counted`, args, &n)
	return n, err
}

// lastRead is the last row that a walk read before its budget was spent; nil when
// it came to its end.
func lastRead(ctx context.Context, tx *database.Tx, w walk) (*place, error) {
	w.rest, w.limit = nil, w.budget
	q, args := w.sql()
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
