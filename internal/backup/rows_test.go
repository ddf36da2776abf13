// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package backup

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
)

var everyKind = database.Table{Name: "prova", Columns: []database.Column{
	{Name: "a", Kind: database.Text}, {Name: "b", Kind: database.Integer}, {Name: "c", Kind: database.Real}, {Name: "d", Kind: database.Boolean},
	{Name: "e", Kind: database.Instant}, {Name: "f", Kind: database.Binary}, {Name: "g", Kind: database.Document},
}}

func TestRowsComeBack(t *testing.T) {
	for name, row := range map[string][]any{
		"ordinary":  {"Niccolò D’Esempio <&>", int64(1), 0.1, true, "2026-03-29T01:30:00.000001Z", []byte{0, 1, 255}, `{"a": 1}`},
		"nothing":   {nil, nil, nil, nil, nil, nil, nil},
		"extremes":  {"", int64(math.MinInt64), math.MaxFloat64, false, "0001-01-01T00:00:00.000000Z", []byte{}, `[]`},
		"not UTF-8": {"a\xffb\x00", int64(math.MaxInt64), -0.5, true, nil, []byte("x"), `{"n": 9007199254740993}`},
	} {
		t.Run(name, func(t *testing.T) {
			var line bytes.Buffer
			if err := appendRow(&line, append([]any{}, row...)); err != nil {
				t.Fatal(err)
			}
			got, err := newRowReader(everyKind, &line).next()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The sum of a table does not depend on the order of its rows, nor on how a database spells JSON, and on nothing else.
func TestSums(t *testing.T) {
	row := func(text, document string) []any { return []any{text, int64(1), nil, nil, nil, nil, document} }
	sum := func(rows ...[]any) Sum {
		s := &summer{table: everyKind}
		for _, r := range rows {
			if _, err := s.add(r); err != nil {
				t.Fatal(err)
			}
		}
		return s.Sum
	}
	of := sum(row("a", `{"x":1,"y":2}`), row("b", `[]`))
	if of != sum(row("b", `[ ]`), row("a", `{"y": 2, "x": 1}`)) {
		t.Error("the same rows have another sum")
	}
	for _, other := range []Sum{sum(row("a", `{"x":1,"y":3}`), row("b", `[]`)), sum(row("a", `{"x":1,"y":2}`)), sum(row("b", `{"x":1,"y":2}`), row("a", `[]`))} {
		if of == other {
			t.Error("other rows have the same sum")
		}
	}
}

func FuzzRow(f *testing.F) {
	f.Add(`["a",1,0.1,true,"2026-03-29T01:30:00.000001Z","AAH/","{}"]`)
	f.Add(`[{"bytes":"/w=="},null,null,null,null,null,null]`)
	f.Fuzz(func(t *testing.T, line string) {
		row, err := newRowReader(everyKind, strings.NewReader(line)).next()
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := appendRow(&again, append([]any{}, row...)); err != nil {
			t.Fatalf("a row that was read cannot be written: %v", err)
		}
		got, err := newRowReader(everyKind, &again).next()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(row, got); diff != "" {
			t.Error(diff)
		}
	})
}
