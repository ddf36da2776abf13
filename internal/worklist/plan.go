// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/terms"
)

// exactUpTo is how far cases are counted one by one, and how many a list sorts
// in memory.
const exactUpTo = 1000

// readAtMost bounds the rows that are looked at for one page, however rare what
// is sought may be.
const readAtMost = 10_000

// plan is how a query is answered: one walk for each seat of the reader.
type plan struct {
	seats   []int64
	opens   []bool
	equals  []equal
	bands   []band
	sort    string
	reverse bool
	filings []int64 // only these, when not nil

	along  band // what the walks go along
	rest   []band
	budget int
}

// columns are those behind the orders.
var columns = map[Order]string{"": "urgency", ByDue: "due_on", ByFiled: "filed_on", ByName: "folded", ByUrgency: "urgency"}

// prepare finds out which seats the reader may sit on and how to walk.
func prepare(ctx context.Context, tx *database.Tx, actor casework.Actor, q Query) (plan, error) {
	p := plan{sort: columns[q.Sort], reverse: q.Reverse, opens: opensOf(q.Scope)}
	all, err := seats(ctx, tx)
	if err != nil {
		return p, err
	}
	for _, s := range all {
		if sits(actor, s.seat, q.Assignee) {
			p.seats = append(p.seats, s.id)
		}
	}
	switch {
	case strings.Contains(q.Stage, "/"):
		p.equals = append(p.equals, equal{"stage", q.Stage})
	case q.Stage != "":
		p.equals = append(p.equals, equal{"procedure", q.Stage})
	}
	if q.Urgent && p.sort != "urgency" {
		p.equals = append(p.equals, equal{"urgent", true})
	}
	if err := p.spans(ctx, tx, q); err != nil {
		return p, err
	}
	return p, p.choose(ctx, tx)
}

func opensOf(s Scope) []bool {
	switch s {
	case Closed:
		return []bool{false}
	case All:
		return []bool{true, false}
	}
	return []bool{true}
}

// spans turns what is sought into bands of the orders, or into filings.
func (p *plan) spans(ctx context.Context, tx *database.Tx, q Query) error {
	if !q.Due.IsZero() {
		p.bands = append(p.bands, days("due_on", q.Due))
	}
	if !q.Filed.IsZero() {
		p.bands = append(p.bands, days("filed_on", q.Filed))
	}
	if q.Urgent && p.sort == "urgency" {
		p.bands = append(p.bands, band{"urgency", urgentFrom, urgentTo})
	}
	if q.Text == "" {
		return nil
	}
	filings, exact, err := numbered(ctx, tx, q.Text)
	if err != nil || exact {
		p.filings = append([]int64{}, filings...)
		return err
	}
	beginning := fold(q.Text)
	if beginning != "" {
		p.bands = append(p.bands, band{"folded", beginning, beginning + lastText})
	}
	return nil
}

// days is the band of a span; a day that is not, is in none.
func days(column string, s Span) band {
	b := band{column: column, to: noDay}
	if !s.From.IsZero() {
		b.from = s.From.String()
	}
	if !s.To.IsZero() {
		b.to = min(s.To.AddDays(1).String(), noDay)
	}
	return b
}

// choose decides along which column the walks go.
func (p *plan) choose(ctx context.Context, tx *database.Tx) error {
	p.along = band{column: p.sort}
	if p.filings != nil {
		p.rest = p.bands
		return nil
	}
	others := slices.ContainsFunc(p.bands, func(b band) bool { return b.column != p.sort })
	if !others {
		if len(p.bands) > 0 {
			p.along = p.bands[0]
		}
		return nil
	}
	// 1. A short span is read whole, and sorted.
	for i, b := range p.bands {
		n, err := p.size(ctx, tx, b)
		if err != nil {
			return err
		}
		if n <= exactUpTo {
			p.take(i, exactUpTo+1)
			return nil
		}
	}
	// 2. Else the list's own span, and what is read is bounded; without one the list follows the first span.
	i := max(0, slices.IndexFunc(p.bands, func(b band) bool { return b.column == p.sort }))
	p.sort = p.bands[i].column
	p.take(i, 0)
	if len(p.rest) > 0 {
		p.budget = readAtMost
	}
	return nil
}

