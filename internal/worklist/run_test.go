// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/worklist"
)

// What became of each case can be read again by whoever did it, and by nobody else.
func TestRun(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		trial, err := o.list.Try(ctx, o.other, worklist.TakeCharge, []string{all["rossi"].ID, all["dangelo"].ID})
		o.must(err)
		o.take(all["dangelo"], o.secretary)
		id, err := o.list.Perform(ctx, o.other, worklist.Asked{Bulk: worklist.TakeCharge, Targets: trial.Ready(), Query: "sort=due"})
		o.must(err)
		if run, err := o.list.Run(ctx, o.other, id); err != nil || run.IsOver() || run.Waiting != 2 {
			t.Errorf("before its job it is %+v, %v", run, err)
		}
		o.Drain()
		run, err := o.list.Run(ctx, o.other, id)
		o.must(err)
		want := []worklist.RunRow{
			{Case: all["rossi"].ID, Code: all["rossi"].Code, Done: true, Made: 2}, {Case: all["dangelo"].ID, Code: all["dangelo"].Code, Said: "casework.changed"},
		}
		if diff := cmp.Diff(want, run.Rows); diff != "" || run.Total != 2 || run.Worked != 1 || run.Ended.IsZero() || run.Query != "sort=due" {
			t.Errorf("run %+v (-want +got):\n%s", run, diff)
		}
		if list, err := o.list.Runs(ctx, o.other); err != nil || len(list) != 1 || list[0].ID != id || list[0].Worked != 1 {
			t.Errorf("runs: %+v, %v", list, err)
		}
		if _, err := o.list.Run(ctx, o.secretary, id); !problem.Is(err, "worklist.no_run") {
			t.Errorf("somebody else's: %v", err)
		}
		if list, err := o.list.Runs(ctx, o.secretary); err != nil || len(list) != 0 {
			t.Errorf("somebody else's: %+v, %v", list, err)
		}
		o.Check()
	})
}

func (o *office) state(id string) string {
	o.t.Helper()
	v, err := o.View(ctx, o.secretary, id)
	o.must(err)
	return v.Case.State
}

// ready brings cases to where they can be assigned.
func (o *office) ready(all map[string]casework.Application, names ...string) (ids []string) {
	o.t.Helper()
	ok := casetest.Text("point.proceeding", "ok", "point.household", "ok", "point.income", "ok", "point.merits", "ok", "point.signature", "ok")
	for _, name := range names {
		if o.state(all[name].ID) == "filed" {
			o.take(all[name], o.secretary)
		}
		o.Must(o.secretary, all[name].ID, "check", ok)
		o.Must(o.secretary, all[name].ID, "conclude_check", casetest.Text())
		ids = append(ids, all[name].ID)
	}
	return ids
}

// assigned gives cases to the rapporteur in one run.
func (o *office) assigned(ids []string) (run string) {
	o.t.Helper()
	trial, err := o.list.Try(ctx, o.secretary, worklist.Assign, ids)
	o.must(err)
	run, err = o.list.Perform(ctx, o.secretary, worklist.Asked{Bulk: worklist.Assign, Targets: trial.Ready(), Official: actions.ByRule})
	o.must(err)
	o.Drain()
	return run
}

// An assignment of many cases is taken back, but for the case on which somebody acted since;
// the trial says so before.
func TestUndo(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		run := o.assigned(o.ready(all, "rossi", "rota"))
		if got := o.see(o.rapporteur, worklist.Query{}); got != "rota rossi" {
			t.Fatalf("assigned: %q", got)
		}
		o.Must(o.rapporteur, all["rota"].ID, "no_conflict", casetest.Text("declared", "yes"))
		o.Drain()
		trial, err := o.list.TryUndo(ctx, o.secretary, run)
		o.must(err)
		if got := codes(trial.Outcomes); got != "done casework.changed" {
			t.Errorf("trial: %s", got)
		}
		if _, err := o.list.TryUndo(ctx, o.other, run); !problem.Is(err, "worklist.no_run") {
			t.Errorf("somebody else's: %v", err)
		}
		back, err := o.list.TakeBack(ctx, o.secretary, run, "it")
		o.must(err)
		o.Drain()
		undone, err := o.list.Run(ctx, o.secretary, back)
		o.must(err)
		if got := told(undone.Rows); got != "done casework.changed" || undone.Undoes != run || undone.CanUndo() {
			t.Errorf("taken back: %s, %+v", got, undone)
		}
		if got := o.see(o.rapporteur, worklist.Query{}); got != "rota" {
			t.Errorf("the rapporteur still sees %q", got)
		}
		if now := o.state(all["rossi"].ID); now != "checked" {
			t.Errorf("the case is %s", now)
		}
		o.assigned([]string{all["rossi"].ID}) // and can be given again
		o.Check()
	})
}

// What was taken in charge the parties have read: it is not taken back.
func TestWhatPartiesReadIsNotUndone(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		trial, err := o.list.Try(ctx, o.other, worklist.TakeCharge, []string{all["rossi"].ID})
		o.must(err)
		id, err := o.list.Perform(ctx, o.other, worklist.Asked{Bulk: worklist.TakeCharge, Targets: trial.Ready()})
		o.must(err)
		o.Drain()
		if _, err := o.list.TakeBack(ctx, o.other, id, "it"); !problem.Is(err, "worklist.cannot_undo") {
			t.Errorf("a case taken in charge is given back: %v", err)
		}
		if _, err := o.Undo(ctx, o.other, all["rossi"].ID, 2, nil); !problem.Is(err, "casework.cannot_undo") {
			t.Errorf("a case taken in charge is given back by itself: %v", err)
		}
	})
}

// A run that was stopped does no further case; who lost the role meanwhile does none.
func TestStoppedAndWithoutRights(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		trial, err := o.list.Try(ctx, o.other, worklist.TakeCharge, []string{all["rossi"].ID, all["dangelo"].ID})
		o.must(err)
		asked := worklist.Asked{Bulk: worklist.TakeCharge, Targets: trial.Ready()}
		id, err := o.list.Perform(ctx, o.other, asked)
		o.must(err)
		if err := o.list.Stop(ctx, o.secretary, id); !problem.Is(err, "worklist.no_run") {
			t.Errorf("somebody else stops it: %v", err)
		}
		o.must(o.list.Stop(ctx, o.other, id))
		o.Drain()
		if run, err := o.list.Run(ctx, o.other, id); err != nil || !run.IsOver() || run.Worked != 0 || run.Waiting != 2 {
			t.Errorf("stopped: %+v, %v", run, err)
		}
		id, err = o.list.Perform(ctx, o.other, asked)
		o.must(err)
		o.actors[o.other.ID] = casework.Actor{Kind: o.other.Kind, ID: o.other.ID}
		o.Drain()
		run, err := o.list.Run(ctx, o.other, id)
		o.must(err)
		if got := told(run.Rows); got != "casework.not_found casework.not_found" || run.Rows[0].Code != "" {
			t.Errorf("without the role: %s %+v", got, run.Rows)
		}
	})
}

// All pages of a list are tried, or none when they are too many.
func TestMatching(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.scene()
		page, err := o.list.List(ctx, o.secretary, worklist.Query{})
		o.must(err)
		cases, err := o.list.Matching(ctx, o.secretary, worklist.Query{Limit: 1})
		o.must(err)
		if len(cases) != len(page.Rows) || cases[0] != page.Rows[0].Case {
			t.Errorf("matching %v, the list has %d", cases, len(page.Rows))
		}
	})
}
