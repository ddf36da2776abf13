// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
)

const small = `
procedure:
  slug: prova
  version: "1"
  title: {it: Prova, en: Test}
  sheet:
    who: {it: Tutti., en: Everybody.}
    cost: {it: Nulla., en: Nothing.}
    minutes: 1
    time_limit: {it: Mai., en: Never.}
    silence: {it: Nulla., en: Nothing.}
    privacy: {it: Nulla., en: Nothing.}
    office: {it: Ufficio., en: Office.}
form:
  pages:
    - id: one
      title: {it: Uno, en: One}
      sections:
        - id: s
          title: {it: Uno, en: One}
          fields:
            - {id: name, type: text, label: {it: Nome, en: Name}, required: true}
            - {id: born, type: date, label: {it: Nato, en: Born}}
            - {id: income, type: amount, label: {it: Reddito, en: Income}}
            - {id: truth, type: declaration, label: {it: Vero, en: True}}
            - id: ways
              type: multiple_choice
              label: {it: Modi, en: Ways}
              options:
                - {value: a, label: {it: A, en: A}}
                - {value: b, label: {it: B, en: B}}
            - id: people
              type: group
              label: {it: Persone, en: People}
              card: {it: "Persona {n}", en: "Person {n}"}
              add: {it: Aggiungi, en: Add}
              min: 0
              max: 3
              fields:
                - {id: first, type: text, label: {it: Nome, en: Name}}
                - {id: pay, type: amount, label: {it: Paga, en: Pay}}
    - id: two
      title: {it: Due, en: Two}
      sections:
        - id: t
          title: {it: Due, en: Two}
          fields:
            - {id: other, type: text, label: {it: Altro, en: Other}}
attachments: []
signing:
  digital: optional
  ways:
    - id: hand
      by: applicant
      title: {it: A mano, en: By hand}
      ground: {it: Norma, en: Law}
      help: {it: Firmi., en: Sign.}
      files:
        - {id: scan, title: {it: Scansione, en: Scan}, proof: scan, formats: [pdf], max_size: 5MB}
`

func parsed(t *testing.T) (*forms.Definition, *forms.Page) {
	t.Helper()
	def, wrong := forms.Parse("small", []byte(small))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	page, ok := def.Page("one")
	if !ok {
		t.Fatal("no page")
	}
	return def, page
}

func typed(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func TestDecodeKeepsWhatWasTyped(t *testing.T) {
	def, page := parsed(t)
	shown := []string{"_shown", "name", "_shown", "born", "_shown", "income", "_shown", "truth", "_shown", "ways"}
	tests := []struct {
		name   string
		before forms.Answers
		typed  []string
		want   string
	}{
		{"values are read", forms.Answers{}, append(shown, "name", " Ada ", "born", "1985-03-12", "income", "1.234,50", "truth", "yes", "ways", "a", "ways", "b"),
			`{"born":"1985-03-12","income":123450,"name":"Ada","truth":true,"ways":["a","b"]}`},
		{"what cannot be read stays as typed", forms.Answers{"born": "1985-03-12"}, append(shown, "born", "1985-02-30", "income", "molto"),
			`{"_raw":{"born":"1985-02-30","income":"molto"}}`},
		{"a box that was shown and not ticked loses its answer", forms.Answers{"truth": true, "ways": []any{"a"}}, shown, `{}`},
		{"a field that was not shown keeps its answer", forms.Answers{"truth": true, "name": "Ada"}, []string{"_shown", "born"}, `{"name":"Ada","truth":true}`},
		{"a field of another page is not touched", forms.Answers{"other": "x"}, []string{"_shown", "other", "other", "y"}, `{"other":"x"}`},
		{"an unknown field is ignored", forms.Answers{}, []string{"_shown", "nothing", "nothing", "y", "name", "not shown"}, `{}`},
		{"an item that is gone is ignored", forms.Answers{}, []string{"_shown", "people.k1.first", "people.k1.first", "Eva"}, `{}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(forms.Canonical(def.DecodePage(page, typed(tt.typed...), tt.before)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCards(t *testing.T) {
	def, page := parsed(t)
	a := forms.Answers{}
	do := func(pairs ...string) {
		t.Helper()
		a = def.DecodePage(page, typed(pairs...), a)
	}
	want := func(step, want string) {
		t.Helper()
		if got := string(forms.Canonical(a)); got != want {
			t.Fatalf("%s: %s, want %s", step, got, want)
		}
	}
	do("card.add", "people")
	want("add", `{"people":[{"_key":"k1"}]}`)
	do("_shown", "people.k1.first", "people.k1.first", "Ada", "card.duplicate", "people.k1")
	want("typed and duplicated", `{"people":[{"_key":"k1","first":"Ada"},{"_key":"k2","first":"Ada"}]}`)
	do("_shown", "people.k2.first", "people.k2.first", "Eva", "card.up", "people.k2")
	want("moved up", `{"people":[{"_key":"k2","first":"Eva"},{"_key":"k1","first":"Ada"}]}`)
	do("card.remove", "people.k2")
	if title, ok := def.Removed(a, "people", "en"); !ok || title == "" {
		t.Errorf("Removed() = %q, %v", title, ok)
	}
	do("card.add", "people")
	want("a key is never given twice", `{"_removed":{"people":{"_key":"k2","first":"Eva"}},"people":[{"_key":"k1","first":"Ada"},{"_key":"k3"}]}`)
	do("card.restore", "people")
	want("restored", `{"people":[{"_key":"k1","first":"Ada"},{"_key":"k3"},{"_key":"k2","first":"Eva"}]}`)
	do("card.add", "people")
	want("no more than the maximum", `{"people":[{"_key":"k1","first":"Ada"},{"_key":"k3"},{"_key":"k2","first":"Eva"}]}`)
}

func TestEvaluateSaysWhatIsWrong(t *testing.T) {
	def, _ := parsed(t)
	e, err := def.Evaluate(t.Context(), forms.Input{Answers: forms.Answers{"_raw": map[string]any{"born": "ieri"}}, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range e.Failures {
		got = append(got, f.Path+" "+f.Code)
	}
	want := []string{"name forms.required", "born forms.bad_date", "truth forms.declare"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("procedure: {slug: x}"))
	f.Add([]byte("form:\n  pages:\n    - &a {id: *a}"))
	f.Fuzz(func(t *testing.T, source []byte) {
		def, wrong := forms.Parse("fuzz", source)
		if (def == nil) == (len(wrong) == 0) {
			t.Errorf("neither a definition nor a fault, or both")
		}
		for _, w := range wrong {
			if w.Line < 1 || w.Column < 1 {
				t.Errorf("a fault without a place: %+v", w)
			}
		}
	})
}

func FuzzDecodePage(f *testing.F) {
	f.Add("_shown=name&name=Ada&card.add=people")
	f.Add("card.remove=people.k1&card.up=..&_shown=people.k1.first")
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		def, wrong := forms.Parse("small", []byte(small))
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		page, _ := def.Page("one")
		after := def.DecodePage(page, values, forms.Answers{"people": []any{map[string]any{"_key": "k1"}}})
		again, err := forms.ParseAnswers(forms.Canonical(after))
		if err != nil || strings.Compare(string(forms.Canonical(again)), string(forms.Canonical(after))) != 0 {
			t.Errorf("answers do not survive: %v", err)
		}
	})
}
