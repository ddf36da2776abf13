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

// RunPage says what a bulk act does and did, as long as it is kept.
type RunPage struct {
	kit.Page
	Action   string
	Summary  string
	Progress string // while it runs
	Untried  string // cases that were not tried because it was stopped; "" when there are none
	Table    kit.Table
	Undo     string   // what can be taken back, and how
	TakeBack string   // where it can be taken back now
	Again    []string // the cases that were not done
	Bulk     string
	Query    string
	File     string
	Back     string
}

func (f *Face) run(w http.ResponseWriter, r *http.Request) error {
	run, err := f.Worklist.Run(r.Context(), actor(r), r.PathValue("run"))
	if err != nil {
		return err
	}
	page := RunPage{Page: f.page(r, f.Kit.Printer(r).T("worklist.bulk."+string(run.Bulk))), Action: runPath(run.ID), Bulk: string(run.Bulk), Query: run.Query}
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: page.T("worklist.run.title"), Href: runsPath}, {Text: page.Title}}
	page.Table = runTable(page.Page, run)
	page.File, page.Back = runPath(run.ID)+"/esito.csv", backTo(run.Query)
	if !run.IsOver() {
		page.Progress = page.T("worklist.run.progress", "tried", run.Total-run.Waiting, "of", run.Total)
		return f.Kit.Render(w, r, http.StatusOK, "office/run", page)
	}
	page.over(run)
	return f.Kit.Render(w, r, http.StatusOK, "office/run", page)
}

// over says how a run ended, and what can follow.
func (p *RunPage) over(run worklist.Run) {
	p.Summary = p.T("worklist.bulk.did", "count", run.Worked, "of", run.Total)
	if run.Waiting > 0 {
		p.Untried = p.T("worklist.run.untried", "count", run.Waiting)
	}
	p.Undo = p.T("worklist.run.undo_" + string(run.Bulk))
	if run.CanUndo() {
		p.TakeBack = runPath(run.ID) + "/annulla"
	}
	for _, row := range run.Rows {
		if !row.Done && run.Bulk != worklist.Undo {
			p.Again = append(p.Again, row.Case)
		}
	}
}

// runStop stops a run before its next case.
func (f *Face) runStop(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("run")
	if err := f.Worklist.Stop(r.Context(), actor(r), id); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "worklist.run.stopped")
	return kit.Redirect(w, r, runPath(id))
}

// undoTrial says case by case what taking a run back would do.
func (f *Face) undoTrial(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("run")
	trial, err := f.Worklist.TryUndo(r.Context(), actor(r), id)
	if kit.IsCorrectable(err) { // taken back before, or never to be
		return kit.Redirect(w, r, runPath(id))
	}
	if err != nil {
		return err
	}
	page := f.bulkPage(r, worklist.Undo, "")
	ready := len(trial.Ready())
	page.Action, page.Back, page.Return = runPath(id)+"/annulla", runPath(id), page.T("worklist.run.back")
	page.Summary, page.Table, page.Ready = page.T("worklist.bulk.would", "count", ready), page.outcomes(trial.Outcomes), ready > 0
	page.Submit = page.T("worklist.bulk.do", "count", ready)
	return f.Kit.Render(w, r, http.StatusOK, "office/bulk", page)
}

func (f *Face) undoDo(w http.ResponseWriter, r *http.Request) error {
	id, err := f.Worklist.TakeBack(r.Context(), actor(r), r.PathValue("run"), f.Kit.Printer(r).Lang())
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, runPath(id))
}

func runTable(page kit.Page, run worklist.Run) kit.Table {
	var rows []kit.Row
	for _, o := range run.Rows {
		if o.Waits {
			continue
		}
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
		if o.Waits {
			continue
		}
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
