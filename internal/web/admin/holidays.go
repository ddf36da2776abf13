// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Stakes tells which cases a change of calendar or thresholds is about.
type Stakes interface {
	Stakes(ctx context.Context) ([]casework.Stake, error)
	// FiledBetween counts the cases of a procedure filed on some days.
	FiledBetween(ctx context.Context, procedure string, from, to terms.Date) (int, error)
}

const holidaysPath = Prefix + "/festivi"

// HolidaysPage shows the days of a year on which the office is closed, and adds some.
type HolidaysPage struct {
	kit.Page
	Year           int
	Before, After  kit.Link
	Table          kit.Table
	Closing, Feast []kit.Field
}

// ConfirmPage says what will happen, and asks whether it is meant.
type ConfirmPage struct {
	kit.Page
	Facts    []kit.Entry
	Effects  []string
	Question kit.Question
}

// typedHoliday is what was typed for one, as it was typed.
type typedHoliday struct {
	kind                           office.HolidayKind
	from, to, day, month           string
	since, reason                  string
	patronSince, patronReason, act string
}

func (f *Face) holidays(w http.ResponseWriter, r *http.Request) error {
	return f.holidaysPage(w, r, typedHoliday{}, nil)
}

func (f *Face) holidaysPage(w http.ResponseWriter, r *http.Request, typed typedHoliday, wrong error) error {
	list, err := f.Office.Holidays(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	body, err := f.Office.Body(r.Context())
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(r.URL.Query().Get("anno"))
	if err != nil || year < 2001 || year > 2100 {
		year, _, _ = terms.DateOf(f.Kit.Now()).Date()
	}
	page := HolidaysPage{Page: f.page(r, "holidays.title"), Year: year}
	page.Lead, page.Wide = page.T("holidays.lead"), true
	page.Before, page.After = yearLink(page.Page, year-1), yearLink(page.Page, year+1)
	page.Table = f.yearTable(page.Page, year, body, list)
	page.Closing, page.Feast = closingFields(page.Page, typed, f.Office.FirstDay()), feastFields(page.Page, typed, f.Office.FirstDay())
	fields := page.Closing
	if typed.kind == office.Patron {
		fields, wrong = page.Feast, patronErrors(wrong)
	}
	refs := make([]*kit.Field, len(fields))
	for i := range fields {
		refs[i] = &fields[i]
	}
	withErrors(&page.Page, wrong, refs...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/holidays", page)
}

func yearLink(page kit.Page, year int) kit.Link {
	n := strconv.Itoa(year)
	return kit.Link{Text: page.T("holidays.year", "year", n), Href: holidaysPath + "?anno=" + n}
}

// dated is a line of the table with the day that orders it.
type dated struct {
	day terms.Date
	row kit.Row
}

func (f *Face) yearTable(page kit.Page, year int, body office.Body, list []office.Holiday) kit.Table {
	var lines []dated
	for _, n := range terms.National(year) {
		lines = append(lines, dated{n.Day, kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Date(n.Day)}, {Text: page.T("terms.holiday." + string(n.Name))},
			{Badge: kit.Badge{Text: page.T("holidays.kind_national"), Tone: kit.Neutral}}, {Text: page.T("holidays.all_terms")}, {},
		}}})
	}
	if day := body.Calendar().Patron; day != (terms.MonthDay{}) && !slices.ContainsFunc(list, func(h office.Holiday) bool { return h.Kind == office.Patron }) {
		lines = append(lines, holidayLine(page, office.Holiday{Kind: office.Patron, Feast: day}, year, f.Office.FirstDay()))
	}
	for _, h := range list {
		if h.Until.IsZero() || h.Since.Before(h.Until) {
			if h.Kind == office.Closing && !inYear(h, year) {
				continue
			}
			lines = append(lines, holidayLine(page, h, year, f.Office.FirstDay()))
		}
	}
	slices.SortStableFunc(lines, func(a, b dated) int { return a.day.Compare(b.day) })
	rows := make([]kit.Row, len(lines))
	for i, l := range lines {
		rows[i] = l.row
	}
	return kit.NewTable(page.T("holidays.caption", "year", strconv.Itoa(year)), []kit.Column{
		{Title: page.T("holidays.day")}, {Title: page.T("holidays.what")}, {Title: page.T("holidays.kind")},
		{Title: page.T("holidays.for")}, {Title: page.T("holidays.change")},
	}, rows)
}

