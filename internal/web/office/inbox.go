// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"net/http"
	"net/url"

	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/worklist"
)

// InboxPage is the list of the cases that the reader may see, the most urgent
// first unless he wants otherwise.
type InboxPage struct {
	kit.Page
	Takes   bool // the reader takes cases in charge: by their code too
	Code    kit.Field
	Tabs    []kit.Link
	Views   []ViewLink
	Paces   []kit.Link // with how many are near their end
	Filter  FilterForm
	Total   string
	Note    string // why the order is not the one asked for
	Columns []kit.Column
	Rows    []CaseRow
	Empty   kit.EmptyState
	Bulk    BulkChoice
	More    string
	CSV     string // addresses of the files; "" when there is nothing to export
	XLSX    string
	Save    SaveForm
}

// CaseRow is one case of the list.
type CaseRow struct {
	ID, Code string
	Cells    []kit.Cell
}

// mountList registers what can be done with the list beside reading it.
func (f *Face) mountList(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /elenco.csv", Handler: f.exportCSV},
		{Pattern: "GET /elenco.xlsx", Handler: f.exportXLSX},
		{Pattern: "POST /elenco", Handler: f.filterSubmit},
		{Pattern: "GET /elenco", Handler: f.toList},
		{Pattern: "POST /viste", Handler: f.saveView},
		{Pattern: "POST /viste/{id}/togli", Handler: f.removeView},
		{Pattern: "POST /insieme", Handler: f.bulkTrial},
		{Pattern: "POST /insieme/fai", Handler: f.bulkDo},
		{Pattern: "GET /insieme", Handler: f.runs},
		{Pattern: "GET /insieme/{run}", Handler: f.run},
		{Pattern: "GET /insieme/{run}/esito.csv", Handler: f.runFile},
		{Pattern: "POST /insieme/{run}/ferma", Handler: f.runStop},
		{Pattern: "GET /insieme/{run}/annulla", Handler: f.undoTrial},
		{Pattern: "POST /insieme/{run}/annulla", Handler: f.undoDo},
		{Pattern: "GET /insieme/fai", Handler: f.toList},
		{Pattern: "GET /viste", Handler: f.toList},
	}, f.Gate.Staff(office.InboxRead))
}

func (f *Face) inbox(w http.ResponseWriter, r *http.Request) error {
	if err := f.settle(r); err != nil {
		return err
	}
	if _, bare := f.seal(r, queryOf(r.URL.Query())); bare {
		return kit.Redirect(w, r, listed(f.queryOf(r)))
	}
	return f.inboxPage(w, r, "", nil)
}

// queryOf reads what is to be listed. The addresses of older releases go on to
// work.
func queryOf(v url.Values) worklist.Query {
	q := worklist.ParseQuery(v)
	if v.Has("closed") {
		q.Scope = worklist.All
	}
	if v.Has("mine") {
		q.Assignee = worklist.Me
	}
	return q
}

// listed is the address of a list.
func listed(q worklist.Query) string {
	if v := q.Values().Encode(); v != "" {
		return Prefix + "/?" + v
	}
	return Prefix + "/"
}

func (f *Face) inboxPage(w http.ResponseWriter, r *http.Request, typed string, wrong error) error {
	q := f.queryOf(r)
	page := InboxPage{Page: f.page(r, f.Kit.Printer(r).T("office.inbox.title"))}
	var err error
	if page.Takes, err = f.Casework.MayTake(r.Context(), actor(r)); err != nil {
		return err
	}
	page.Code = kit.Field{Type: kit.Text, Name: "code", Label: page.T("office.inbox.code"), Help: page.T("office.inbox.code_help"), Value: typed, Width: kit.Small}
	if wrong != nil {
		page.Code.Error = page.Printer.Error(wrong)
	}
	page.Bulk = bulkChoice(page.Page, q)
	steps := []func(*http.Request, *InboxPage, worklist.Query) error{f.inboxFilter, f.inboxRows, f.inboxCounts, f.inboxViews}
	for _, step := range steps {
		if err := step(r, &page, q); err != nil {
			return err
		}
	}
	page.Errors = kit.Summary("", append([]kit.Field{page.Code}, page.Filter.Fields...)...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/inbox", page)
}

func (f *Face) inboxRows(r *http.Request, page *InboxPage, q worklist.Query) error {
	found, err := f.Worklist.List(r.Context(), actor(r), q)
	if err != nil {
		return err
	}
	words := f.newWords(page.Page)
	if err := f.learn(r, words, found.Rows...); err != nil {
		return err
	}
	page.Columns = headings(page.Page, q, found.Sort)
	for _, row := range found.Rows {
		page.Rows = append(page.Rows, words.row(row, q.Shown()))
	}
	page.Empty = kit.EmptyState{Title: page.T("office.inbox.none"), Text: page.T("office.inbox.none_text")}
	if q.IsNarrowed() {
		page.Empty.Next = &kit.Link{Text: page.T("office.inbox.all"), Href: Prefix + "/"}
	}
	if found.Next != "" {
		v := q.Values()
		v.Set("after", f.SearchDesk.SealQuery(actor(r).ID, found.Next)) // it may hold a name
		page.More = Prefix + "/?" + v.Encode()
	}
	if asked := orUsual(q.Sort); found.Sort != asked && q.After == "" {
		page.Note = page.T("worklist.follows", "order", page.T("worklist.order."+string(found.Sort)))
	}
	if found.Next != "" && len(page.Rows) < worklist.RowsPerPage {
		page.Note = page.T("worklist.goes_on")
	}
	if len(page.Rows) > 0 {
		page.CSV, page.XLSX = filePath("csv", q), filePath("xlsx", q)
	}
	return nil
}

// orUsual is the order that was asked for, or the usual one.
func orUsual(o worklist.Order) worklist.Order { return cmp.Or(o, worklist.Orders()[0]) }

// takeSubmit takes charge of the case whose code was typed or scanned.
func (f *Face) takeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id, err := f.Casework.TakeByCode(r.Context(), actor(r), form.Text("code"))
	if err != nil && problem.KindOf(err) != problem.Internal && problem.KindOf(err) != problem.Unavailable {
		return f.inboxPage(w, r, form.Text("code"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "office.inbox.taken")
	return kit.Redirect(w, r, path(id))
}
