// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"net/http"

	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// absencesPath is the page of who is away, and of who receives no new cases.
const absencesPath = Prefix + "/assenze"

// AbsencesPage lists the absences that are not over and notes another. An
// official sees and notes his own, an administrator everybody's.
type AbsencesPage struct {
	kit.Page
	Rows   []AbsenceRow
	Empty  kit.EmptyState
	Fields []kit.Field
}

// AbsenceRow is one absence.
type AbsenceRow struct {
	ID, Name, Days, What string
	CanRemove            bool
}

// absenceForm is what was typed.
type absenceForm struct{ account, kind, from, to, substitute string }

// The kinds of an absence, as the form names them.
const (
	kindAway    = "away"
	kindOnlyNew = "only_new"
)

func (f *Face) absences(w http.ResponseWriter, r *http.Request) error {
	return f.absencesPage(w, r, absenceForm{kind: kindAway}, nil)
}

func (f *Face) absencesPage(w http.ResponseWriter, r *http.Request, typed absenceForm, wrong error) error {
	by := gate.Actor(r.Context())
	people, err := f.Office.Colleagues(r.Context(), by)
	if err != nil {
		return err
	}
	whose := by.Account
	if f.managesAll(by) {
		whose = ""
	}
	list, err := f.Office.Absences(r.Context(), by, whose)
	if err != nil {
		return err
	}
	page := AbsencesPage{Page: f.page(r, f.Kit.Printer(r).T("office.absences.title"))}
	page.Lead, page.Wide = page.T("office.absences.lead"), false
	page.Empty = kit.EmptyState{Title: page.T("office.absences.none"), Text: page.T("office.absences.none_text")}
	names := map[string]string{}
	for _, p := range people {
		names[p.Account] = p.Name
	}
	for _, a := range list {
		page.Rows = append(page.Rows, page.row(a, names, by))
	}
	page.Fields = page.fields(people, by, f.managesAll(by), typed)
	page.errors(wrong)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/absences", page)
}

// managesAll says whether the reader notes absences of others.
func (f *Face) managesAll(by office.Actor) bool {
	return office.Can(by, office.AbsenceManage, office.Resource{})
}

func (p *AbsencesPage) row(a office.Absence, names map[string]string, by office.Actor) AbsenceRow {
	row := AbsenceRow{ID: a.ID, Name: cmp.Or(names[a.Account], p.T("office.absences.gone")), CanRemove: true}
	row.Days = p.T("office.absences.days", "from", p.Printer.Date(a.From), "to", p.Printer.Date(a.To))
	switch {
	case a.OnlyNew:
		row.What = p.T("office.absences.only_new")
		row.CanRemove = office.Can(by, office.ExclusionManage, office.Resource{Account: a.Account})
	case a.Substitute == "":
		row.What = p.T("office.absences.nobody")
	default:
		row.What = p.T("office.absences.stands_in", "name", cmp.Or(names[a.Substitute], p.T("office.absences.gone")))
	}
	return row
}

func (p *AbsencesPage) fields(people []office.Holder, by office.Actor, all bool, typed absenceForm) []kit.Field {
	var fields []kit.Field
	var options, others []kit.Option
	for _, h := range people {
		options = append(options, kit.Option{Value: h.Account, Label: h.Name})
		if h.Account != by.Account {
			others = append(others, kit.Option{Value: h.Account, Label: h.Name})
		}
	}
	if all {
		fields = append(fields,
			kit.Field{Type: kit.Select, Name: "account", Label: p.T("office.absences.who"), Value: typed.account, Options: options, Width: kit.Medium},
			kit.Field{Type: kit.Choice, Name: "kind", Label: p.T("office.absences.kind"), Value: typed.kind, Options: []kit.Option{
				{Value: kindAway, Label: p.T("office.absences.kind_away")}, {Value: kindOnlyNew, Label: p.T("office.absences.kind_only_new")},
			}})
	}
	return append(fields,
		kit.Field{Type: kit.Date, Name: "from", Label: p.T("office.absences.from"), Value: typed.from},
		kit.Field{Type: kit.Date, Name: "to", Label: p.T("office.absences.to"), Value: typed.to},
		kit.Field{Type: kit.Select, Name: "substitute", Label: p.T("office.absences.substitute"), Help: p.T("office.absences.substitute_help"), Value: typed.substitute, Options: others, Optional: true, Width: kit.Medium})
}

// errors puts what was refused at its field.
func (p *AbsencesPage) errors(wrong error) {
	if wrong == nil {
		return
	}
	texts := kit.FieldErrors(p.Printer, wrong)
	for i, field := range p.Fields {
		p.Fields[i].Error = texts[field.Name]
	}
	if p.Errors = kit.Summary("", p.Fields...); p.Errors.IsEmpty() {
		p.Errors.Text = p.Printer.Error(wrong)
	}
}

func (f *Face) absenceSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	by := gate.Actor(r.Context())
	if id := form.Text("remove"); id != "" {
		err := f.Office.RemoveAbsence(r.Context(), by, id)
		return f.absenceDone(w, r, absenceForm{kind: kindAway}, err, "office.absences.removed")
	}
	typed := absenceForm{account: form.Text("account"), kind: form.Text("kind"), from: form.Date("from"), to: form.Date("to"), substitute: form.Text("substitute")}
	a := office.Absence{Account: cmp.Or(typed.account, by.Account), Substitute: typed.substitute, OnlyNew: typed.kind == kindOnlyNew}
	a.From, a.To = day(typed.from), day(typed.to)
	_, err = f.Office.AddAbsence(r.Context(), by, a)
	return f.absenceDone(w, r, typed, err, "office.absences.added")
}

func (f *Face) absenceDone(w http.ResponseWriter, r *http.Request, typed absenceForm, err error, key string) error {
	if kit.IsCorrectable(err) {
		return f.absencesPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, absencesPath)
}

// day reads a date of a form; what is none is refused by the service as the zero
// date.
func day(typed string) terms.Date {
	d, err := terms.ParseDate(typed)
	if err != nil {
		return terms.Date{}
	}
	return d
}
