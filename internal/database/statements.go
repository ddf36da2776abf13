// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"regexp"
	"strconv"
	"strings"
)

var postgresFragment = regexp.MustCompile(`/\*pg:(.*?)\*/`)

// text opens the fragments of PostgreSQL and drops them elsewhere.
func (db *DB) text(q string) string {
	if !strings.Contains(q, "/*pg:") {
		return q
	}
	if t, ok := db.expanded.Load(q); ok {
		return t.(string)
	}
	replacement := ""
	if db.dialect == PostgreSQL {
		replacement = "$1"
	}
	t := postgresFragment.ReplaceAllString(q, replacement)
	db.expanded.Store(q, t)
	return t
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
