// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"net/http"
	"strconv"

	"pratica/internal/forms"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

const thresholdsPath = Prefix + "/soglie"

// ThresholdsPage lists the values that laws and decrees set, as procedures use them.
type ThresholdsPage struct {
	kit.Page
	Table kit.Table
}

// ThresholdPage is one of them with its history, and takes the next value.
type ThresholdPage struct {
	kit.Page
	Action string
	Table  kit.Table
	Day    kit.Field
	Answer string // what an application filed on Day uses; "" when not asked
	Fields []kit.Field
}

func (f *Face) thresholdList(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Forms.SeriesAll(r.Context())
	if err != nil {
		return err
	}
	page := ThresholdsPage{Page: f.page(r, "thresholds.title")}
	page.Lead = page.T("thresholds.lead")
	today := terms.DateOf(f.Kit.Now())
	rows := make([]kit.Row, len(list))
	for i, s := range list {
		now, _ := s.On(today)
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: s.Title.In(page.Lang), Href: seriesPath(s)}, {Text: s.Procedure.In(page.Lang)}, {Text: valueText(page.Page, s, now)}, {Text: now.Act},
		}}
	}
	page.Table = kit.NewTable(page.T("thresholds.caption"), []kit.Column{
		{Title: page.T("thresholds.name")}, {Title: page.T("thresholds.procedure")}, {Title: page.T("thresholds.today")}, {Title: page.T("thresholds.act")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("thresholds.none"), Text: page.T("thresholds.none_text")}
	return f.Kit.Render(w, r, http.StatusOK, "admin/thresholds", page)
}

func seriesPath(s forms.Series) string { return thresholdsPath + "/" + s.Slug + "/" + s.Table }

// valueText writes a value as people read it.
func valueText(page kit.Page, s forms.Series, t forms.Threshold) string {
	switch v := t.Value.(type) {
	case int64:
		if s.Type == forms.Amount {
			return page.Printer.Money(money.Cents(v))
		}
		return page.Printer.Number(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return v
	}
	return page.T("kit.entry.none")
}

// typedThreshold is what was typed for a new value.
type typedThreshold struct{ from, value, act string }

func (f *Face) threshold(w http.ResponseWriter, r *http.Request) error {
	return f.thresholdPage(w, r, typedThreshold{}, nil)
}

func (f *Face) thresholdPage(w http.ResponseWriter, r *http.Request, typed typedThreshold, wrong error) error {
	s, err := f.Forms.SeriesOf(r.Context(), r.PathValue("slug"), r.PathValue("table"))
	if err != nil {
		return err
	}
	page := ThresholdPage{Page: f.page(r, "thresholds.title"), Action: seriesPath(s)}
	page.Title, page.Wide = s.Title.In(page.Lang), true
	page.Crumbs = []kit.Crumb{{Text: page.T("thresholds.title"), Href: thresholdsPath}, {Text: page.Title}}
	page.Lead = s.Procedure.In(page.Lang)
	page.Table = f.seriesTable(page.Page, s)
	day := kit.Values{Values: r.URL.Query()}.Date("day")
	page.Day = kit.Field{Type: kit.Date, Name: "day", Label: page.T("thresholds.day"), Value: cmp.Or(day, terms.DateOf(f.Kit.Now()).String())}
	if day != "" {
		page.Answer = answerFor(page.Page, s, day)
	}
	page.Fields = []kit.Field{
		{Type: kit.Date, Name: "from", Label: page.T("thresholds.from"), Help: page.T("thresholds.from_help"), Value: typed.from},
		{Type: kit.Text, Name: "value", Label: page.T("thresholds.value"), Value: typed.value, Width: kit.Small, MaxLength: 300},
		{Type: kit.Text, Name: "act", Label: page.T("thresholds.act"), Help: page.T("thresholds.act_help"), Value: typed.act, Width: kit.Medium, MaxLength: 300},
	}
	if s.Type == forms.Amount {
		page.Fields[1].Type, page.Fields[1].Unit = kit.Amount, "€"
	}
	withErrors(&page.Page, wrong, &page.Fields[0], &page.Fields[1], &page.Fields[2])
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/threshold", page)
}

// answerFor says which value an application filed on a day uses.
func answerFor(page kit.Page, s forms.Series, typed string) string {
	day, err := terms.ParseDate(typed)
	if err != nil {
		return page.Printer.Field(problem.Field{Code: "admin.day"})
	}
	row, ok := s.On(day)
	if !ok {
		return page.T("thresholds.uses_none", "day", day)
	}
	return page.T("thresholds.uses", "day", day, "value", valueText(page, s, row), "act", row.Act)
}

func (f *Face) seriesTable(page kit.Page, s forms.Series) kit.Table {
	rows := make([]kit.Row, len(s.Rows))
	for i, t := range s.Rows {
		origin := kit.Badge{Text: page.T("thresholds.of_definition"), Tone: kit.Neutral}
		change := kit.Cell{}
		if t.ID != "" {
			origin = kit.Badge{Text: page.T("thresholds.of_office"), Tone: kit.Positive}
			if !t.Since.Before(f.Forms.FirstFiling()) {
				change = kit.Cell{Text: page.T("thresholds.remove"), Href: seriesPath(s) + "/" + t.ID + "/togli"}
			}
		}
		rows[len(s.Rows)-1-i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Date(t.From)}, {Text: valueText(page, s, t)}, {Text: t.Act}, {Text: page.Printer.Date(t.Since)}, {Badge: origin}, change,
		}}
	}
	return kit.NewTable(page.T("thresholds.history"), []kit.Column{
		{Title: page.T("thresholds.from")}, {Title: page.T("thresholds.value")}, {Title: page.T("thresholds.act")},
		{Title: page.T("thresholds.since")}, {Title: page.T("thresholds.origin")}, {Title: page.T("thresholds.change")},
	}, rows)
}

