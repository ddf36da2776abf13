// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"net/url"
	"strconv"

	"pratica/internal/discard"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/worklist/sheet"
)

// itemsPerPage is how many cases of a list stand on a page.
const itemsPerPage = 100

// DiscardListPage is one list, with what can be done with it now.
type DiscardListPage struct {
	kit.Page
	Action   string
	State    kit.Badge
	Facts    []kit.Entry
	Progress string // while it runs
	Outcome  string // when it is done
	File     string
	Items    kit.Table
	Pages    kit.Pagination
	// Act and ActOn authorise it, Count starts it; nil when it is not time.
	Act, ActOn, Count *kit.Field
	Withdraw          bool
}

// typedAct is what was typed about a list.
type typedAct struct{ act, on, count string }

func (f *Face) discardList(w http.ResponseWriter, r *http.Request) error {
	return f.discardListPage(w, r, typedAct{}, nil)
}

func (f *Face) discardListPage(w http.ResponseWriter, r *http.Request, typed typedAct, wrong error) error {
	actor := gate.Actor(r.Context())
	l, err := f.Discard.List(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := DiscardListPage{Page: f.page(r, "discard.title"), Action: discardListPath + l.ID, File: discardListPath + l.ID + "/elenco.csv"}
	page.Title, page.Wide = page.T("discard.list", "number", l.Label()), true
	page.Crumbs = []kit.Crumb{{Text: page.T("discard.title"), Href: discardPath}, {Text: page.Title}}
	page.State = listBadge(page.Page, l.State)
	if page.Facts, err = f.listFacts(r, page.Page, l); err != nil {
		return err
	}
	if err := f.listItems(r, &page, actor, l); err != nil {
		return err
	}
	page.offer(l, typed)
	var fields []*kit.Field
	for _, field := range []*kit.Field{page.Act, page.ActOn, page.Count} {
		if field != nil {
			fields = append(fields, field)
		}
	}
	withErrors(&page.Page, wrong, fields...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/discard_list", page)
}

// offer says what can be done with a list in its state.
func (p *DiscardListPage) offer(l discard.List, typed typedAct) {
	p.Withdraw = l.State == discard.Proposed || l.State == discard.Authorised
	switch l.State {
	case discard.Proposed:
		p.Act = &kit.Field{Type: kit.LongText, Name: "act", Label: p.T("discard.act"), Help: p.T("discard.act_help"), Value: typed.act, Rows: 2}
		p.ActOn = &kit.Field{Type: kit.Date, Name: "act_on", Label: p.T("discard.act_on"), Value: typed.on}
	case discard.Authorised:
		p.Count = &kit.Field{Type: kit.Number, Name: "count", Label: p.T("discard.count"), Help: p.T("discard.count_help", "count", l.Count.All()), Value: typed.count, Width: kit.Small}
	case discard.Running:
		p.Progress = p.T("discard.progress", "done", l.Count.All()-l.Count.Listed, "all", l.Count.All())
	case discard.Done:
		p.Outcome = p.T("discard.outcome", "discarded", l.Count.Discarded, "left", l.Count.Left)
	}
}

func (f *Face) listFacts(r *http.Request, page kit.Page, l discard.List) ([]kit.Entry, error) {
	names := map[string]string{}
	for _, id := range []string{l.MadeBy, l.AuthorisedBy, l.StartedBy} {
		if err := f.learn(r.Context(), names, id); err != nil {
			return nil, err
		}
	}
	facts := []kit.Entry{
		{Name: page.T("discard.cases"), Value: page.Printer.Number(int64(l.Count.All()))}, {Name: page.T("discard.before"), Value: page.Printer.Date(l.Before)},
		{Name: page.T("discard.rule"), Value: yearsText(page, l.Rule.Years)}, {Name: page.T("discard.ground"), Value: l.Rule.Ground},
		{Name: page.T("discard.made"), Value: page.Printer.DateTime(l.MadeAt)}, {Name: page.T("discard.made_by"), Value: names[l.MadeBy]},
	}
	if l.Act != "" {
		facts = append(facts, kit.Entry{Name: page.T("discard.act"), Value: l.Act}, kit.Entry{Name: page.T("discard.act_on"), Value: page.Printer.Date(l.ActOn)},
			kit.Entry{Name: page.T("discard.authorised_by"), Value: names[l.AuthorisedBy]})
	}
	if l.StartedBy != "" {
		facts = append(facts, kit.Entry{Name: page.T("discard.started_by"), Value: names[l.StartedBy]})
	}
	if !l.EndedAt.IsZero() {
		facts = append(facts, kit.Entry{Name: page.T("discard.ended"), Value: page.Printer.DateTime(l.EndedAt)})
	}
	return facts, nil
}

func (f *Face) listItems(r *http.Request, page *DiscardListPage, actor office.Actor, l discard.List) error {
	at, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || at < 1 {
		at = 1
	}
	items, err := f.Discard.Items(r.Context(), actor, l.ID, (at-1)*itemsPerPage, itemsPerPage)
	if err != nil {
		return err
	}
	rows := make([]kit.Row, len(items))
	for i, one := range items {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Number(int64(one.Position))}, {Text: one.Code, Href: casePath(one.Code)}, {Text: caseNumber(one.Number, one.Year)},
			{Text: page.Printer.DateTime(one.ClosedAt)}, {Text: fateText(page.Page, one)},
		}}
	}
	page.Items = kit.NewTable(page.T("discard.items"), []kit.Column{
		{Title: page.T("discard.position")}, {Title: page.T("discard.case_code")}, {Title: page.T("discard.case_number")}, {Title: page.T("discard.last_act")}, {Title: page.T("discard.fate")},
	}, rows)
	page.Pages = kit.NewPagination(page.Printer, r.URL, at, itemsPerPage, l.Count.All())
	return nil
}

