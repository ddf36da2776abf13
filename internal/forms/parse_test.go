// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// place finds a mark in the source: where the fault has to be reported.
func place(source, mark string) string {
	before, _, found := strings.Cut(source, mark)
	if !found {
		return "the mark is not in the source"
	}
	line := 1 + strings.Count(before, "\n")
	column := len(before) - (strings.LastIndex(before, "\n") + 1) + 1
	return fmt.Sprintf("%d:%d", line, column)
}

// TestFaults changes one thing of a right definition. The fault must stand where
// the mark begins, and be the only one.
func TestFaults(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		mark     string
		want     string
	}{
		{"unknown key", "type: date, label", "type: date, colour: red, label", "colour", "unknown_key"},
		{"missing key", "card: {it: \"Persona {n}\", en: \"Person {n}\"}\n", "\n", "id: people", "missing_key"},
		{"key written twice", "required: true}", "required: true, required: true}", "", "syntax"},
		{"duplicate id", "id: born", "id: name", "name, type: date", "duplicate_id"},
		{"id of an expression's word", "id: born", "id: item", "item, type: date", "bad_id"},
		{"unknown type", "type: date", "type: dote", "dote", "unknown_type"},
		{"missing English", "{it: Nato, en: Born}", "{it: Nato}", "{it: Nato}", "missing_text"},
		{"text instead of texts", "{it: Nato, en: Born}", "Nato", "Nato}", "expected_mapping"},
		{"no such language", "{it: Nato, en: Born}", "{it: Nato, en: Born, xx: Nix}", "xx", "unknown_key"},
		{"unknown field", "type: date,", "type: date, when: income > 3 && salary > 4,", "salary", "unknown_field"},
		{"unknown field after a quote", "type: date,", `type: date, when: "income > 3 && salary > 4",`, "salary", "unknown_field"},
		{"unknown answer", "type: date,", "type: date, when: has(answers.salary),", "answers.salary", "unknown_field"},
		{"unknown field of an item", "id: pay,", "id: pay, when: item.salary > 4,", "item.salary", "unknown_field"},
		{"item outside a group", "type: date,", "type: date, when: item.pay > 4,", "item.pay", "unknown_field"},
		{"wrong types", "type: date,", "type: date, when: income > 'x',", "> 'x'", "expression"},
		{"wrong result", "type: date,", "type: date, when: income + 1,", "income + 1", "expression_type"},
		{"not an expression", "type: date,", "type: date, when: income >,", "", "expression"},
		{"unknown table", "type: amount, label: {it: Reddito", "type: amount, computed: 'table(\"limit\", today)', label: {it: Reddito", `"limit"`, "expression"},
		{"a value that needs itself", "type: amount, label: {it: Reddito", "type: amount, computed: income + 1, label: {it: Reddito", "income + 1", "cycle"},
		{"a loop through a condition", "type: date,", "type: date, when: born > today,", "born > today", "cycle"},
		{"a number too large", "max: 3", "max: 300", "300", "expected_whole"},
		{"a flag that is none", "id: name, type: text,", "id: name, type: fiscal_code, none: 3,", "3, label", "expected_boolean"},
		{"group in a group", "{id: first, type: text, label: {it: Nome, en: Name}}", "{id: first, type: group, label: {it: N, en: N}, card: {it: N, en: N}, add: {it: N, en: N}, max: 2}", "{id: first", "nested_group"},
		{"card of an unknown field", `card: {it: "Persona {n}"`, `card: {it: "Persona {nome}"`, `card: {it`, "unknown_field"},
		{"unknown format", "formats: [pdf]", "formats: [exe]", "exe", "expected_one_of"},
		{"size without a unit", "5MB", "5", "5}", "bad_value"},
		{"slug with a blank", "slug: prova", "slug: la prova", "la prova", "bad_slug"},
		{"top key nobody knows", "attachments: []", "attachements: []", "attachements", "unknown_key"},
		{"broken YAML", "attachments: []", "attachments: [", "", "syntax"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source := strings.Replace(small, tt.old, tt.new, 1)
			if source == small {
				t.Fatal("nothing was changed")
			}
			def, wrong := forms.Parse("small", []byte(source))
			if def != nil || len(wrong) == 0 {
				t.Fatal("accepted")
			}
			got := wrong[0]
			if code := strings.TrimPrefix(got.Code, "forms.definition."); code != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if at := got.Field().Path; tt.mark != "" && at != place(source, tt.mark) {
				t.Errorf("at %s, want %s (%v)", at, place(source, tt.mark), got)
			}
			if tt.mark != "" && len(wrong) > 1 {
				t.Errorf("one fault, reported as many: %v", wrong)
			}
		})
	}
}

