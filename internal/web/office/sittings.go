// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// SittingsPath is where the sittings are.
const SittingsPath = Prefix + "/sedute"

// Minutes makes the list of what a sitting resolved, as a PDF; app has it.
type Minutes interface {
	Minutes(ctx context.Context, actor casework.Actor, sitting string) (content io.ReadSeekCloser, name string, err error)
}

// maxRulings bounds the form of a resolution: reasons for many cases.
const maxRulings = 4 << 20

func (f *Face) mountSittings(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /sedute", Handler: f.sittings},
		{Pattern: "POST /sedute", Handler: f.sittingSubmit},
		{Pattern: "GET /sedute/testi", Handler: f.reasons},
		{Pattern: "POST /sedute/testi", Handler: f.reasonSubmit},
		{Pattern: "POST /sedute/testi/{reason}/togli", Handler: f.reasonRemove},
		{Pattern: "GET /sedute/{id}", Handler: f.sitting},
		{Pattern: "POST /sedute/{id}", Handler: f.agendaSubmit},
		{Pattern: "POST /sedute/{id}/correggi", Handler: f.sittingCorrect},
		{Pattern: "POST /sedute/{id}/annulla", Handler: f.sittingCancel},
		{Pattern: "POST /sedute/{id}/presenze", Handler: f.sittingAttend},
		{Pattern: "GET /sedute/{id}/delibera", Handler: f.resolution},
		{Pattern: "POST /sedute/{id}/delibera", Handler: f.resolutionSubmit, Limit: maxRulings},
		{Pattern: "GET /sedute/{id}/verbale", Handler: f.minutes},
	}, f.Gate.Staff(office.InboxRead))
}

// SittingsPage lists the sittings and prepares one.
type SittingsPage struct {
	kit.Page
	Table                kit.Table
	Day, Place, Presided kit.Field
}

const sittingsShown = 100

func (f *Face) sittings(w http.ResponseWriter, r *http.Request) error {
	return f.sittingsPage(w, r, "", casework.Plan{}, nil)
}

func (f *Face) sittingsPage(w http.ResponseWriter, r *http.Request, day string, plan casework.Plan, wrong error) error {
	all, err := f.Sittings.List(r.Context(), actor(r), sittingsShown)
	if err != nil {
		return err
	}
	page := SittingsPage{Page: f.page(r, f.Kit.Printer(r).T("sittings.title"))}
	page.Lead = page.T("sittings.lead")
	texts := kit.FieldErrors(page.Printer, wrong)
	page.Day = kit.Field{Type: kit.Date, Name: "day", Label: page.T("sittings.day"), Value: day, Error: texts["day"]}
	page.Presided = kit.Field{Type: kit.Text, Name: "presided", Label: page.T("sittings.presides"), Value: plan.Presided, Optional: true}
	page.Place = kit.Field{Type: kit.Text, Name: "place", Label: page.T("sittings.held_at"), Value: plan.Place, Optional: true}
	page.Errors = kit.Summary("", page.Day, page.Presided)
	var rows []kit.Row
	for _, s := range all {
		resolved := kit.Cell{Text: page.Printer.Number(int64(s.Resolved))}
		if !s.CancelledAt.IsZero() {
			resolved = kit.Cell{Badge: kit.Badge{Text: page.T("sittings.cancelled"), Tone: kit.Neutral}}
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.LongDate(s.Day), Href: SittingsPath + "/" + s.ID}, {Text: s.Presided},
			{Text: page.Printer.Number(int64(s.Cases))}, resolved,
		}})
	}
	page.Table = kit.NewTable(page.T("sittings.caption"), []kit.Column{
		{Title: page.T("sittings.day")}, {Title: page.T("sittings.presides")}, {Title: page.T("sittings.cases"), Numeric: true}, {Title: page.T("sittings.resolved"), Numeric: true},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("sittings.none"), Text: page.T("sittings.none_text")}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/sittings", page)
}

func (f *Face) sittingSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	day, err := terms.ParseDate(form.Date("day"))
	if err != nil {
		day = terms.Date{} // the service says what is wrong with it
	}
	plan := casework.Plan{Day: day, Place: form.Text("place"), Presided: form.Text("presided")}
	id, err := f.Sittings.Make(r.Context(), actor(r), plan)
	if kit.IsCorrectable(err) {
		return f.sittingsPage(w, r, form.Date("day"), plan, err)
	}
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, SittingsPath+"/"+id)
}

// SittingPage is the agenda, with the form that arranges it.
type SittingPage struct {
	kit.Page
	Facts    []kit.Entry
	Agenda   kit.Table
	Order    []OrderRow
	Resolve  string // address; "" while no case waits, or before the day
	ToCome   bool   // the day of the sitting has not come
	Minutes  string // address; "" before the first resolution
	NoneText string
	Change   *SittingChange // nil when it was cancelled
}

// OrderRow is a case that can be on the agenda, with its place.
type OrderRow struct {
	Code, Href, Who, Text string
	Place                 kit.Field
}

func (f *Face) sitting(w http.ResponseWriter, r *http.Request) error {
	return f.sittingPage(w, r, nil, refused{})
}

