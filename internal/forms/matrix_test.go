// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"pratica/internal/forms"
	"pratica/internal/i18n"
)

// The matrix of fields: type × required × conditional × repeated × language,
// each cell answered with nothing, something right and something wrong, saved as a
// draft and read back, hidden and shown again, described for print.

// cell is one field of the matrix.
type cell struct {
	kind                            matrixType
	required, conditional, repeated bool
}

// matrixType is a type with an answer that is right and one that cannot be.
type matrixType struct {
	name, extra string // more keys of the field, in YAML flow style
	good, bad   string
	shown       map[string]string // the good answer in words, by language; nil: as typed
}

var matrixTypes = []matrixType{
	{name: "text", good: "Nicolò D'Inventato", extra: "max_length: 40", bad: strings.Repeat("x", 41)},
	{name: "long_text", good: "una riga\ndue righe", extra: "min_length: 5", bad: "poco"},
	{name: "integer", good: "12", extra: "max: 20", bad: "dodici", shown: map[string]string{"it": "12", "en": "12"}},
	{name: "number", good: "2,5", bad: "2,5,5", shown: map[string]string{"it": "2,5", "en": "2.5"}},
	{name: "amount", good: "1.234,50", bad: "molto", shown: map[string]string{"it": "1.234,50 €", "en": "€1,234.50"}},
	{name: "date", good: "1985-03-12", bad: "1985-02-30", shown: map[string]string{"it": "12 marzo 1985", "en": "12 March 1985"}},
	{name: "fiscal_code", good: "RSSMRA80A01H501U", bad: "RSSMRA80A01H501X"},
	{name: "vat_number", good: "IT 12345678903", bad: "12345678901", shown: map[string]string{"it": "12345678903", "en": "12345678903"}},
	{name: "iban", good: "it60x0542811101000000123456", bad: "IT60X0542811101000000123457", shown: map[string]string{"it": "IT60 X054 2811 1010 0000 0123 456", "en": "IT60 X054 2811 1010 0000 0123 456"}},
	{name: "pec", good: "ada@pec.example", bad: "ada@pec"},
	{name: "email", good: "ada@posta.example", bad: "ada"},
	{name: "phone", good: "+39 000 000000", bad: "chiamami", shown: map[string]string{"it": "+39000000000", "en": "+39000000000"}},
	{name: "postcode", good: "00100", bad: "12"},
	{name: "choice", good: "b", bad: "z", extra: options, shown: map[string]string{"it": "Secondo", "en": "Second"}},
	{name: "multiple_choice", good: "b", bad: "z", extra: options, shown: map[string]string{"it": "Secondo", "en": "Second"}},
	{name: "yes_no", good: "yes", bad: "forse", shown: map[string]string{"it": "Sì", "en": "Yes"}},
	{name: "declaration", good: "yes", bad: "no", shown: map[string]string{"it": "Sì", "en": "Yes"}},
}

const options = "options: [{value: a, label: {it: Primo, en: First}}, {value: b, label: {it: Secondo, en: Second}}]"

func (c cell) String() string {
	return fmt.Sprintf("%s/required=%v/conditional=%v/repeated=%v", c.kind.name, c.required, c.conditional, c.repeated)
}

// definition is the smallest procedure with the cell's field in it.
func (c cell) definition(t *testing.T) *forms.Definition {
	t.Helper()
	keys := []string{"id: x", "type: " + c.kind.name, "label: {it: Domanda, en: Question}"}
	if c.kind.extra != "" {
		keys = append(keys, c.kind.extra)
	}
	if c.required && c.kind.name != "declaration" { // a declaration is always due
		keys = append(keys, "required: true")
	}
	if c.conditional {
		keys = append(keys, `when: "has(answers.ask) && ask"`)
	}
	field := "{" + strings.Join(keys, ", ") + "}"
	if c.repeated {
		field = "{id: g, type: group, label: {it: Gruppo, en: Group}, card: {it: 'N. {n}', en: 'No. {n}'}, add: {it: Aggiungi, en: Add}, min: 0, max: 2, fields: [" + field + "]}"
	}
	head, tail, _ := strings.Cut(small, "          fields:\n            - {id: name")
	_, tail, _ = strings.Cut(tail, "    - id: two\n")
	source := head + "          fields:\n            - {id: ask, type: yes_no, label: {it: Chiedo, en: Asking}}\n            - " + field + "\n    - id: two\n" + tail
	def, wrong := forms.Parse("matrix", []byte(source))
	if len(wrong) > 0 {
		t.Fatalf("%v\n%s", wrong, source)
	}
	return def
}

func cells() []cell {
	var all []cell
	for _, kind := range matrixTypes {
		for bits := range 8 {
			all = append(all, cell{kind, bits&1 != 0, bits&2 != 0, bits&4 != 0})
		}
	}
	return all
}

// player fills the form of one cell.
type player struct {
	t    *testing.T
	cell cell
	def  *forms.Definition
	page *forms.Page
}

