// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"net/url"

	"pratica/internal/casework"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// InboxPage lists the cases that the reader may see, the most urgent first.
type InboxPage struct {
	kit.Page
	Code    kit.Field
	Filters []kit.Link
	Table   kit.Table
	More    string
}

const casesPerPage = 50

func (f *Face) inbox(w http.ResponseWriter, r *http.Request) error {
	return f.inboxPage(w, r, "", nil)
}

func (f *Face) inboxPage(w http.ResponseWriter, r *http.Request, typed string, wrong error) error {
	q := r.URL.Query()
	filter := casework.Filter{Mine: q.Has("mine"), Closed: q.Has("closed"), Limit: casesPerPage, After: cursorIn(q)}
	items, err := f.Casework.Inbox(r.Context(), actor(r), filter)
	if problem.KindOf(err) == problem.Forbidden && err != nil {
		items, err = nil, nil // an official without a role in any procedure
	}
	if err != nil {
		return err
	}
	page := InboxPage{Page: f.page(r, f.Kit.Printer(r).T("office.inbox.title"))}
	page.Code = kit.Field{Type: kit.Text, Name: "code", Label: page.T("office.inbox.code"), Help: page.T("office.inbox.code_help"), Value: typed, Width: kit.Small}
	page.Filters = filters(page.Page, filter)
	if page.Table, err = f.casesTable(r, page.Page, items, filter); err != nil {
		return err
	}
	if len(items) == casesPerPage {
		last := items[len(items)-1].Cursor()
		q.Set("due", last.Due.String())
		q.Set("id", last.ID)
		page.More = Prefix + "/?" + q.Encode()
	}
	if wrong != nil {
		page.Code.Error = page.Printer.Error(wrong)
		page.Errors = kit.Summary("", page.Code)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/inbox", page)
}

func cursorIn(q url.Values) casework.Cursor {
	due, err := terms.ParseDate(q.Get("due"))
	if err != nil {
		due = terms.Date{}
	}
	return casework.Cursor{Due: due, ID: q.Get("id")}
}

func filters(page kit.Page, now casework.Filter) []kit.Link {
	return []kit.Link{
		{Text: page.T("office.inbox.open"), Href: Prefix + "/", Current: !now.Mine && !now.Closed},
		{Text: page.T("office.inbox.mine"), Href: Prefix + "/?mine", Current: now.Mine},
		{Text: page.T("office.inbox.closed"), Href: Prefix + "/?closed", Current: now.Closed},
	}
}

func (f *Face) casesTable(r *http.Request, page kit.Page, items []casework.Item, filter casework.Filter) (kit.Table, error) {
	rows := make([]kit.Row, len(items))
	for i, item := range items {
		title, err := f.Papers.Title(r.Context(), item.Definition, page.Lang)
		if err != nil {
			return kit.Table{}, err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: item.Code, Href: path(item.ID)},
			{Text: number(item.Case)},
			{Text: title},
			{Text: page.Printer.DateTime(item.FiledAt)},
			{Badge: kit.Badge{Text: item.Label.In(page.Lang), Tone: kit.Progress}},
			due(page, item),
			{Text: item.Holder},
		}}
	}
	table := kit.NewTable(page.T("office.inbox.title"), []kit.Column{
		{Title: page.T("office.case.code")}, {Title: page.T("office.case.number")}, {Title: page.T("office.case.procedure")}, {Title: page.T("office.case.filed")},
		{Title: page.T("office.case.state")}, {Title: page.T("office.case.due")}, {Title: page.T("office.case.holder")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("office.inbox.none"), Text: page.T("office.inbox.none_text")}
	if filter.Mine || filter.Closed {
		table.Empty.Next = &kit.Link{Text: page.T("office.inbox.all"), Href: Prefix + "/"}
	}
	return table, nil
}

func due(page kit.Page, item casework.Item) kit.Cell {
	if item.Due.IsZero() {
		return kit.Cell{}
	}
	if item.IsLate {
		return kit.Cell{Badge: kit.Badge{Text: page.T("office.case.late", "date", page.Printer.Date(item.Due)), Tone: kit.Negative}}
	}
	return kit.Cell{Text: page.Printer.Date(item.Due)}
}

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
