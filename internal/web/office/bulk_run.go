// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"

	"pratica/internal/web/kit"
	"pratica/internal/worklist"
	"pratica/internal/worklist/sheet"
)

// runsPath lists what the reader did to many cases at once.
const runsPath = Prefix + "/insieme"

func runPath(id string) string { return runsPath + "/" + id }

// RunPage says what a bulk act did, as long as it is kept.
type RunPage struct {
	kit.Page
	Summary string
	Cut     string // it did not come to its end; "" when it did
	Table   kit.Table
	Undo    string // what can be taken back, and how
	File    string
	Back    string
}

func (f *Face) run(w http.ResponseWriter, r *http.Request) error {
	run, err := f.Worklist.Run(r.Context(), actor(r), r.PathValue("run"))
	if err != nil {
		return err
	}
	page := RunPage{Page: f.page(r, f.Kit.Printer(r).T("worklist.bulk."+string(run.Bulk)))}
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: page.T("worklist.run.title"), Href: runsPath}, {Text: page.Title}}
	page.Summary = page.T("worklist.bulk.did", "count", run.Worked, "of", run.Total)
	if run.Ended.IsZero() {
		page.Cut = page.T("worklist.run.cut", "reached", len(run.Rows), "of", run.Total)
	}
	page.Undo = page.T("worklist.run.undo_" + string(run.Bulk))
	page.File, page.Back = runPath(run.ID)+"/esito.csv", backTo(run.Query)
	page.Table = runTable(page.Page, run)
	return f.Kit.Render(w, r, http.StatusOK, "office/run", page)
}

func runTable(page kit.Page, run worklist.Run) kit.Table {
	var rows []kit.Row
	for _, o := range run.Rows {
		code := kit.Cell{Text: o.Code, Href: path(o.Case)}
		if o.Code == "" {
			code = kit.Cell{Text: page.T("worklist.bulk.unseen")}
		}
		said := kit.Cell{Badge: kit.Badge{Text: page.T("worklist.bulk.done"), Tone: kit.Positive}}
		if !o.Done {
			said = kit.Cell{Text: o.Said, Badge: kit.Badge{Text: page.T("worklist.bulk.not"), Tone: kit.Negative}}
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{code, said}})
	}
	return kit.NewTable(page.Title, []kit.Column{{Title: page.T("office.case.code")}, {Title: page.T("worklist.bulk.outcome")}}, rows)
}

// runFile is the outcome as a file.
func (f *Face) runFile(w http.ResponseWriter, r *http.Request) error {
	run, err := f.Worklist.Run(r.Context(), actor(r), r.PathValue("run"))
	if err != nil {
		return err
	}
	p := f.Kit.Printer(r)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+p.T("worklist.run.file")+`.csv"`)
	w.Header().Set("Cache-Control", "private, no-store")
	out, err := sheet.NewCSV(w)
	if err != nil {
		return err
	}
	rows := [][]string{{p.T("office.case.code"), p.T("worklist.bulk.outcome"), p.T("worklist.run.why")}}
	for _, o := range run.Rows {
		said := p.T("worklist.bulk.done")
		if !o.Done {
			said = p.T("worklist.bulk.not")
		}
		rows = append(rows, []string{o.Code, said, o.Said})
	}
	for _, row := range rows {
		if err := out.Row(sheet.Text(row[0]), sheet.Text(row[1]), sheet.Text(row[2])); err != nil {
			return err
		}
	}
	return out.Close()
}

// RunsPage lists the bulk acts of the reader.
type RunsPage struct {
	kit.Page
	Table kit.Table
}

func (f *Face) runs(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Worklist.Runs(r.Context(), actor(r))
	if err != nil {
		return err
	}
	page := RunsPage{Page: f.page(r, f.Kit.Printer(r).T("worklist.run.title"))}
	page.Lead = page.T("worklist.run.lead", "days", worklist.RunDays)
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: page.Title}}
	var rows []kit.Row
	for _, run := range list {
		when := kit.Cell{Text: page.Printer.DateTime(run.Started), Href: runPath(run.ID)}
		did := kit.Cell{Text: page.T("worklist.bulk.did", "count", run.Worked, "of", run.Total)}
		rows = append(rows, kit.Row{Cells: []kit.Cell{when, {Text: page.T("worklist.bulk." + string(run.Bulk))}, did}})
	}
	page.Table = kit.NewTable(page.Title, []kit.Column{{Title: page.T("worklist.run.when")}, {Title: page.T("worklist.run.what")}, {Title: page.T("worklist.bulk.outcome")}}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("worklist.run.none"), Text: page.T("worklist.bulk.first")}
	return f.Kit.Render(w, r, http.StatusOK, "office/runs", page)
}
