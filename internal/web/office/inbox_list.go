// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"slices"

	"pratica/internal/terms"
	"pratica/internal/web/kit"
	"pratica/internal/worklist"
)

// FilterForm is what the list can be narrowed to. It leads to the address of the
// list, in which what was typed is sealed.
type FilterForm struct {
	Fields  []kit.Field
	Columns kit.Field
	Hidden  []kit.Hidden
	IsOpen  bool
	Clear   string // address of the list without filters; "" when there are none
}

func (f *Face) inboxFilter(r *http.Request, page *InboxPage, q worklist.Query) error {
	choices, err := f.Worklist.Choices(r.Context(), actor(r))
	if err != nil {
		return err
	}
	page.Tabs = tabs(page.Page, q)
	stages, err := f.stageOptions(r, page.Page, choices.Stages)
	if err != nil {
		return err
	}
	field := func(kind kit.FieldType, name, value string, options ...kit.Option) kit.Field {
		return kit.Field{Type: kind, Name: name, Label: page.T("worklist.filter." + name), Value: value, Options: options, Width: kit.Medium}
	}
	form := FilterForm{IsOpen: q.IsNarrowed() && q.Assignee != worklist.Me || len(q.Columns) > 0}
	text := field(kit.Text, "q", q.Text)
	text.Help = page.T("worklist.filter.q_help")
	form.Fields = []kit.Field{text, field(kit.Select, "state", q.Stage, stages...), field(kit.Select, "assignee", q.Assignee, assigneeOptions(page.Page, choices.Assignees)...)}
	urgent := field(kit.Choices, "urgent", "", kit.Option{Value: "1", Label: page.T("worklist.filter.only_urgent")})
	if q.Urgent {
		urgent.Values = []string{"1"}
	}
	form.Fields = append(form.Fields, urgent)
	for _, name := range []string{"due_from", "due_to", "filed_from", "filed_to"} {
		form.Fields = append(form.Fields, dayField(r, page.Page, field(kit.Date, name, "")))
	}
	sort := field(kit.Select, "sort", string(q.Sort))
	for _, o := range worklist.Orders() {
		sort.Options = append(sort.Options, kit.Option{Value: string(o), Label: page.T("worklist.order." + string(o))})
	}
	form.Fields = append(form.Fields, sort)
	form.IsOpen = form.IsOpen || slices.ContainsFunc(form.Fields, func(f kit.Field) bool { return f.Error != "" })
	form.Columns = columnsField(page.Page, q)
	if q.Scope != worklist.Open {
		form.Hidden = []kit.Hidden{{Name: "scope", Value: string(q.Scope)}}
	}
	if q.IsNarrowed() {
		form.Clear = Prefix + "/"
	}
	page.Filter = form
	return nil
}

// dayField shows a day again as it was typed, and says when it is none.
func dayField(r *http.Request, page kit.Page, field kit.Field) kit.Field {
	sent := kit.Values{Values: r.URL.Query()}
	field.Value = sent.Text(field.Name)
	if field.Value == "" {
		field.Value = sent.Date(field.Name)
	}
	if _, err := terms.ParseDate(field.Value); err != nil && field.Value != "" {
		field.Error = page.T("worklist.filter.no_day")
	}
	return field
}

func columnsField(page kit.Page, q worklist.Query) kit.Field {
	field := kit.Field{Type: kit.Choices, Name: "col", Label: page.T("worklist.filter.col")}
	for _, c := range worklist.Columns() {
		field.Options = append(field.Options, kit.Option{Value: string(c), Label: page.T("worklist.column." + string(c))})
	}
	for _, c := range q.Shown() {
		field.Values = append(field.Values, string(c))
	}
	return field
}

// stageOptions offer each procedure, and each of its states.
func (f *Face) stageOptions(r *http.Request, page kit.Page, stages []worklist.Stage) ([]kit.Option, error) {
	var options []kit.Option
	procedure := ""
	for _, s := range stages {
		title, err := f.Papers.Title(r.Context(), s.Definition, page.Lang)
		if err != nil {
			return nil, err
		}
		if s.Procedure != procedure {
			procedure = s.Procedure
			options = append(options, kit.Option{Value: s.Procedure, Label: page.T("worklist.filter.whole", "procedure", title)})
		}
		options = append(options, kit.Option{Value: s.Procedure + "/" + s.State, Label: page.T("worklist.filter.stage", "procedure", title, "state", s.Label.In(page.Lang))})
	}
	return options, nil
}

func assigneeOptions(page kit.Page, people []worklist.Assignee) []kit.Option {
	options := []kit.Option{
		{Value: worklist.Me, Label: page.T("worklist.filter.me")}, {Value: worklist.Nobody, Label: page.T("worklist.filter.nobody")},
	}
	for _, p := range people {
		options = append(options, kit.Option{Value: p.Account, Label: p.Name})
	}
	return options
}

// tabs are the lists that are asked for most.
func tabs(page kit.Page, q worklist.Query) []kit.Link {
	tab := func(text string, to worklist.Query) kit.Link {
		to.Columns, to.Sort, to.Reverse = q.Columns, q.Sort, q.Reverse
		return kit.Link{Text: page.T(text), Href: listed(to), Current: listed(to) == listed(q)}
	}
	return []kit.Link{
		tab("office.inbox.open", worklist.Query{}),
		tab("office.inbox.mine", worklist.Query{Assignee: worklist.Me}),
		tab("worklist.tab.nobody", worklist.Query{Assignee: worklist.Nobody}),
		tab("worklist.tab.urgent", worklist.Query{Urgent: true}),
		tab("office.inbox.closed", worklist.Query{Scope: worklist.All}),
		tab("worklist.tab.closed", worklist.Query{Scope: worklist.Closed}),
	}
}

