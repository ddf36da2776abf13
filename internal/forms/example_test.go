// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
)

// rehearsed is the small definition with a total and an example of it.
var rehearsed = strings.Replace(small, "            - {id: truth,", `            - {id: total, type: amount, label: {it: Totale, en: Total}, computed: "income + sum(people.map(p, p.pay))"}
            - {id: truth,`, 1) + `examples:
  - id: two_people
    title: {it: Due persone, en: Two people}
    on: 2026-11-24
    answers:
      name: Ada
      income: "1.000,50"
      truth: true
      ways: [a]
      people:
        - {first: Bice, pay: "100"}
        - {first: Carlo, pay: "200"}
    files: {}
    expect:
      computed: {total: "1.300,50"}
      pages: [one, two]
      ways: [hand]
      attachments: []
    walk:
      - {do: answer, by: keeper, on: 2026-11-25, outcome: granted, facts: {check: {state: passed, count: 2}}, state: answered, due: {appeal: 2026-12-24}}
`

func example(t *testing.T, source string) (*forms.Definition, *forms.Example) {
	t.Helper()
	def, wrong := forms.Parse("example", []byte(source))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return def, def.Examples[0]
}

func TestExamplesHold(t *testing.T) {
	def, ex := example(t, rehearsed)
	wrong, e, err := def.Rehearse(t.Context(), ex)
	if err != nil || len(wrong) > 0 || !e.Valid() {
		t.Errorf("%v %v %v", wrong, e.Failures, err)
	}
	step := ex.Walk[0]
	want := map[string]any{"check": map[string]any{"state": "passed", "count": int64(2)}}
	if diff := cmp.Diff(want, step.Facts); diff != "" || step.Due["appeal"].String() != "2026-12-24" || step.Do != "answer" {
		t.Errorf("%+v\n%s", step, diff)
	}
}

// TestExamplesThatDoNotHold: what differs is told where it is expected.
func TestExamplesThatDoNotHold(t *testing.T) {
	for _, test := range []struct{ name, old, new, mark, said string }{
		{"a computed value", `"1.300,50"`, `"1.300,51"`, `"1.300,51"`, "total: the example expects 1.300,51 €; it is 1.300,50 €."},
		{"a value where there is one", `"1.300,50"`, `null`, `null}`, "total: the example expects –; it is 1.300,50 €."},
		{"an error", "      name: Ada\n", "", "id: two_people", "errors: the example expects –; it is name."},
		{"an error expected elsewhere", "      pages: [one", "      errors: [born]\n      pages: [one", "[born]", "errors: the example expects born; it is –."},
		{"an amount that cannot be read", `"100"`, `"many"`, "id: two_people", "errors: the example expects –; it is people[0].pay."},
		{"the ways", "ways: [hand]", "ways: [digital, hand]", "[digital", "ways: the example expects digital, hand; it is hand."},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := strings.Replace(rehearsed, test.old, test.new, 1)
			def, ex := example(t, source)
			wrong, _, err := def.Rehearse(t.Context(), ex)
			if err != nil || len(wrong) == 0 {
				t.Fatalf("%v %v", wrong, err)
			}
			found := false
			for _, w := range wrong {
				words := strings.ReplaceAll(english(t).Field(w.Field()), "\u00a0", " ")
				found = found || words == test.said && w.Field().Path == place(source, test.mark)
			}
			if !found {
				t.Errorf("%v, want %q at %s", wrong, test.said, place(source, test.mark))
			}
		})
	}
}

func TestFaultsOfExamples(t *testing.T) {
	for _, test := range []struct{ name, old, new, mark, code string }{
		{"an answer to nothing", "      name: Ada", "      surname: Ada", "surname: Ada", "unknown_field"},
		{"an answer that is computed", "      name: Ada", "      total: 3\n      name: Ada", "total: 3", "unknown_field"},
		{"an item's answer to nothing", "{first: Bice", "{last: Bice", "last: Bice", "unknown_field"},
		{"a value that is not computed", "{total: ", "{income: ", `income: "1.300`, "unknown_field"},
		{"a value of another type", `"1.300,50"`, `molto`, `molto`, "bad_value"},
		{"no day", "    on: 2026-11-24\n", "", "id: two_people", "missing_key"},
		{"an unknown expectation", "      pages: [one", "      colours: [red]\n      pages: [one", "colours", "unknown_key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := strings.Replace(rehearsed, test.old, test.new, 1)
			_, wrong := forms.Parse("example", []byte(source))
			if len(wrong) != 1 || wrong[0].Code != "forms.definition."+test.code || wrong[0].Field().Path != place(source, test.mark) {
				t.Errorf("%v, want %s at %s", wrong, test.code, place(source, test.mark))
			}
		})
	}
}

func TestOutline(t *testing.T) {
	def, _ := example(t, rehearsed)
	var lines []string
	for _, l := range def.Outline("en") {
		lines = append(lines, strings.Repeat("  ", l.Depth)+l.Text)
	}
	want := strings.TrimSpace(`
One
  One
    Name [text; required]
    Born [date]
    Income [amount]
    Total [amount; = income + sum(people.map(p, p.pay))]
    True [declaration; required]
    Ways [multiple choice]
      · A
      · B
    People [repeatable group]
      Name [text]
      Pay [amount]
Two
  Two
    Other [text]
Ways of signing
  By hand [Law]`)
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