func casePath(code string) string { return discardCasePath + "?code=" + url.QueryEscape(code) }

func caseNumber(number int64, year int) string {
	return strconv.FormatInt(number, 10) + "/" + strconv.Itoa(year)
}

func fateText(page kit.Page, one discard.Item) string {
	text := page.T("discard.fates." + string(one.Fate))
	if one.Why != "" {
		text += ": " + page.T("discard.why."+one.Why)
	}
	return text
}

func (f *Face) discardListSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id, actor, typed := r.PathValue("id"), gate.Actor(r.Context()), typedAct{form.Text("act"), form.Date("act_on"), form.Text("count")}
	done := "discard.authorised"
	switch form.Text("do") {
	case "authorise":
		var on terms.Date
		if err := on.UnmarshalText([]byte(typed.on)); err != nil { // a day that is none is refused with the rest
			on = terms.Date{}
		}
		err = f.Discard.Authorise(r.Context(), actor, id, typed.act, on)
	case "start":
		n, wrong := strconv.Atoi(typed.count)
		if wrong != nil {
			n = 0 // a list is never empty
		}
		err, done = f.Discard.Start(r.Context(), actor, id, n), "discard.started"
	case "withdraw":
		err, done = f.Discard.Withdraw(r.Context(), actor, id), "discard.withdrawn"
	default:
		err = problem.New(problem.NotFound, "discard.no_list")
	}
	if kit.IsCorrectable(err) {
		return f.discardListPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, done)
	return kit.Redirect(w, r, discardListPath+id)
}

// discardFile is the list as a file, for who authorises it and for the archive.
func (f *Face) discardFile(w http.ResponseWriter, r *http.Request) error {
	actor := gate.Actor(r.Context())
	l, err := f.Discard.List(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := f.page(r, "discard.title")
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+page.T("discard.csv.name")+"-"+strconv.Itoa(l.Year)+"-"+strconv.FormatInt(l.Number, 10)+`.csv"`)
	h.Set("Cache-Control", "private, no-store")
	out, err := sheet.NewCSV(w)
	if err != nil {
		return err
	}
	heading := []sheet.Cell{}
	for _, key := range []string{"position", "case_code", "case_number", "last_act", "fate"} {
		heading = append(heading, sheet.Text(page.T("discard."+key)))
	}
	if err := out.Row(heading...); err != nil {
		return err
	}
	for after := 0; ; {
		items, err := f.Discard.Items(r.Context(), actor, l.ID, after, itemsPerPage)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			return out.Close()
		}
		for _, one := range items {
			after = one.Position
			err := out.Row(sheet.Number(int64(one.Position)), sheet.Text(one.Code), sheet.Text(caseNumber(one.Number, one.Year)),
				sheet.Day(terms.DateOf(one.ClosedAt)), sheet.Text(fateText(page, one)))
			if err != nil {
				return err
			}
		}
	}
}