func inYear(h office.Holiday, year int) bool {
	return !h.To.Before(terms.NewDate(year, time.January, 1)) && !h.From.After(terms.NewDate(year, time.December, 31))
}

func holidayLine(page kit.Page, h office.Holiday, year int, first terms.Date) dated {
	day := h.From
	if h.Kind == office.Patron {
		day = terms.NewDate(year, h.Feast.Month, h.Feast.Day)
	}
	cells := []kit.Cell{
		{Text: whenText(page, h, year)}, {Text: whatText(page, h)},
		{Badge: kit.Badge{Text: page.T("holidays.kind_" + string(h.Kind)), Tone: kit.Positive}}, {Text: forText(page, h)}, {},
	}
	if h.Until.IsZero() && h.ID != "" && (h.Kind == office.Closing || !h.Since.Before(first)) {
		cells[4] = kit.Cell{Text: page.T("holidays.remove"), Href: holidaysPath + "/" + h.ID + "/togli"}
	}
	return dated{day, kit.Row{Cells: cells}}
}

func whenText(page kit.Page, h office.Holiday, year int) string {
	switch {
	case h.Kind == office.Patron && h.Feast == (terms.MonthDay{}):
		return page.T("holidays.no_feast")
	case h.Kind == office.Patron:
		return page.Printer.Date(terms.NewDate(year, h.Feast.Month, h.Feast.Day))
	case h.From == h.To:
		return page.Printer.Date(h.From)
	}
	return page.T("holidays.from_to", "from", h.From, "to", h.To)
}

func whatText(page kit.Page, h office.Holiday) string {
	if h.Kind == office.Patron && h.Reason == "" {
		return page.T("terms.holiday.patron")
	}
	return h.Reason
}

// forText says which terms know it.
func forText(page kit.Page, h office.Holiday) string {
	switch {
	case h.Since.IsZero():
		return page.T("holidays.for_all")
	case h.Until.IsZero():
		return page.T("holidays.for_since", "since", h.Since)
	}
	return page.T("holidays.for_between", "since", h.Since, "until", h.Until)
}

func closingFields(page kit.Page, typed typedHoliday, first terms.Date) []kit.Field {
	since := typed.since
	if since == "" {
		since = first.String()
	}
	reason := kit.Field{Type: kit.Text, Name: "reason", Label: page.T("holidays.reason"), Help: page.T("holidays.reason_help"), Value: typed.reason, Width: kit.Medium, MaxLength: 300}
	return []kit.Field{
		{Type: kit.Date, Name: "from", Label: page.T("holidays.from"), Value: typed.from},
		{Type: kit.Date, Name: "to", Label: page.T("holidays.to"), Value: typed.to},
		reason,
		{Type: kit.Date, Name: "since", Label: page.T("holidays.since"), Help: page.T("holidays.since_help", "first", first), Value: since},
	}
}

func feastFields(page kit.Page, typed typedHoliday, first terms.Date) []kit.Field {
	since := typed.patronSince
	if since == "" {
		since = first.String()
	}
	month := kit.Field{Type: kit.Select, Name: "patron_month", Label: page.T("holidays.patron_month"), Value: typed.month, Optional: true, Width: kit.Small}
	for n := range 12 {
		text := strconv.Itoa(n + 1)
		month.Options = append(month.Options, kit.Option{Value: text, Label: page.T("common.month.m" + text)})
	}
	return []kit.Field{
		{Type: kit.Number, Name: "patron_day", Label: page.T("holidays.patron_day"), Help: page.T("holidays.patron_help"), Value: typed.day, Optional: true, Width: kit.Tiny},
		month,
		{Type: kit.Text, Name: "patron_reason", Label: page.T("holidays.reason"), Help: page.T("holidays.patron_reason_help"), Value: typed.patronReason, Width: kit.Medium, MaxLength: 300},
		{Type: kit.Date, Name: "patron_since", Label: page.T("holidays.since"), Help: page.T("holidays.since_help", "first", first), Value: since},
	}
}