// TestEveryFaultAtOnce: an author mends a file in one round.
func TestEveryFaultAtOnce(t *testing.T) {
	source := small
	for _, change := range [][2]string{
		{"{it: Mai., en: Never.}", "{it: Mai.}"}, {"type: date", "type: dote"}, {"id: other, type: text", "id: other, type: text, when: nothing"},
		{"proof: scan", "proof: photo"},
	} {
		source = strings.Replace(source, change[0], change[1], 1)
	}
	_, wrong := forms.Parse("small", []byte(source))
	var got []string
	for _, w := range wrong {
		got = append(got, strings.TrimPrefix(w.Code, "forms.definition."))
	}
	want := []string{"missing_text", "unknown_type", "unknown_field", "expected_one_of"}
	if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
		t.Errorf("(-want +got):\n%s\n%v", diff, wrong)
	}
}

// TestBlockExpressions: an expression on several lines is reported on its own.
func TestBlockExpressions(t *testing.T) {
	source := strings.Replace(small, "            - {id: born, type: date, label: {it: Nato, en: Born}}\n", `            - id: born
              type: date
              label: {it: Nato, en: Born}
              when: |
                income > 3 &&
                  salary > 4
`, 1)
	_, wrong := forms.Parse("small", []byte(source))
	if len(wrong) != 1 || wrong[0].Field().Path != place(source, "salary") {
		t.Errorf("%v, want one at %s", wrong, place(source, "salary"))
	}
}

func TestAliasesUnfoldOnlySoFar(t *testing.T) {
	var source strings.Builder
	source.WriteString("form:\n  pages: &a0 [{id: x}]\n")
	for i := range 12 {
		fmt.Fprintf(&source, "x%d: &a%d [%s*a%d]\n", i, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), i)
	}
	if _, wrong := forms.Parse("bomb", []byte(source.String())); len(wrong) == 0 {
		t.Error("accepted")
	}
}

// TestFaultsHaveWords says every fault of the definitions above in both languages.
func TestFaultsHaveWords(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	_, wrong := forms.Parse("small", []byte("procedure: {slug: X y, nothing: 1}\nform: {pages: []}\n"))
	for _, w := range wrong {
		for _, lang := range texts.Langs() {
			said := texts.For(lang).Field(w.Field())
			if said == "problem."+w.Code || strings.Contains(said, "{") {
				t.Errorf("%s in %s: %q", w.Code, lang, said)
			}
		}
	}
	check := problem.Field{Code: "forms.check", Args: []any{"label", i18n.Text{"it": "A", "en": "B"}, "text", i18n.Text{"it": "C", "en": "D"}}}
	if said := texts.For("en").Field(check); said != "B: D" {
		t.Errorf("a check says %q", said)
	}
}

// TestCostLimit: an author's expression cannot stop the server.
func TestCostLimit(t *testing.T) {
	expensive := "people.all(a, people.all(b, people.all(c, people.all(d, a.pay + b.pay + c.pay + d.pay >= 0))))"
	source := strings.Replace(small, "max: 3", "max: 100", 1)
	source = strings.Replace(source, "id: other, type: text,", "id: other, type: text, when: '"+expensive+"',", 1)
	def, wrong := forms.Parse("small", []byte(source))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	var people []any
	for i := range 60 {
		people = append(people, map[string]any{"_key": fmt.Sprintf("k%d", i)})
	}
	if _, err := def.Evaluate(t.Context(), forms.Input{Answers: forms.Answers{"people": people}, Now: filedOn}); err == nil {
		t.Error("thirteen million steps were made")
	}
}
