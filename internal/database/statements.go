// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"regexp"
	"strconv"
	"strings"
)

var postgresFragment = regexp.MustCompile(`/\*pg:(.*?)\*/`)

// maxTranslated bounds the texts whose translation is remembered: not those that
// grow with their arguments.
const maxTranslated = maxPreparedLength

// text is q as this database is to read it.
func (db *DB) text(q string) string {
	if len(q) > maxTranslated {
		return db.dialect.translate(q)
	}
	if t, ok := db.translated.Load(q); ok {
		return t.(string)
	}
	t := db.dialect.translate(q)
	db.translated.Store(q, t)
	return t
}

// translate opens the fragments of PostgreSQL, and drops them for SQLite. To
// SQLite $1 is a name, and each name is compared with all before it; ?1 is a
// place, and where the places are in order a bare ? says the same.
func (d Dialect) translate(q string) string {
	opened := ""
	if d == PostgreSQL {
		opened = "$1"
	}
	if strings.Contains(q, "/*pg:") {
		q = postgresFragment.ReplaceAllString(q, opened)
	}
	if d == PostgreSQL {
		return q
	}
	if bare, inOrder := places(q, false); inOrder {
		return bare
	}
	numbered, _ := places(q, true)
	return numbered
}

// places writes ? or, numbered, ?1 for each $1, and tells whether they are 1, 2,
// 3… in order.
func places(q string, numbered bool) (text string, inOrder bool) {
	var b strings.Builder
	b.Grow(len(q))
	inOrder = true
	for count := 1; ; count++ {
		before, after, found := cutPlace(q)
		b.WriteString(before)
		if !found {
			return b.String(), inOrder
		}
		digits := after[:len(after)-len(strings.TrimLeft(after, "0123456789"))]
		inOrder = inOrder && digits == strconv.Itoa(count)
		b.WriteByte('?')
		if numbered {
			b.WriteString(digits)
		}
		q = after[len(digits):]
	}
}

// cutPlace cuts at the next $ that a digit follows.
func cutPlace(q string) (before, after string, found bool) {
	for i := 0; i+1 < len(q); i++ {
		if q[i] == '$' && q[i+1] >= '0' && q[i+1] <= '9' {
			return q[:i], q[i+1:], true
		}
	}
	return q, "", false
}

// In writes the placeholders of an IN list: In(2, 3) is "($2,$3,$4)".
func In(from, n int) string {
	return Values(1, n, from)
}

// Values writes the placeholders of a multi-row insert: Values(2, 2) is
// "($1,$2),($3,$4)". An optional third argument is the first number.
func Values(rows, cols int, from ...int) string {
	next := 1
	if len(from) > 0 {
		next = from[0]
	}
	var b strings.Builder
	b.Grow(rows * (cols*6 + 3))
	for r := range rows {
		if r > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for c := range cols {
			if c > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(next))
			next++
		}
		b.WriteByte(')')
	}
	return b.String()
}