// patronErrors moves what is wrong with a feast to the boxes of its form.
func patronErrors(err error) error {
	p, ok := problem.As(err)
	if !ok {
		return err
	}
	names := map[string]string{"feast": "patron_day", "since": "patron_since", "reason": "patron_reason"}
	moved := *p
	moved.Fields = slices.Clone(p.Fields)
	for i, field := range moved.Fields {
		if name := names[field.Path]; name != "" {
			moved.Fields[i].Path = name
		}
	}
	return &moved
}

func (f *Face) holidaySubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	if id := form.Text("remove"); id != "" {
		if err := f.Office.RemoveHoliday(r.Context(), gate.Actor(r.Context()), id); err != nil {
			return err
		}
		f.Kit.Flash(w, kit.Success, "holidays.removed")
		return kit.Redirect(w, r, holidaysPath)
	}
	typed := typedHoliday{
		kind: office.HolidayKind(form.Text("kind")), from: form.Date("from"), to: form.Date("to"), day: form.Text("patron_day"), month: form.Text("patron_month"),
		since: form.Date("since"), reason: form.Text("reason"), patronSince: form.Date("patron_since"), patronReason: form.Text("patron_reason"), act: form.Text("act"),
	}
	h, err := typed.read(form)
	if err == nil {
		err = f.Office.CheckHoliday(h)
	}
	if err == nil && typed.act != "add" {
		return f.holidayQuestion(w, r, h, form)
	}
	if err == nil {
		_, err = f.Office.AddHoliday(r.Context(), gate.Actor(r.Context()), h)
	}
	if kit.IsCorrectable(err) {
		return f.holidaysPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "holidays.added")
	return kit.Redirect(w, r, holidaysPath+"?anno="+yearOf(h))
}

func yearOf(h office.Holiday) string {
	day := h.From
	if h.Kind == office.Patron {
		day = h.Since
	}
	year, _, _ := day.Date()
	return strconv.Itoa(year)
}

// read makes a holiday of what was typed. A day that does not exist is named.
func (t typedHoliday) read(form kit.Values) (office.Holiday, error) {
	h := office.Holiday{Kind: t.kind, Reason: t.reason}
	days := map[string]struct {
		typed string
		into  *terms.Date
	}{"from": {t.from, &h.From}, "to": {t.to, &h.To}, "since": {t.since, &h.Since}}
	if t.kind == office.Patron {
		h.Reason = t.patronReason
		h.Feast = terms.MonthDay{Month: time.Month(small(form, "patron_month")), Day: small(form, "patron_day")}
		days = map[string]struct {
			typed string
			into  *terms.Date
		}{"since": {t.patronSince, &h.Since}}
	}
	var fields []problem.Field
	for name, day := range days {
		if err := day.into.UnmarshalText([]byte(day.typed)); err != nil {
			fields = append(fields, problem.Field{Path: name, Code: "admin.day"})
		}
	}
	if len(fields) > 0 {
		return h, problem.New(problem.Invalid, "office.holiday_invalid").With(fields...)
	}
	return h, nil
}

