// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"fmt"
	"strings"

	"pratica/internal/forms"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// FormSection is a section of a page of the form: fields, and groups of cards,
// in the order of the definition.
type FormSection struct {
	Title, Intro string
	Rows         []FormRow
}

// FormRow is one row of a section: exactly one of its parts is set.
type FormRow struct {
	Fields []kit.Field // questions with nothing else between them, drawn at one go
	Info   string
	Values []kit.Entry // computed values, one after the other
	Cards  *kit.Cards
}

// drawer turns the state of a form into components.
type drawer struct {
	page   kit.Page
	errors bool // whether errors are shown: not on a page that is still blank
}

func (d drawer) sections(state forms.PageState) []FormSection {
	out := make([]FormSection, 0, len(state.Sections))
	for _, s := range state.Sections {
		section := FormSection{Title: s.Title.In(d.page.Lang), Intro: s.Intro.In(d.page.Lang)}
		for _, field := range s.Fields {
			section.Rows = d.row(section.Rows, field)
		}
		out = append(out, section)
	}
	return out
}

// row adds a field to the rows before it.
func (d drawer) row(rows []FormRow, s forms.FieldState) []FormRow {
	switch {
	case s.Group != nil:
		return append(rows, FormRow{Cards: d.cards(s)})
	case s.Type == forms.Information, s.Type == forms.File:
		return append(rows, FormRow{Info: d.words(s)})
	case s.IsComputed():
		return d.computed(rows, s)
	}
	if len(rows) == 0 || rows[len(rows)-1].Fields == nil {
		rows = append(rows, FormRow{})
	}
	last := &rows[len(rows)-1]
	for _, field := range d.fields(s) {
		field.Shown = forms.ShownName
		last.Fields = append(last.Fields, field)
	}
	return rows
}

// computed adds a value that the form works out to those just before it.
func (d drawer) computed(rows []FormRow, s forms.FieldState) []FormRow {
	if len(rows) == 0 || rows[len(rows)-1].Values == nil {
		rows = append(rows, FormRow{})
	}
	last := &rows[len(rows)-1]
	last.Values = append(last.Values, kit.Entry{Name: s.Label.In(d.page.Lang), Value: d.said(s)})
	return rows
}

// said is a computed value as people read it.
func (d drawer) said(s forms.FieldState) string {
	switch s.Value {
	case true:
		return d.page.T("kit.yes")
	case false:
		return d.page.T("kit.no")
	}
	return d.value(s)
}

// words are those of a field that nobody answers here.
func (d drawer) words(s forms.FieldState) string {
	label := s.Label.In(d.page.Lang)
	if s.Type == forms.File {
		return d.page.T("applicant.file_later", "title", label)
	}
	return label
}

// fields draws a field with its parts; an address is its parts alone, under its
// own label.
func (d drawer) fields(s forms.FieldState) []kit.Field {
	var all []kit.Field
	switch {
	case s.Type == forms.Information, s.Type == forms.File:
		all = append(all, kit.Field{Type: kit.Note, Text: d.words(s)})
	case s.Type != forms.Address && !s.IsComputed():
		all = append(all, d.field(s))
	}
	for _, part := range s.Parts {
		if part.IsComputed() {
			continue
		}
		field := d.field(part)
		if s.Type == forms.Address {
			field.Label = s.Label.In(d.page.Lang) + " – " + field.Label
		}
		all = append(all, field)
	}
	return all
}

// types draws each type of answer.
var types = map[forms.Type]kit.FieldType{
	forms.Text: kit.Text, forms.LongText: kit.LongText, forms.Number: kit.Number, forms.Integer: kit.Number, forms.Amount: kit.Amount,
	forms.Date: kit.Date, forms.FiscalCode: kit.Text, forms.Email: kit.Email, forms.Phone: kit.Phone, forms.Postcode: kit.Number,
	forms.VAT: kit.Text, forms.IBAN: kit.Text, forms.PEC: kit.Email,
	forms.Choice: kit.Choice, forms.MultipleChoice: kit.Choices, forms.YesNo: kit.YesNo, forms.Declaration: kit.Declaration,
}

// widths tell people how long an answer is.
var widths = map[forms.Type]kit.Width{
	forms.FiscalCode: kit.Medium, forms.Postcode: kit.Tiny, forms.Amount: kit.Small, forms.Integer: kit.Small, forms.Number: kit.Small, forms.Phone: kit.Small,
	forms.VAT: kit.Small, forms.IBAN: kit.Medium,
}