func (p player) name() string {
	if p.cell.repeated {
		return "g.k1.x"
	}
	return "x"
}

func (p player) path() string {
	if p.cell.repeated {
		return "g[0].x"
	}
	return "x"
}

// answer types one text, saves the draft and reads it back.
func (p player) answer(ask bool, text string) forms.Answers {
	p.t.Helper()
	a := forms.Answers{}
	if p.cell.repeated {
		a = p.def.DecodePage(p.page, typed("card.add", "g"), a)
	}
	v := url.Values{"_shown": {"ask", p.name()}, "ask": {map[bool]string{true: "yes", false: "no"}[ask]}}
	if text != "" {
		v.Set(p.name(), text)
	}
	back, err := forms.ParseAnswers(forms.Canonical(p.def.DecodePage(p.page, v, a)))
	if err != nil {
		p.t.Fatal(err)
	}
	return back
}

func (p player) evaluate(a forms.Answers) forms.Evaluation {
	p.t.Helper()
	e, err := p.def.Evaluate(p.t.Context(), forms.Input{Answers: a, Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		p.t.Fatal(err)
	}
	return e
}

// wrong lists the codes at the cell's field.
func (p player) wrong(e forms.Evaluation) []string {
	var codes []string
	for _, f := range e.Failures {
		if f.Path == p.path() {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// described is the answer as print and summary show it.
func (p player) described(e forms.Evaluation, lang string) string {
	for _, b := range p.def.Describe(e.Effective, lang) {
		for _, entry := range b.Entries {
			if entry.Field == "x" {
				return entry.Value
			}
			if entry.Table != nil && len(entry.Table.Rows) > 0 {
				return entry.Table.Rows[0].Cells[0]
			}
		}
	}
	return ""
}

func TestFieldMatrix(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells() {
		t.Run(c.String(), func(t *testing.T) {
			def := c.definition(t)
			page, _ := def.Page("one")
			p := player{t, c, def, page}
			p.nothing()
			p.right()
			p.unreadable(texts)
			p.hidden()
		})
	}
}

// nothing: what is due and shown is missing, what is not is fine.
func (p player) nothing() {
	due := p.cell.required || p.cell.kind.name == "declaration"
	if got := p.wrong(p.evaluate(p.answer(true, ""))); (len(got) > 0) != due {
		p.t.Errorf("nothing typed: %v, due %v", got, due)
	}
}

// right: no fault, and the answer in words in both languages.
func (p player) right() {
	e := p.evaluate(p.answer(true, p.cell.kind.good))
	if got := p.wrong(e); len(got) > 0 {
		p.t.Errorf("%q: %v", p.cell.kind.good, got)
	}
	for _, lang := range []string{"it", "en"} {
		want := p.cell.kind.good
		if p.cell.kind.shown != nil {
			want = p.cell.kind.shown[lang]
		}
		if got := strings.ReplaceAll(p.described(e, lang), "\u00a0", " "); got != want {
			p.t.Errorf("%s in words: %q, want %q", lang, got, want)
		}
	}
}

// unreadable: a fault with words in both languages, nothing that counts, and
// what was typed still there.
func (p player) unreadable(texts *i18n.Catalogue) {
	a := p.answer(true, p.cell.kind.bad)
	e := p.evaluate(a)
	if len(p.wrong(e)) == 0 {
		p.t.Fatalf("%q was accepted", p.cell.kind.bad)
	}
	for _, f := range e.Failures {
		for _, lang := range []string{"it", "en"} {
			words := texts.For(lang).Field(f)
			if strings.ContainsAny(words, "{}") || strings.Contains(words, "problem.") || !strings.Contains(words, map[string]string{"it": "Domanda", "en": "Question"}[lang]) {
				p.t.Errorf("%s: %q", lang, words)
			}
		}
	}
	if p.described(e, "it") != "" {
		p.t.Errorf("a wrong answer counts: %q", p.described(e, "it"))
	}
	if kept := string(forms.Canonical(a)); p.cell.kind.name != "declaration" && !strings.Contains(kept, p.cell.kind.bad) {
		p.t.Errorf("%q is lost: %s", p.cell.kind.bad, kept)
	}
}

// hidden: no fault and no answer, and the draft keeps it for when it is asked
// again.
func (p player) hidden() {
	if !p.cell.conditional {
		return
	}
	a := p.answer(false, p.cell.kind.good)
	e := p.evaluate(a)
	if len(p.wrong(e)) > 0 || p.described(e, "it") != "" {
		p.t.Errorf("hidden, and still %v %q", p.wrong(e), p.described(e, "it"))
	}
	a["ask"] = true
	if e := p.evaluate(a); len(p.wrong(e)) > 0 || p.described(e, "it") == "" {
		p.t.Errorf("shown again: %v %q", p.wrong(e), p.described(e, "it"))
	}
}
