// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"pratica/internal/fiscal"
	"pratica/internal/i18n"
	"pratica/internal/money"
	"pratica/internal/terms"
)

// Block is a part of a summary, in words.
type Block struct {
	Page, Section string // ids
	Title         string
	Entries       []Entry
}

// Entry is one label with its value, or with a table of items.
type Entry struct {
	Field    string // id
	Label    string
	Value    string
	Computed bool
	Table    *ItemTable
}

// ItemTable shows the items of a group: a row each, all with the same columns.
type ItemTable struct {
	Columns []string
	Rows    []ItemRow
}

// ItemRow is one item. Cells stand in the order of the columns, empty when there
// is no answer.
type ItemRow struct {
	Key, Title string
	Cells      []string
}

// texts holds the words that summaries need beside those of the definition.
var texts = sync.OnceValue(func() *i18n.Catalogue {
	c, err := i18n.Load()
	if err != nil {
		panic("forms: " + err.Error()) // the catalogue is part of the program
	}
	return c
})

// Describe tells answers in words, in the order of the form. It shows what the
// answers hold and decides nothing: give it Evaluation.Effective, or what was
// frozen of it.
func (d *Definition) Describe(a Answers, lang string) []Block {
	w := &writer{p: texts().For(lang), lang: lang}
	var blocks []Block
	for _, p := range d.Pages {
		for _, s := range p.Sections {
			if entries := w.entries(s.Fields, a); len(entries) > 0 {
				blocks = append(blocks, Block{Page: p.ID, Section: s.ID, Title: s.Title.In(lang), Entries: entries})
			}
		}
	}
	return blocks
}

// writer writes values in one language.
type writer struct {
	p    *i18n.Printer
	lang string
}

func (w *writer) entries(fields []*Field, record map[string]any) []Entry {
	var all []Entry
	for _, f := range fields {
		if f.Group != nil {
			if t := w.table(f, record); t != nil {
				all = append(all, Entry{Field: f.ID, Label: f.Label.In(w.lang), Table: t})
			}
			continue
		}
		if v := w.show(f, record); v != "" {
			all = append(all, Entry{Field: f.ID, Label: f.Label.In(w.lang), Value: v, Computed: f.IsComputed()})
		}
	}
	return all
}

func (w *writer) table(f *Field, record map[string]any) *ItemTable {
	items := itemsOf(record, f.ID)
	if len(items) == 0 {
		return nil
	}
	t := &ItemTable{}
	for _, inner := range f.Group.Fields {
		if inner.isAsked() {
			t.Columns = append(t.Columns, inner.Label.In(w.lang))
		}
	}
	for i, item := range items {
		key, _ := item[keyKey].(string)
		row := ItemRow{Key: key, Title: cardTitle(f.Group, i, item).In(w.lang)}
		for _, inner := range f.Group.Fields {
			if inner.isAsked() {
				row.Cells = append(row.Cells, w.show(inner, item))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// show writes the value of one field; empty when there is none.
func (w *writer) show(f *Field, record map[string]any) string {
	switch {
	case f.Type == Address:
		return w.address(f, record)
	case f.Type == FiscalCode:
		return w.fiscal(f, record)
	}
	switch v := plain(record[f.ID]).(type) {
	case string:
		return w.text(f, v)
	case bool:
		if v {
			return w.p.T("forms.value.yes")
		}
		return w.p.T("forms.value.no")
	case int64:
		return w.whole(f, v)
	case float64:
		return w.decimal(v)
	case []any:
		return w.list(f, v)
	}
	return ""
}

func (w *writer) whole(f *Field, n int64) string {
	switch {
	case f.Type == Amount:
		return w.p.Money(money.Cents(n))
	case f.Bounds.Min != nil && *f.Bounds.Min >= 1000 && f.Bounds.Max != nil && *f.Bounds.Max <= 9999:
		return strconv.FormatInt(n, 10) // a year is not grouped
	}
	return w.p.Number(n)
}

func (w *writer) decimal(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	return strings.Replace(s, ".", w.p.T("forms.value.decimal_mark"), 1)
}

func (w *writer) text(f *Field, s string) string {
	switch f.Type {
	case Choice:
		if o, ok := f.Option(s); ok {
			return o.Label.In(w.lang)
		}
	case Date:
		if d, err := terms.ParseDate(s); err == nil {
			return w.p.Date(d)
		}
	case IBAN:
		return fiscal.IBAN(s).Groups()
	}
	return s
}

func (w *writer) list(f *Field, list []any) string {
	var all []string
	for _, one := range list {
		s, _ := one.(string)
		if o, ok := f.Option(s); ok {
			s = o.Label.In(w.lang)
		}
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, "; ")
}

func (w *writer) fiscal(f *Field, record map[string]any) string {
	if s, _ := record[f.ID].(string); s != "" || len(f.Parts) == 0 {
		return s
	}
	return w.show(f.Parts[0], record)
}

// address writes the parts in the order of an Italian address:
// "Via Roma 1, 37100 Verona (VR), Italia".
func (w *writer) address(f *Field, record map[string]any) string {
	part := func(r role) string {
		s, _ := record[f.ID+"_"+string(r)].(string)
		return s
	}
	if none, _ := record[f.ID+"_"+string(roleNoFixed)].(bool); none {
		return w.p.T("forms.value.no_fixed_address", "place", part(rolePlace))
	}
	town := spaced(part("postcode"), part(roleTown))
	if province := part(roleProvince); province != "" {
		town = spaced(town, "("+strings.ToUpper(province)+")")
	}
	var all []string
	for _, s := range []string{spaced(part(roleStreet), part("number")), town, part("state")} {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, ", ")
}

func spaced(a, b string) string { return strings.TrimSpace(a + " " + b) }

var blanks = regexp.MustCompile(` {2,}`)

// cardTitle fills the title of a card with the item's number and answers.
func cardTitle(g *Group, index int, item map[string]any) i18n.Text {
	title := i18n.Text{}
	for lang, s := range g.Card {
		pairs := []string{"{n}", strconv.Itoa(index + 1)}
		for id := range g.byID {
			v, _ := item[id].(string)
			pairs = append(pairs, "{"+id+"}", v)
		}
		s = blanks.ReplaceAllString(strings.NewReplacer(pairs...).Replace(s), " ")
		title[lang] = strings.TrimRight(strings.TrimSpace(s), ": ,")
	}
	return title
}