// manyOptions is from how many on a list is shorter than a set of buttons.
const manyOptions = 7

func (d drawer) field(s forms.FieldState) kit.Field {
	f := kit.Field{
		Type: types[s.Type], Name: s.Name, Label: s.Label.In(d.page.Lang), Help: d.help(s), Optional: !s.Required, Width: widths[s.Type],
		Complete: s.Autocomplete, MaxLength: s.Bounds.MaxLength, Value: d.value(s), Error: d.error(s.Failures),
	}
	if s.Raw != "" {
		f.Value = s.Raw
	}
	for _, o := range s.Options {
		f.Options = append(f.Options, kit.Option{Value: o.Value, Label: o.Label.In(d.page.Lang)})
	}
	switch {
	case f.Type == kit.Choice && len(f.Options) > manyOptions:
		f.Type = kit.Select
	case f.Type == kit.Declaration:
		f.Text, f.Label, f.Optional = f.Label, "", false
	case f.Type == kit.Amount:
		f.Unit = "€"
	case f.Type == kit.Choices:
		f.Values = texts(s.Value)
	}
	return f
}

func (d drawer) help(s forms.FieldState) string {
	help := s.Help.In(d.page.Lang)
	if example := s.Example.In(d.page.Lang); example != "" {
		help = strings.TrimSpace(help + " " + d.page.T("applicant.example", "example", example))
	}
	return help
}

// error is the first thing wrong with a field; warnings are shown on the
// summary.
func (d drawer) error(failures []problem.Field) string {
	if !d.errors || len(failures) == 0 {
		return ""
	}
	return d.page.Printer.Field(failures[0])
}

// value is an answer as the input holds it.
func (d drawer) value(s forms.FieldState) string {
	switch v := s.Value.(type) {
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case int64:
		if s.Type == forms.Amount && s.IsComputed() {
			return d.page.Printer.Money(money.Cents(v))
		}
		if s.Type == forms.Amount {
			return strings.ReplaceAll(money.Cents(v).String(), ".", ",")
		}
		return fmt.Sprint(v)
	case float64:
		return strings.ReplaceAll(fmt.Sprint(v), ".", ",")
	}
	return ""
}

func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, one := range list {
		if s, ok := one.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func (d drawer) cards(s forms.FieldState) *kit.Cards {
	g := s.Group
	cards := &kit.Cards{Path: s.Name, Title: s.Label.In(d.page.Lang), Help: s.Help.In(d.page.Lang), Empty: d.page.T("applicant.no_items")}
	if len(s.Items) < g.Max {
		cards.Add = g.Add.In(d.page.Lang)
	}
	for i, item := range s.Items {
		card := kit.Card{
			Path: s.Name + "." + item.Key, Title: item.Title.In(d.page.Lang), First: i == 0, Last: i == len(s.Items)-1,
			Only: len(s.Items) <= g.Min, Full: len(s.Items) >= g.Max,
		}
		for _, field := range item.Fields {
			card.Fields = append(card.Fields, d.fields(field)...)
		}
		cards.Items = append(cards.Items, card)
	}
	if len(s.Failures) > 0 && d.errors {
		cards.Error = d.page.Printer.Field(s.Failures[0])
	}
	return cards
}

// formErrors lists what is wrong on a page: its fields, then its groups as such.
func formErrors(text string, sections []FormSection) kit.ErrorSummary {
	all := kit.Summary(text, formFields(sections)...)
	for _, s := range sections {
		for _, row := range s.Rows {
			if row.Cards != nil && row.Cards.Error != "" {
				all.Items = append(all.Items, kit.ErrorItem{ID: row.Cards.ElementID(), Text: row.Cards.Error})
			}
		}
	}
	return all
}

// formFields lists every field of a page, for the error summary.
func formFields(sections []FormSection) []kit.Field {
	var all []kit.Field
	for _, s := range sections {
		for _, row := range s.Rows {
			all = append(all, row.Fields...)
			if row.Cards != nil {
				for _, card := range row.Cards.Items {
					for _, field := range card.Fields {
						if field.Error != "" { // many persons have a surname: whose is missing?
							field.Error = card.Title + " – " + field.Error
						}
						all = append(all, field)
					}
				}
			}
		}
	}
	return all
}