func (f *Face) inboxCounts(r *http.Request, page *InboxPage, q worklist.Query) error {
	counts, err := f.Worklist.Count(r.Context(), actor(r), q)
	if err != nil {
		return err
	}
	key := "worklist.total"
	if counts.Total.More {
		key = "worklist.more_than"
	}
	page.Total = page.T(key, "count", counts.Total.N)
	if n := counts.Total.N; n > len(page.Rows) && n <= worklist.MaxBulk {
		page.Bulk.All = page.T("worklist.bulk.all", "count", n)
	}
	if q.Scope == worklist.Closed {
		return nil
	}
	for _, pace := range worklist.Paces() {
		to, n := q, counts.Paces[pace]
		to.Scope, to.Due = worklist.Open, pace.Span(f.Worklist.Today())
		text := page.T("worklist.pace." + string(pace))
		if n.More {
			text = page.T("worklist.pace.many", "pace", text, "count", n.N)
		}
		link := kit.Link{Text: text, Href: listed(to), Current: to.Due == q.Due}
		if !n.More {
			link.Count = n.N
		}
		if n.N == 0 {
			continue
		}
		page.Paces = append(page.Paces, link)
	}
	return nil
}

// sorts are the columns by which the list can be sorted.
var sorts = map[worklist.Column]worklist.Order{
	worklist.Number: worklist.ByFiled, worklist.Filed: worklist.ByFiled, worklist.Name: worklist.ByName, worklist.Due: worklist.ByDue, worklist.Hearing: worklist.ByUrgency,
}

// headings name the columns. That of the order in force turns it round.
func headings(page kit.Page, q worklist.Query, now worklist.Order) []kit.Column {
	columns := []kit.Column{{Title: page.T("office.case.code")}}
	for _, c := range q.Shown() {
		heading := kit.Column{Title: page.T("worklist.column." + string(c))}
		if order, ok := sorts[c]; ok {
			to := q
			to.Sort, to.Reverse = order, order == now && !q.Reverse
			heading.Sort = listed(to)
			if order == now && c != worklist.Number {
				heading.Order = direction(q.Reverse)
			}
		}
		columns = append(columns, heading)
	}
	return columns
}

func direction(reverse bool) string {
	if reverse {
		return "descending"
	}
	return "ascending"
}

// words are what rows are written with.
type words struct {
	page   kit.Page
	titles map[string]string // by definition
}

func (f *Face) newWords(page kit.Page) words { return words{page, map[string]string{}} }

// learn finds out the titles of the procedures of rows.
func (f *Face) learn(r *http.Request, w words, rows ...worklist.Row) error {
	for _, row := range rows {
		if _, known := w.titles[row.Definition]; known {
			continue
		}
		title, err := f.Papers.Title(r.Context(), row.Definition, w.page.Lang)
		if err != nil {
			return err
		}
		w.titles[row.Definition] = title
	}
	return nil
}

func (w words) row(row worklist.Row, shown []worklist.Column) CaseRow {
	out := CaseRow{ID: row.Case, Code: row.Code, Cells: []kit.Cell{{Text: row.Code, Href: path(row.Case), Column: w.page.T("office.case.code")}}}
	if row.Urgent { // or nobody would understand why it comes first
		out.Cells[0].Badge = kit.Badge{Text: w.page.T("worklist.urgent", "date", w.page.Printer.Date(row.Hearing)), Tone: kit.Negative}
	}
	for _, c := range shown {
		cell := w.cell(row, c)
		cell.Column = w.page.T("worklist.column." + string(c))
		out.Cells = append(out.Cells, cell)
	}
	return out
}

func (w words) cell(row worklist.Row, c worklist.Column) kit.Cell {
	switch c {
	case worklist.Number:
		return kit.Cell{Text: numberOf(row.Year, row.Number)}
	case worklist.Name:
		return kit.Cell{Text: row.Name}
	case worklist.Procedure:
		return kit.Cell{Text: w.titles[row.Definition]}
	case worklist.Filed:
		return kit.Cell{Text: w.page.Printer.DateTime(row.FiledAt)}
	case worklist.State:
		return kit.Cell{Badge: kit.Badge{Text: row.Label.In(w.page.Lang), Tone: kit.Progress}}
	case worklist.Due:
		return w.due(row)
	case worklist.Hearing:
		return w.hearing(row)
	case worklist.Holder:
		return kit.Cell{Text: row.Holder}
	case worklist.Changed:
		return kit.Cell{Text: w.page.Printer.DateTime(row.ChangedAt)}
	}
	return kit.Cell{}
}

// tones colour what a badge says of a due date.
var tones = map[worklist.Pace]kit.Tone{worklist.Late: kit.Negative, worklist.Today: kit.Waiting, worklist.Soon: kit.Waiting}

func (w words) due(row worklist.Row) kit.Cell {
	if row.Due.IsZero() {
		return kit.Cell{}
	}
	date := w.page.Printer.Date(row.Due)
	if row.Pace == worklist.NotDue {
		return kit.Cell{Text: date}
	}
	return kit.Cell{Badge: kit.Badge{Text: w.page.T("worklist.due."+string(row.Pace), "date", date), Tone: tones[row.Pace]}}
}

func (w words) hearing(row worklist.Row) kit.Cell {
	if row.Hearing.IsZero() {
		return kit.Cell{}
	}
	return kit.Cell{Text: w.page.Printer.Date(row.Hearing)}
}
