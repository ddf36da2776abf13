// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

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
