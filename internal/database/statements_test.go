// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import "testing"

func TestTranslate(t *testing.T) {
	tests := []struct{ name, q, sqlite, postgres string }{
		{"in order", "a = $1 AND b IN ($2,$3)", "a = ? AND b IN (?,?)", "a = $1 AND b IN ($2,$3)"},
		{"out of order", "SET a = $2 WHERE b = $1", "SET a = ?2 WHERE b = ?1", "SET a = $2 WHERE b = $1"},
		{"twice", "a = $1 OR b = $1", "a = ?1 OR b = ?1", "a = $1 OR b = $1"},
		{"two digits", "$10 $1", "?10 ?1", "$10 $1"},
		{"no place", "x -> '$.a' || '$'", "x -> '$.a' || '$'", "x -> '$.a' || '$'"},
		{"fragment", "WHERE a = $1 /*pg: FOR UPDATE */", "WHERE a = ? ", "WHERE a = $1  FOR UPDATE "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := SQLite.translate(test.q); got != test.sqlite {
				t.Errorf("SQLite: %q, want %q", got, test.sqlite)
			}
			if got := PostgreSQL.translate(test.q); got != test.postgres {
				t.Errorf("PostgreSQL: %q, want %q", got, test.postgres)
			}
		})
	}
}