func (f *Face) thresholdSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	slug, table := r.PathValue("slug"), r.PathValue("table")
	if id := form.Text("remove"); id != "" {
		return f.thresholdDone(w, r, f.Forms.RemoveThreshold(r.Context(), by(r), id), "thresholds.removed")
	}
	typed := typedThreshold{from: form.Date("from"), value: form.Text("value"), act: form.Text("act")}
	var from terms.Date
	if err := from.UnmarshalText([]byte(typed.from)); err != nil {
		return f.thresholdPage(w, r, typed, problem.New(problem.Invalid, "forms.threshold_invalid").With(problem.Field{Path: "from", Code: "admin.day"}))
	}
	if form.Text("do") != "add" {
		next, err := f.Forms.CheckThreshold(r.Context(), slug, table, from, typed.value, typed.act)
		if kit.IsCorrectable(err) {
			return f.thresholdPage(w, r, typed, err)
		}
		if err != nil {
			return err
		}
		return f.thresholdQuestion(w, r, next, form)
	}
	_, err = f.Forms.AddThreshold(r.Context(), by(r), slug, table, from, typed.value, typed.act)
	if kit.IsCorrectable(err) {
		return f.thresholdPage(w, r, typed, err)
	}
	return f.thresholdDone(w, r, err, "thresholds.added")
}

func (f *Face) thresholdDone(w http.ResponseWriter, r *http.Request, err error, key string) error {
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, thresholdsPath+"/"+r.PathValue("slug")+"/"+r.PathValue("table"))
}

// thresholdQuestion says which application will use which value, before it is so.
func (f *Face) thresholdQuestion(w http.ResponseWriter, r *http.Request, next forms.Threshold, form kit.Values) error {
	s, err := f.Forms.SeriesOf(r.Context(), next.Slug, next.Table)
	if err != nil {
		return err
	}
	page := ConfirmPage{Page: f.page(r, "thresholds.title")}
	page.Title = page.T("thresholds.add")
	page.Crumbs = []kit.Crumb{{Text: page.T("thresholds.title"), Href: thresholdsPath}, {Text: s.Title.In(page.Lang), Href: seriesPath(s)}, {Text: page.Title}}
	page.Facts = []kit.Entry{
		{Name: page.T("thresholds.name"), Value: s.Title.In(page.Lang)}, {Name: page.T("thresholds.from"), Value: page.Printer.Date(next.From)},
		{Name: page.T("thresholds.value"), Value: valueText(page.Page, s, next)}, {Name: page.T("thresholds.act"), Value: next.Act},
	}
	last := next.Since.AddDays(-1)
	page.Effects = []string{answerFor(page.Page, s, last.String())}
	s.Rows = append(s.Rows, next)
	page.Effects = append(page.Effects, answerFor(page.Page, s, next.Since.String()), page.T("thresholds.filed_keep"), page.T("thresholds.drafts"))
	if next.From.Before(next.Since) {
		late, err := f.late(r, page.Page, next)
		if err != nil {
			return err
		}
		page.Effects = append(page.Effects, late)
	}
	page.Question = kit.Question{
		Action: seriesPath(s), Text: page.T("thresholds.question"), Confirm: page.T("thresholds.confirm"), Cancel: seriesPath(s),
		Hidden: []kit.Hidden{{Name: "do", Value: "add"}},
	}
	for _, name := range []string{"from.day", "from.month", "from.year", "value", "act"} {
		page.Question.Hidden = append(page.Question.Hidden, kit.Hidden{Name: name, Value: form.Text(name)})
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/confirm", page)
}

// late says what the office has to look at because the act came before us.
func (f *Face) late(r *http.Request, page kit.Page, next forms.Threshold) (string, error) {
	last := next.Since.AddDays(-1)
	text := page.T("thresholds.late", "from", next.From, "last", last)
	if f.Stakes == nil {
		return text, nil
	}
	n, err := f.Stakes.FiledBetween(r.Context(), next.Slug, next.From, last)
	return text + " " + page.T("thresholds.filed_so_far", "count", n), err
}

func (f *Face) thresholdRemoval(w http.ResponseWriter, r *http.Request) error {
	s, err := f.Forms.SeriesOf(r.Context(), r.PathValue("slug"), r.PathValue("table"))
	if err != nil {
		return err
	}
	for _, t := range s.Rows {
		if t.ID == "" || t.ID != r.PathValue("id") {
			continue
		}
		page := ConfirmPage{Page: f.page(r, "thresholds.title")}
		page.Title = page.T("thresholds.remove_title")
		page.Crumbs = []kit.Crumb{{Text: page.T("thresholds.title"), Href: thresholdsPath}, {Text: s.Title.In(page.Lang), Href: seriesPath(s)}, {Text: page.Title}}
		page.Facts = []kit.Entry{
			{Name: page.T("thresholds.value"), Value: valueText(page.Page, s, t)}, {Name: page.T("thresholds.act"), Value: t.Act},
			{Name: page.T("thresholds.since"), Value: page.Printer.Date(t.Since)},
		}
		page.Question = kit.Question{
			Action: seriesPath(s), Text: page.T("thresholds.remove_text"), Confirm: page.T("thresholds.remove_confirm"), Danger: true, Cancel: seriesPath(s),
			Hidden: []kit.Hidden{{Name: "remove", Value: t.ID}},
		}
		return f.Kit.Render(w, r, http.StatusOK, "admin/confirm", page)
	}
	return problem.New(problem.NotFound, "forms.no_threshold")
}