// holidayQuestion says what the change means before it is made.
func (f *Face) holidayQuestion(w http.ResponseWriter, r *http.Request, h office.Holiday, form kit.Values) error {
	page := ConfirmPage{Page: f.page(r, "holidays.title")}
	page.Title = page.T("holidays.add_" + string(h.Kind))
	page.Crumbs = []kit.Crumb{{Text: page.T("holidays.title"), Href: holidaysPath}, {Text: page.Title}}
	year, _, _ := h.Since.Date()
	page.Facts = []kit.Entry{
		{Name: page.T("holidays.day"), Value: whenText(page.Page, h, year)}, {Name: page.T("holidays.reason"), Value: whatText(page.Page, h)},
		{Name: page.T("holidays.for"), Value: forText(page.Page, h)},
	}
	effects, err := f.effects(r, page.Page, h)
	if err != nil {
		return err
	}
	page.Effects = effects
	page.Question = kit.Question{Action: holidaysPath, Text: page.T("holidays.question"), Confirm: page.T("holidays.confirm"), Cancel: holidaysPath, Hidden: []kit.Hidden{{Name: "act", Value: "add"}}}
	for name, values := range form.Values {
		if name != "act" && len(values) > 0 {
			page.Question.Hidden = append(page.Question.Hidden, kit.Hidden{Name: name, Value: values[0]})
		}
	}
	slices.SortFunc(page.Question.Hidden, func(a, b kit.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return f.Kit.Render(w, r, http.StatusOK, "admin/confirm", page)
}

// effects puts into words what becomes of the terms that run and of those to come.
func (f *Face) effects(r *http.Request, page kit.Page, h office.Holiday) ([]string, error) {
	words := []string{page.T("holidays.keep")}
	if f.Stakes == nil {
		return words, nil
	}
	list, err := f.Stakes.Stakes(r.Context())
	if err != nil {
		return nil, err
	}
	all, titles := 0, f.titles(r, page)
	var about []string
	for _, s := range list {
		all += s.Running
		concerned := s.Workdays
		if h.Kind == office.Patron {
			concerned = s.Patron
		}
		for _, t := range concerned {
			about = append(about, page.T("holidays.concerned", "term", t.In(page.Lang), "procedure", titles[s.Procedure].In(page.Lang), "count", s.Running))
		}
	}
	running := page.T("holidays.running", "count", all)
	if all == 0 {
		running = page.T("holidays.none_running")
	}
	words = append(words, running)
	if len(about) == 0 {
		return append(words, page.T("holidays.none_"+string(h.Kind))), nil
	}
	return append(words, about...), nil
}

// titles names the published procedures.
func (f *Face) titles(r *http.Request, page kit.Page) map[string]i18n.Text {
	titles := map[string]i18n.Text{}
	if f.Forms == nil {
		return titles
	}
	list, err := f.Forms.Catalogue(r.Context())
	if err != nil { // the sentence stands without them
		return titles
	}
	for _, d := range list {
		titles[d.Slug] = d.Title
	}
	return titles
}

func (f *Face) holidayRemoval(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.Holidays(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(h office.Holiday) bool { return h.ID == r.PathValue("id") && h.Until.IsZero() })
	if at < 0 {
		return problem.New(problem.NotFound, "office.no_holiday")
	}
	h := list[at]
	page := ConfirmPage{Page: f.page(r, "holidays.title")}
	page.Title = page.T("holidays.remove_title")
	page.Crumbs = []kit.Crumb{{Text: page.T("holidays.title"), Href: holidaysPath}, {Text: page.Title}}
	year, _, _ := terms.DateOf(f.Kit.Now()).Date()
	page.Facts = []kit.Entry{{Name: page.T("holidays.day"), Value: whenText(page.Page, h, year)}, {Name: page.T("holidays.reason"), Value: whatText(page.Page, h)}}
	page.Effects = []string{page.T("holidays.remove_text", "first", f.Office.FirstDay())}
	page.Question = kit.Question{
		Action: holidaysPath, Text: page.T("holidays.remove_question"), Confirm: page.T("holidays.remove_confirm"), Danger: true, Cancel: holidaysPath,
		Hidden: []kit.Hidden{{Name: "remove", Value: h.ID}},
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/confirm", page)
}
