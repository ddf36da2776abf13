// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// ResolutionPage is one act about many cases: what all have in common, and the
// ruling about each.
type ResolutionPage struct {
	kit.Page
	Number, Presided kit.Field
	Library          *Library // nil when there are no texts
	Rulings          []RulingRow
	Forecast         *kit.Table // of a trial, or of an act that not all cases took
	Said             string
}

// RulingRow is the ruling about one case.
type RulingRow struct {
	ID, Code, Who, Href    string
	Outcome, Reasons, Vote kit.Field
}

// putOff is the choice to leave a case for another sitting.
const putOff = "-"

// rulings is what was typed.
type rulings struct {
	act    casework.Resolution
	typed  map[string]casework.Ruling // also of cases that are put off
	isSent bool
	// library is the text chosen to be inserted.
	library string
}

func (f *Face) resolution(w http.ResponseWriter, r *http.Request) error {
	return f.resolutionPage(w, r, rulings{}, nil, false, nil)
}

func (f *Face) resolutionPage(w http.ResponseWriter, r *http.Request, in rulings, results []casework.RowResult, trial bool, wrong error) error {
	b, err := f.Sittings.Get(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := ResolutionPage{Page: f.page(r, f.Kit.Printer(r).T("sittings.resolution", "day", b.Day))}
	page.Lead = page.T("sittings.resolution_lead")
	page.Crumbs = []kit.Crumb{{Text: page.T("sittings.title"), Href: SittingsPath}, {Text: page.T("sittings.of", "day", b.Day), Href: SittingsPath + "/" + b.ID}, {Text: page.T("sittings.resolve")}}
	if wrong != nil {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	if !in.isSent {
		in.act.Presided = b.Presided
	}
	page.Number = kit.Field{Type: kit.Text, Name: "number", Label: page.T("workflow.field.resolution_number"), Value: in.act.Number, Width: kit.Small}
	page.Presided = kit.Field{Type: kit.Text, Name: "presided", Label: page.T("workflow.field.presided"), Value: in.act.Presided}
	texts := page.results(results, trial)
	if page.Library, err = f.library(r, page.Page, in.library, "reasons.choose_help"); err != nil {
		return err
	}
	for _, i := range b.Agenda {
		if i.Waits() {
			page.Rulings = append(page.Rulings, page.ruling(i, in, texts[i.Case.ID]))
		}
	}
	return f.Kit.Render(w, r, max(kit.StatusOf(wrong), statusOf(results)), "office/resolution", page)
}

// statusOf is 422 when a row was refused.
func statusOf(results []casework.RowResult) int {
	for _, result := range results {
		if result.Err != nil {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusOK
}

func (p *ResolutionPage) ruling(i casework.AgendaItem, in rulings, wrong map[string]string) RulingRow {
	ruling, typed := in.typed[i.Case.ID]
	if !typed {
		ruling = casework.Ruling{Outcome: i.Proposed, Reasons: i.Proposal}
	}
	row := RulingRow{ID: i.Case.ID, Code: i.Case.Code, Who: i.Who, Href: path(i.Case.ID) + "/scheda"}
	row.Outcome = kit.Field{
		Type: kit.Select, Name: "outcome." + i.Case.ID, Label: p.T("sittings.outcome_of", "code", i.Case.Code), Value: ruling.Outcome, Error: wrong["outcome"],
		Help: p.T("sittings.proposed_by", "who", i.Rapporteur, "outcome", i.Label(i.Proposed).In(p.Lang)),
	}
	for _, o := range i.Outcomes {
		row.Outcome.Options = append(row.Outcome.Options, kit.Option{Value: o.Name, Label: o.Label.In(p.Lang)})
	}
	row.Outcome.Options = append(row.Outcome.Options, kit.Option{Value: putOff, Label: p.T("sittings.put_off")})
	row.Reasons = kit.Field{Type: kit.LongText, Name: "reasons." + i.Case.ID, Label: p.T("sittings.reasons_of", "code", i.Case.Code), Value: ruling.Reasons, Error: wrong["reasons"]}
	row.Vote = kit.Field{
		Type: kit.Text, Name: "vote." + i.Case.ID, Label: p.T("sittings.vote_of", "code", i.Case.Code), Value: ruling.Vote, Optional: true,
		Help: p.T("sittings.vote_help"),
	}
	return row
}

// results shows what became of each case, and returns the texts of what is
// wrong by case and field.
func (p *ResolutionPage) results(all []casework.RowResult, trial bool) map[string]map[string]string {
	out := map[string]map[string]string{}
	if all == nil {
		return out
	}
	var rows []kit.Row
	fine := 0
	for _, result := range all {
		cell, texts := p.result(result)
		out[result.Case.ID] = texts
		p.Number.Error, p.Presided.Error = cmp.Or(p.Number.Error, texts["number"]), cmp.Or(p.Presided.Error, texts["presided"])
		if result.Err == nil && !result.PutOff {
			fine++
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{{Text: result.Case.Code, Href: path(result.Case.ID)}, {Badge: cell}, {Text: p.notes(result)}}})
	}
	key := "sittings.did"
	if trial {
		key = "sittings.would_do"
	}
	p.Said = p.T(key, "fine", fine, "all", len(all))
	table := kit.NewTable(p.T("sittings.row_by_row"), []kit.Column{{Title: p.T("office.case.code")}, {Title: p.T("sittings.result")}, {Title: p.T("sittings.notes")}}, rows)
	p.Forecast = &table
	return out
}

func (p *ResolutionPage) result(result casework.RowResult) (kit.Badge, map[string]string) {
	switch {
	case result.PutOff:
		return kit.Badge{Text: p.T("sittings.put_off"), Tone: kit.Neutral}, nil
	case result.Err != nil:
		return kit.Badge{Text: p.T("sittings.refused"), Tone: kit.Negative}, kit.FieldErrors(p.Printer, result.Err)
	}
	return kit.Badge{Text: p.T("sittings.fine"), Tone: kit.Positive}, nil
}

// rulingParts are the names of what a ruling is made of.
var rulingParts = map[string]string{
	"number": "workflow.field.resolution_number", "presided": "workflow.field.presided", "outcome": "workflow.field.outcome",
	"reasons": "workflow.field.reasons", "date": "sittings.day",
}

func (p *ResolutionPage) notes(result casework.RowResult) string {
	var notes []string
	if wrong, ok := problem.As(result.Err); ok {
		for _, field := range wrong.Fields {
			if key := rulingParts[field.Path]; key != "" {
				notes = append(notes, p.T("sittings.fault", "label", p.T(key), "text", p.Printer.Field(field)))
			}
		}
	}
	if result.Err != nil && len(notes) == 0 {
		notes = append(notes, p.Printer.Error(result.Err))
	}
	for _, m := range result.Missing {
		notes = append(notes, p.T("sittings.will_lack", "label", m))
	}
	return strings.Join(notes, " ")
}

// resolutionSubmit tries the act or does it. What was refused stays on the page
// with the reason; what was done is done, and sending again leaves it alone.
func (f *Face) resolutionSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	in := rulings{typed: map[string]casework.Ruling{}, isSent: true}
	in.act = casework.Resolution{Number: form.Text("number"), Presided: form.Text("presided"), Rows: map[string]casework.Ruling{}}
	for name := range form.Values {
		id, ok := strings.CutPrefix(name, "outcome.")
		if !ok {
			continue
		}
		ruling := casework.Ruling{Outcome: form.Text(name), Reasons: form.Text("reasons." + id), Vote: form.Text("vote." + id)}
		in.typed[id] = ruling
		ruling.PutOff = ruling.Outcome == putOff
		in.act.Rows[id] = ruling
	}
	in.library = form.Text(libraryName)
	if id := form.Text("insert"); id != "" {
		ruling := in.typed[id]
		if ruling.Reasons, err = f.inserted(r, ruling.Reasons, in.library); err != nil {
			return err
		}
		in.typed[id] = ruling
		return f.resolutionPage(w, r, in, nil, false, nil)
	}
	trial := form.Text("act") != "do"
	results, err := f.Sittings.Resolve(r.Context(), actor(r), r.PathValue("id"), in.act, trial)
	if problem.KindOf(err) == problem.Conflict {
		return f.resolutionPage(w, r, in, nil, false, err)
	}
	if err != nil {
		return err
	}
	if trial || statusOf(results) != http.StatusOK {
		return f.resolutionPage(w, r, in, results, trial, nil)
	}
	if slices.ContainsFunc(results, func(one casework.RowResult) bool { return !one.PutOff }) {
		f.Kit.Flash(w, kit.Success, "sittings.was_resolved", "number", in.act.Number)
	} else if len(results) > 0 {
		f.Kit.Flash(w, kit.Success, "sittings.all_put_off")
	} else {
		f.Kit.Flash(w, kit.Info, "sittings.nothing_left")
	}
	return kit.Redirect(w, r, SittingsPath+"/"+r.PathValue("id"))
}

// minutes is the list of what was resolved, to be signed.
func (f *Face) minutes(w http.ResponseWriter, r *http.Request) error {
	content, name, err := f.Minutes.Minutes(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	defer content.Close()
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "no-store")
	_, err = io.Copy(w, content)
	return err
}