// take goes along the i-th band; the others are looked at row by row.
func (p *plan) take(i, budget int) {
	p.along, p.budget = p.bands[i], budget
	p.rest = slices.Delete(slices.Clone(p.bands), i, i+1)
}

// size counts the rows in a band, up to one more than are sorted in memory.
func (p *plan) size(ctx context.Context, tx *database.Tx, b band) (n int, err error) {
	for w := range p.walks {
		w.along, w.sort, w.rest, w.budget, w.limit = b, b.column, nil, 0, exactUpTo+1
		more, err := count(ctx, tx, w)
		if err != nil {
			return 0, err
		}
		if n += more; n > exactUpTo {
			break
		}
	}
	return n, nil
}

// walks yields one walk for each seat.
func (p *plan) walks(yield func(walk) bool) {
	for _, seat := range p.seats {
		for _, open := range p.opens {
			w := walk{
				seat: seat, open: open, equals: p.equals, along: p.along, sort: p.sort, reverse: p.reverse, rest: p.rest,
				filings: p.filings, budget: p.budget,
			}
			if p.filings != nil && len(p.filings) == 0 {
				continue
			}
			if !yield(w) {
				return
			}
		}
	}
}

// page returns the places after one, in order, and where the next page goes on
// (nil at the end).
func (p *plan) page(ctx context.Context, tx *database.Tx, after *place, n int) (list []place, next *place, err error) {
	var stop *place // as far as every walk was read
	for w := range p.walks {
		w.after, w.limit = after, n+1
		found, err := places(ctx, tx, w)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, found...)
		if w.budget != readAtMost || len(found) > n {
			continue
		}
		last, err := lastRead(ctx, tx, w)
		if err != nil {
			return nil, nil, err
		}
		if last != nil && (stop == nil || p.compare(*last, *stop) < 0) {
			stop = last
		}
	}
	slices.SortFunc(list, p.compare)
	list = slices.Compact(list) // a case may be seen from two seats
	if stop != nil {
		list = slices.DeleteFunc(list, func(x place) bool { return p.compare(x, *stop) > 0 })
	}
	if len(list) > n {
		return list[:n], &list[n-1], nil
	}
	return list, stop, nil
}

func (p *plan) compare(a, b place) int {
	order := cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.filing, b.filing))
	if p.reverse {
		return -order
	}
	return order
}

// order names the order that the plan follows.
func (p *plan) order() Order {
	for _, o := range Orders() {
		if columns[o] == p.sort {
			return o
		}
	}
	return ByUrgency
}

// Count is a number of cases: exact up to 1,000.
type Count struct {
	N    int
	More bool // there are more than N
}

// total counts the cases of the plan, each once.
func (p *plan) total(ctx context.Context, tx *database.Tx) (Count, error) {
	if len(p.seats) == 1 && len(p.opens) == 1 {
		for w := range p.walks {
			return totalOf(ctx, tx, w)
		}
		return Count{}, nil
	}
	list, next, err := p.page(ctx, tx, nil, exactUpTo)
	return Count{len(list), next != nil}, err
}

// totalOf counts the cases of one seat, which has each once.
func totalOf(ctx context.Context, tx *database.Tx, w walk) (Count, error) {
	if w.budget == readAtMost {
		n, read, err := tally(ctx, tx, w)
		return Count{min(n, exactUpTo), n > exactUpTo || read == readAtMost}, err
	}
	w.limit = exactUpTo + 1
	n, err := count(ctx, tx, w)
	return Count{min(n, exactUpTo), n > exactUpTo}, err
}

// dueWithin is the span from a day to some days after it.
func dueWithin(today terms.Date, from, to int) Span {
	return Span{today.AddDays(from), today.AddDays(to)}
}
