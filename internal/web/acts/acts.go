// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package acts

import (
	"net/http"
	"slices"
	"strconv"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// Maker has the page.
type Maker struct {
	Kit      *kit.Kit
	Casework *casework.Service
}

// Place is where a party stands.
type Place struct {
	Actor casework.Actor
	Case  string
	Home  string // address of the case
	Away  string // where to go once the case is not the party's any more
	Page  kit.Page
}

// Page is the form of one act (template "acts/form").
type Page struct {
	kit.Page
	Explain string
	Fields  []kit.Field
	Version int64
	Submit  string
	Cancel  string
}

// ownPage are the step kinds that have a page of their own.
var ownPage = []string{"answer_integration"}

func isHere(o casework.Offer) bool {
	return !slices.Contains(ownPage, o.Kind) && len(o.Unmet) == 0 &&
		!slices.ContainsFunc(o.Fields, func(f actions.Field) bool { return f.Type == actions.FileField })
}

// Links leads to what the party can do now (template "acts").
func Links(page kit.Page, v casework.View, home string) []kit.Link {
	var list []kit.Link
	for _, o := range v.Offers {
		if isHere(o) {
			list = append(list, kit.Link{Text: o.Label.In(page.Lang), Href: home + "/atti/" + o.Action})
		}
	}
	return list
}

// Show draws the form.
func (m *Maker) Show(w http.ResponseWriter, r *http.Request, at Place) error {
	return m.draw(w, r, at, kit.Values{}, nil)
}

func (m *Maker) draw(w http.ResponseWriter, r *http.Request, at Place, typed kit.Values, wrong error) error {
	v, err := m.Casework.View(r.Context(), at.Actor, at.Case)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Offers, func(o casework.Offer) bool { return o.Action == r.PathValue("action") && isHere(o) })
	if i < 0 {
		if wrong != nil { // somebody was faster
			return wrong
		}
		return problem.New(problem.Conflict, "acts.no_longer")
	}
	offer := v.Offers[i]
	page := Page{Page: at.Page, Version: v.Case.Version, Cancel: at.Home}
	page.Title = offer.Label.In(page.Lang)
	page.Crumbs = append(page.Crumbs, kit.Crumb{Text: page.Title})
	page.Explain, page.Submit = offer.Explain.In(page.Lang), page.Title
	page.fill(offer.Fields, typed, wrong)
	return m.Kit.Render(w, r, kit.StatusOf(wrong), "acts/form", page)
}

// types draws each type of field that a definition may ask for.
var types = map[actions.FieldType]kit.FieldType{
	actions.TextField: kit.Text, actions.LongField: kit.LongText, actions.DateField: kit.Date, actions.ChoiceField: kit.Choice,
	actions.YesField: kit.YesNo, actions.NumberField: kit.Number, actions.AmountField: kit.Amount,
}

// confirmName is the box that says "yes, I mean it".
const confirmName = "confirm"

func (p *Page) fill(fields []actions.Field, typed kit.Values, wrong error) {
	texts := kit.FieldErrors(p.Printer, wrong)
	for _, f := range fields {
		shown := kit.Field{Type: types[f.Type], Name: f.Name, Label: f.In(p.Printer), Help: f.Help.In(p.Lang), Value: f.Value, Optional: !f.Required, Error: texts[f.Name]}
		if shown.Type == kit.Amount {
			shown.Unit, shown.Width = "€", kit.Small
		}
		for _, c := range f.Choices {
			shown.Options = append(shown.Options, kit.Option{Value: c.Value, Label: c.In(p.Printer)})
		}
		if typed.Values != nil {
			shown.Value = valueOf(typed, f)
		}
		p.Fields = append(p.Fields, shown)
	}
	confirm := kit.Field{Type: kit.Declaration, Name: confirmName, Text: p.T("acts.confirm", "act", p.Title), Error: texts[confirmName]}
	if typed.Values != nil && typed.Checked(confirmName) {
		confirm.Value = "yes"
	}
	p.Fields = append(p.Fields, confirm)
	if wrong == nil {
		return
	}
	if p.Errors = kit.Summary("", p.Fields...); p.Errors.IsEmpty() {
		p.Errors.Text = p.Printer.Error(wrong)
	}
}

func valueOf(typed kit.Values, f actions.Field) string {
	if f.Type == actions.DateField {
		return typed.Date(f.Name)
	}
	return typed.Text(f.Name)
}

// Submit does the act, if it was confirmed.
func (m *Maker) Submit(w http.ResponseWriter, r *http.Request, at Place) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	if !form.Checked(confirmName) {
		unsure := problem.New(problem.Invalid, "acts.unconfirmed").With(problem.Field{Path: confirmName, Code: "acts.unconfirmed"})
		return m.draw(w, r, at, form, unsure)
	}
	version, _ := strconv.ParseInt(form.Text("version"), 10, 64)
	if _, err = m.Casework.Act(r.Context(), at.Actor, at.Case, r.PathValue("action"), casework.Command{Version: version, Input: input(form)}); err != nil {
		if kit.IsCorrectable(err) {
			return m.draw(w, r, at, form, err)
		}
		return err
	}
	m.Kit.Flash(w, kit.Success, "acts.done")
	return kit.Redirect(w, r, m.next(r, at))
}

// next is the case, unless the act took it from who did it.
func (m *Maker) next(r *http.Request, at Place) string {
	if _, err := m.Casework.View(r.Context(), at.Actor, at.Case); problem.KindOf(err) == problem.NotFound && err != nil {
		return at.Away
	}
	return at.Home
}

func input(form kit.Values) actions.Input {
	in := actions.Input{Values: map[string][]string{}}
	for name, values := range form.Values {
		if name != "version" && name != confirmName {
			in.Values[name] = values
		}
	}
	for _, name := range form.DateNames() {
		in.Values[name] = []string{form.Date(name)}
	}
	return in
}
