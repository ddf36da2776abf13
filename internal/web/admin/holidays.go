// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pratica/internal/casework"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Stakes tells which cases a change of calendar or thresholds is about.
type Stakes interface {
	Stakes(ctx context.Context) ([]casework.Stake, error)
	// OpenCasesOf counts the open cases that an official holds.
	OpenCasesOf(ctx context.Context, account string) (int, error)
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
