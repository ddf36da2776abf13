// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"net/http"
	"strings"

	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// ClosingPage is the dry run of a closing, with the question whether to do it.
type ClosingPage struct {
	kit.Page
	Recipient string
	To        kit.Field
	Said      string // how many cases would go
	Cases     kit.Table
	Question  *kit.Question // nil while nothing can be closed
}

func (f *Face) closing(w http.ResponseWriter, r *http.Request) error {
	q := kit.Values{Values: r.URL.Query()}
	return f.closingPage(w, r, q.Text("recipient"), q.Date("to"), nil)
}

func (f *Face) closingPage(w http.ResponseWriter, r *http.Request, recipient, typed string, wrong error) error {
	k, err := f.kindOf(r, office.LotsClose)
	if err != nil {
		return err
	}
	to, badDay := lotDay(typed)
	p, err := f.Lots.Preview(r.Context(), k, recipient, to)
	if err != nil {
		return err
	}
	page := ClosingPage{Page: f.page(r, f.Kit.Printer(r).T("lots.closing", "recipient", recipient)), Recipient: recipient}
	page.Lead = page.T("lots.closing_lead")
	page.Crumbs = []kit.Crumb{{Text: page.T("lots.title"), Href: LotsPath}, {Text: page.Title}}
	page.To = kit.Field{Type: kit.Date, Name: "to", Label: page.T("lots.up_to"), Help: page.T("lots.up_to_help"), Value: p.To.String()}
	if badDay {
		page.To.Value, page.To.Error = typed, page.T("lots.bad_day")
		page.Errors = kit.Summary("", page.To)
	}
	page.forecast(k, p)
	if wrong != nil {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/lots_close", page)
}

// lotDay reads a typed day; none is the end of the newest period.
func lotDay(typed string) (d terms.Date, bad bool) {
	if typed == "" {
		return d, false
	}
	d, err := terms.ParseDate(typed)
	return d, err != nil
}

func (p *ClosingPage) forecast(k lots.Kind, would lots.Preview) {
	p.Said = p.T("lots.would_send", "first", len(would.First), "corrections", len(would.Corrections), "to", would.To)
	var rows []kit.Row
	for _, l := range append(would.First, would.Corrections...) {
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: l.Code, Href: path(l.Case)}, {Text: decidedOn(p.Page, l)}, {Text: p.what(l)}, {Text: p.lacks(l)},
		}})
	}
	p.Cases = kit.NewTable(p.T("lots.forecast"), []kit.Column{
		{Title: p.T("office.case.code")}, {Title: p.T("lots.decided_on")}, {Title: p.T("lots.what")}, {Title: p.T("lots.lacks")},
	}, rows)
	p.Cases.Empty = kit.EmptyState{Title: p.T("lots.nothing_to_send"), Text: p.T("lots.nothing_to_send_text")}
	if len(rows) == 0 || p.To.Error != "" {
		return
	}
	p.Question = &kit.Question{
		Action: kindPath(k) + "/chiudi", Text: p.T("lots.sure"), Confirm: p.T("lots.close"), Danger: true, Cancel: LotsPath,
		Hidden: []kit.Hidden{{Name: "recipient", Value: p.Recipient}, {Name: "until", Value: would.To.String()}},
	}
}

func decidedOn(page kit.Page, l lots.Line) string {
	if l.DecidedOn.IsZero() {
		return ""
	}
	return page.Printer.Date(l.DecidedOn)
}

func (p *ClosingPage) what(l lots.Line) string { return saysItem(p.Page, l.Correction, l.Withdrawn) }

func saysItem(page kit.Page, correction int64, withdrawn bool) string {
	switch {
	case withdrawn:
		return page.T("lots.withdrawn")
	case correction > 0:
		return page.T("lots.correction", "n", correction)
	}
	return page.T("lots.first_time")
}

func (p *ClosingPage) lacks(l lots.Line) string {
	lacks := l.Missing
	for _, slot := range l.Without {
		lacks = append(lacks, p.T("lots.no_document", "slot", slot))
	}
	return strings.Join(lacks, ", ")
}

// closeSubmit closes. What is closed is computed anew: whoever was faster is told.
func (f *Face) closeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	k, err := f.kindOf(r, office.LotsClose)
	if err != nil {
		return err
	}
	to, badDay := lotDay(form.Text("until"))
	if badDay {
		return f.closingPage(w, r, form.Text("recipient"), form.Text("until"), problem.New(problem.Invalid, "lots.input"))
	}
	closed, err := f.Lots.Close(r.Context(), clerk(r), k, form.Text("recipient"), to)
	if kit.IsCorrectable(err) || problem.KindOf(err) == problem.Conflict && err != nil {
		return f.closingPage(w, r, form.Text("recipient"), form.Text("until"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lots.was_closed", "count", len(closed), "number", closed[0].Name())
	return kit.Redirect(w, r, lotPath+closed[0].ID)
}

// MissingPage lists the cases that name no recipient.
type MissingPage struct {
	kit.Page
	Action string
	Cases  []MissingCase
	None   kit.EmptyState
}

// MissingCase is one of them, with the form that gives it a recipient.
type MissingCase struct {
	ID, Code, Href string
	Recipient      kit.Field
}

func (f *Face) missing(w http.ResponseWriter, r *http.Request) error {
	return f.missingPage(w, r, "", "", nil)
}

func (f *Face) missingPage(w http.ResponseWriter, r *http.Request, id, typed string, wrong error) error {
	k, err := f.kindOf(r, office.LotsClose)
	if err != nil {
		return err
	}
	all, err := f.Lots.Pending(r.Context(), lots.Key{Procedure: k.Procedure, Kind: k.Name}, "")
	if err != nil {
		return err
	}
	page := MissingPage{Page: f.page(r, f.Kit.Printer(r).T("lots.missing")), Action: kindPath(k) + "/destinatari"}
	page.Lead = page.T("lots.missing_lead", "kind", k.Label)
	page.Crumbs = []kit.Crumb{{Text: page.T("lots.title"), Href: LotsPath}, {Text: page.Title}}
	page.None = kit.EmptyState{Title: page.T("lots.none_missing"), Text: page.T("lots.none_missing_text"), Next: &kit.Link{Text: page.T("lots.title"), Href: LotsPath}}
	var fields []kit.Field
	for _, p := range all {
		field := kit.Field{Type: kit.Text, Name: "recipient." + p.Case, Label: page.T("lots.recipient_of", "code", p.Code), Width: kit.Medium}
		if p.Case == id {
			field.Value, field.Error = typed, cmp.Or(kit.FieldErrors(page.Printer, wrong)["recipient"], page.Printer.Error(wrong))
			fields = append(fields, field)
		}
		page.Cases = append(page.Cases, MissingCase{p.Case, p.Code, path(p.Case), field})
	}
	if wrong != nil {
		page.Errors = kit.Summary("", fields...)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/lots_missing", page)
}

func (f *Face) missingSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	k, err := f.kindOf(r, office.LotsClose)
	if err != nil {
		return err
	}
	id := form.Text("case")
	typed := form.Text("recipient." + id)
	err = f.Lots.WriteRecipient(r.Context(), clerk(r), lots.Key{Procedure: k.Procedure, Kind: k.Name}, id, typed)
	if kit.IsCorrectable(err) {
		return f.missingPage(w, r, id, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lots.recipient_written")
	return kit.Redirect(w, r, kindPath(k)+"/destinatari")
}
