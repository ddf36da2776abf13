// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/forms"
	"pratica/tests/e2e"
)

// writer fills the form of a procedure with the answers of a sample, by the words
// that the language shows: it knows the definition and nothing of the markup.
type writer struct {
	*e2e.Person
	t       *testing.T
	def     *forms.Definition
	answers map[string]any
	lang    string
}

func newWriter(h *house, p *e2e.Person, sample string) *writer {
	h.t.Helper()
	b, err := fs.ReadFile(definitions.Files, "samples/"+sample+".json")
	h.must(sample, err)
	w := &writer{Person: p, t: h.t, def: h.def, lang: h.say.Lang()}
	h.must(sample, json.Unmarshal(b, &w.answers))
	return w
}

// page fills the page of the form that is open and goes on. An answer may open
// further questions: the page shows them when it comes back, and then look sees it.
func (w *writer) page(p *forms.Page, next string, look func()) {
	w.t.Helper()
	path := w.place()
	done := map[string]bool{}
	for range 4 {
		for _, s := range p.Sections {
			for _, f := range s.Fields {
				w.field(f, w.answers, "", done)
			}
		}
		w.Click(next)
		if w.place() != path {
			return
		}
		look()
	}
	w.t.Fatalf("page %s does not end; it says:\n%s", p.ID, w.Text("main"))
}

// place is the path without the part of the page.
func (w *writer) place() string {
	w.t.Helper()
	path, _, _ := strings.Cut(w.Path(), "#")
	return path
}

// field answers a question, unless it is not asked now or was answered before.
func (w *writer) field(f *forms.Field, answers map[string]any, prefix string, done map[string]bool) {
	w.t.Helper()
	if f.Group != nil {
		w.cards(f, answers, done)
		return
	}
	for _, part := range f.Parts {
		labelled := *part
		if f.Type == forms.Address {
			labelled.Label = maps.Clone(part.Label)
			for lang := range labelled.Label {
				labelled.Label[lang] = f.Label[lang] + " – " + part.Label[lang]
			}
		}
		w.field(&labelled, answers, prefix, done)
	}
	name := prefix + f.ID
	value, ok := answers[f.ID]
	if !ok || done[name] || !w.asks(name) {
		return
	}
	done[name] = true
	w.answer(f, name, value)
}

func (w *writer) asks(name string) bool {
	return w.Has(fmt.Sprintf(`input[name="_shown"][value="%s"]`, name))
}

// cards makes a card for each item of a group, one after the other.
func (w *writer) cards(f *forms.Field, answers map[string]any, done map[string]bool) {
	w.t.Helper()
	items, ok := answers[f.ID].([]any)
	if !ok || !w.Has("#cards-"+f.ID) {
		return
	}
	for i, item := range items {
		nth := fmt.Sprintf("#cards-%s .p-card:nth-of-type(%d)", f.ID, i+1)
		if !w.Has(nth) {
			w.Click(f.Group.Add.In(w.lang))
		}
		key, _ := strings.CutPrefix(w.Attribute(nth+" [name='_shown'], "+nth+" [name='card.duplicate']", "value"), f.ID+".")
		key, _, _ = strings.Cut(key, ".")
		for _, field := range f.Group.Fields {
			w.field(field, item.(map[string]any), f.ID+"."+key+".", done)
		}
	}
}

func (w *writer) answer(f *forms.Field, name string, value any) {
	w.t.Helper()
	label := f.Label.In(w.lang)
	switch f.Type {
	case forms.Choice:
		w.choose(f, name, label, value.(string))
	case forms.MultipleChoice:
		for _, one := range value.([]any) {
			w.choose(f, name, label, one.(string))
		}
	case forms.YesNo:
		words := map[string]map[bool]string{"it": {true: "Sì", false: "No"}, "en": {true: "Yes", false: "No"}}
		w.Choose(label, words[w.lang][value.(bool)])
	case forms.Declaration:
		w.Tick(label)
	case forms.Date:
		w.FillDate(label, value.(string))
	case forms.Amount:
		w.Fill(label, w.amount(int(value.(float64))))
	default:
		w.Fill(label, fmt.Sprint(value))
	}
}

// amount is how people type one.
func (w *writer) amount(cents int) string {
	mark := map[string]string{"it": ",", "en": "."}[w.lang]
	return fmt.Sprintf("%d%s%02d", cents/100, mark, cents%100)
}

func (w *writer) choose(f *forms.Field, name, label, value string) {
	w.t.Helper()
	for _, o := range f.Options {
		if o.Value != value {
			continue
		}
		if w.Has(fmt.Sprintf(`select[name="%s"]`, name)) {
			w.Select(label, o.Label.In(w.lang))
		} else {
			w.Choose(label, o.Label.In(w.lang))
		}
		return
	}
	w.t.Fatalf("%s has no answer %q", name, value)
}
