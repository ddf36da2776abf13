// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEval(t *testing.T) {
	answers, err := Tree([]byte(`{"n": 3, "f": 2.5, "s": "x", "l": [1, {"k": true}], "o": {"a": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		source string
		want   any
		fails  bool
	}{
		{source: "answers.n + 1", want: int64(4)},
		{source: "answers.f * 2.0", want: 5.0},
		{source: "answers.s + '!'", want: "x!"},
		{source: "answers.l.map(x, x)", want: []any{int64(1), map[string]any{"k": true}}},
		{source: "answers.o", want: map[string]any{"a": int64(1)}},
		{source: "{'a': [1]}", want: map[string]any{"a": []any{int64(1)}}},
		{source: "answers.?o.?b", want: nil},
		{source: "answers.?s", want: "x"},
		{source: "null", want: nil},
		{source: "answers.gone", want: nil},
		{source: "answers.o.gone.further", want: nil},
		{source: "answers.l[7]", want: nil},
		{source: "facts.check.state == 'passed'", want: nil},
		{source: "1 / 0", fails: true},
		{source: "answers.s + 1", fails: true},
	} {
		e, err := compile(test.source, false)
		if err != nil {
			t.Errorf("%s: %v", test.source, err)
			continue
		}
		got, err := e.Eval(context.Background(), Vars{Answers: answers})
		if (err != nil) != test.fails {
			t.Errorf("%s: %v", test.source, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.source, diff)
		}
	}
}

// TestCost stops an expression that would keep the office waiting.
func TestCost(t *testing.T) {
	many := make([]any, 1000)
	for i := range many {
		many[i] = int64(i)
	}
	e, err := compile("answers.m.all(a, answers.m.all(b, answers.m.all(c, a + b + c >= 0)))", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Holds(context.Background(), Vars{Answers: map[string]any{"m": many}}); err == nil {
		t.Error("a triple loop over a thousand items was run to its end")
	}
}

func TestNilHolds(t *testing.T) {
	var none *Expr
	if holds, err := none.Holds(context.Background(), Vars{}); !holds || err != nil {
		t.Errorf("an absent condition: %v, %v", holds, err)
	}
}