func (f *Face) sittingPage(w http.ResponseWriter, r *http.Request, wrong error, in refused) error {
	b, err := f.Sittings.Get(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := SittingPage{Page: f.page(r, f.Kit.Printer(r).T("sittings.of", "day", b.Day))}
	page.Crumbs = []kit.Crumb{{Text: page.T("sittings.title"), Href: SittingsPath}, {Text: page.Title}}
	page.sittingFacts(b)
	page.Agenda = agendaTable(page.Page, b.Agenda)
	page.ToCome = b.Day.After(terms.DateOf(f.Kit.Now()))
	if !b.CancelledAt.IsZero() {
		page.Agenda.Empty = kit.EmptyState{Title: page.T("sittings.cancelled"), Text: page.T("sittings.cancelled_text")}
		return f.Kit.Render(w, r, kit.StatusOf(cmp.Or(wrong, in.wrong)), "office/sitting", page)
	}
	page.NoneText = page.T("sittings.no_ready")
	texts := kit.FieldErrors(page.Printer, wrong)
	if wrong != nil {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	n := 0
	for _, i := range b.Agenda {
		if !i.Waits() {
			page.Minutes = SittingsPath + "/" + b.ID + "/verbale"
			continue
		}
		n++
		if !page.ToCome {
			page.Resolve = SittingsPath + "/" + b.ID + "/delibera"
		}
		page.Order = append(page.Order, orderRow(page.Page, i, strconv.Itoa(n), texts))
	}
	for _, i := range b.Ready {
		page.Order = append(page.Order, orderRow(page.Page, i, "", texts))
	}
	page.change(b, in)
	return f.Kit.Render(w, r, kit.StatusOf(cmp.Or(wrong, in.wrong)), "office/sitting", page)
}

func agendaTable(page kit.Page, items []casework.AgendaItem) kit.Table {
	var rows []kit.Row
	for n, i := range items {
		said, badge := i.Label(i.Proposed).In(page.Lang), kit.Badge{Text: page.T("sittings.waits"), Tone: kit.Waiting}
		if i.IsResolved() {
			said, badge = i.Label(i.Outcome).In(page.Lang), kit.Badge{Text: page.T("sittings.done", "number", i.Number), Tone: kit.Positive}
		} else if !i.Waits() {
			badge = kit.Badge{Text: page.T("sittings.put_off"), Tone: kit.Neutral}
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: strconv.Itoa(n + 1)}, {Text: i.Case.Code, Href: path(i.Case.ID)}, {Text: number(i.Case)}, {Text: i.Who}, {Text: i.Rapporteur}, {Text: said}, {Badge: badge},
		}})
	}
	table := kit.NewTable(page.T("sittings.agenda"), []kit.Column{
		{Title: page.T("sittings.place")}, {Title: page.T("office.case.code")}, {Title: page.T("office.case.number")},
		{Title: page.T("office.case.who")}, {Title: page.T("sittings.rapporteur")}, {Title: page.T("sittings.proposed_or_resolved")}, {Title: page.T("office.case.state")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("sittings.empty"), Text: page.T("sittings.empty_text")}
	return table
}

// orderName begins the name of the field that holds a case's place.
const orderName = "order."

func orderRow(page kit.Page, i casework.AgendaItem, place string, wrong map[string]string) OrderRow {
	return OrderRow{
		Code: i.Case.Code, Href: path(i.Case.ID) + "/scheda",
		Who:   i.Who,
		Text:  page.T("sittings.proposed_by", "who", i.Rapporteur, "outcome", i.Label(i.Proposed).In(page.Lang)),
		Place: kit.Field{Type: kit.Number, Name: orderName + i.Case.ID, Label: page.T("sittings.place_of", "code", i.Case.Code), Value: place, Optional: true, Width: kit.Small, Error: wrong[orderName+i.Case.ID]},
	}
}

// agendaSubmit reads the places; a case without one is not on the agenda. Those
// that were resolved keep theirs.
func (f *Face) agendaSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	b, err := f.Sittings.Get(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	var order []string
	for _, i := range b.Agenda {
		if i.IsResolved() {
			order = append(order, i.Case.ID)
		}
	}
	placed, err := places(form)
	if err == nil {
		err = f.Sittings.Arrange(r.Context(), actor(r), b.ID, append(order, placed...))
	}
	if err != nil && (kit.IsCorrectable(err) || problem.KindOf(err) == problem.Conflict) {
		return f.sittingPage(w, r, err, refused{})
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "sittings.arranged")
	return kit.Redirect(w, r, SittingsPath+"/"+b.ID)
}

// places are the cases that have one, in order. What is no place is an error: a
// case must not leave the agenda by a slip of the finger.
func places(form kit.Values) ([]string, error) {
	type placed struct {
		id string
		at int64
	}
	var all []placed
	var bad []problem.Field
	for name := range form.Values {
		id, ok := strings.CutPrefix(name, orderName)
		if !ok || form.Text(name) == "" {
			continue
		}
		at, ok := form.Number(name)
		if !ok || at < 1 {
			bad = append(bad, problem.Field{Path: name, Code: "casework.bad_place"})
		}
		all = append(all, placed{id, at})
	}
	if len(bad) > 0 {
		return nil, problem.New(problem.Invalid, "casework.input").With(bad...)
	}
	slices.SortFunc(all, func(a, b placed) int {
		if a.at != b.at {
			return int(min(max(a.at-b.at, -1), 1))
		}
		return strings.Compare(a.id, b.id)
	})
	var order []string
	for _, p := range all {
		order = append(order, p.id)
	}
	return order, nil
}
