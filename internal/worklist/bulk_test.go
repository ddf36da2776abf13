// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/worklist"
	"pratica/internal/worklist/sheet"
)

func codes(list []worklist.Outcome) string {
	var out []string
	for _, o := range list {
		p, _ := problem.As(o.Err)
		switch {
		case p != nil:
			out = append(out, p.Code)
		case o.Err != nil:
			out = append(out, o.Err.Error())
		default:
			out = append(out, "done")
		}
	}
	return strings.Join(out, " ")
}

// perform does a bulk act and reads what became of each case.
func (o *office) perform(actor casework.Actor, bulk worklist.Bulk, targets []worklist.Target, official string) []worklist.RunRow {
	o.t.Helper()
	id, err := o.list.Perform(ctx, actor, worklist.Asked{Bulk: bulk, Targets: targets, Official: official})
	o.must(err)
	o.Drain()
	run, err := o.list.Run(ctx, actor, id)
	o.must(err)
	return run.Rows
}

func told(rows []worklist.RunRow) string {
	var out []string
	for _, row := range rows {
		if row.Done {
			out = append(out, "done")
		} else {
			out = append(out, row.Said)
		}
	}
	return strings.Join(out, " ")
}

// TestBulk takes charge of several cases, of which one was taken before, one is
// another office's, and one is changed between the trial and the act.
func TestBulk(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		ids := []string{all["rossi"].ID, all["dangelo"].ID, all["rota"].ID, all["access"].ID}
		trial, err := o.list.Try(ctx, o.other, worklist.TakeCharge, ids)
		o.must(err)
		if got := codes(trial.Outcomes); got != "done done worklist.not_now casework.not_found" || len(trial.Ready()) != 2 {
			t.Fatalf("trial: %s", got)
		}
		if got := o.see(o.secretary, worklist.Query{Assignee: worklist.Nobody}); got != "dangelo rossi" {
			t.Errorf("a trial changed something: %s", got)
		}
		o.take(all["dangelo"], o.secretary)
		targets := append(trial.Ready(), worklist.Target{Case: all["access"].ID, Action: "take_charge"}, worklist.Target{Case: all["rossi"].ID, Action: "close"})
		done := o.perform(o.other, worklist.TakeCharge, targets, "")
		if got := told(done); got != "done casework.changed worklist.not_now worklist.not_now" || done[2].Code != "" || done[0].Code != all["rossi"].Code {
			t.Errorf("done: %s %+v", got, done)
		}
		o.Drain()
		if got := o.see(o.other, worklist.Query{Assignee: worklist.Me}); got != "rossi" {
			t.Errorf("taken: %s", got)
		}
		o.Check()
	})
}

func TestBulkRefusals(t *testing.T) {
	o := newOffice(t, databasetest.SQLite(t))
	for _, test := range []struct {
		bulk worklist.Bulk
		n    int
		want string
	}{
		{"close", 1, "worklist.no_bulk"}, {worklist.TakeCharge, 0, "worklist.none_chosen"}, {worklist.Assign, worklist.MaxBulk + 1, "worklist.too_many"},
	} {
		if _, err := o.list.Try(ctx, o.secretary, test.bulk, make([]string, test.n)); !problem.Is(err, test.want) {
			t.Errorf("%s of %d: %v", test.bulk, test.n, err)
		}
		if _, err := o.list.Perform(ctx, o.secretary, worklist.Asked{Bulk: test.bulk, Targets: make([]worklist.Target, test.n)}); !problem.Is(err, test.want) {
			t.Errorf("%s of %d: %v", test.bulk, test.n, err)
		}
	}
}

// TestBulkAssign gives two cases to one rapporteur, who then sees them.
func TestBulkAssign(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		o.take(all["rossi"], o.secretary)
		ok := casetest.Text("point.proceeding", "ok", "point.household", "ok", "point.income", "ok", "point.merits", "ok", "point.signature", "ok")
		for _, name := range []string{"rossi", "rota"} {
			o.Must(o.secretary, all[name].ID, "check", ok)
			o.Must(o.secretary, all[name].ID, "conclude_check", casetest.Text())
		}
		ids := []string{all["rossi"].ID, all["rota"].ID, all["dangelo"].ID}
		trial, err := o.list.Try(ctx, o.secretary, worklist.Assign, ids)
		o.must(err)
		if got := codes(trial.Outcomes); got != "done done worklist.not_now" || len(trial.Officials) != 2 || trial.Officials[0].Value != actions.ByRule || trial.Officials[1].Value != "rosa" {
			t.Fatalf("trial: %s, %+v", got, trial.Officials)
		}
		done := o.perform(o.secretary, worklist.Assign, trial.Ready(), "rosa")
		o.Drain()
		if got := o.see(o.rapporteur, worklist.Query{}); told(done) != "done done" || got != "rota rossi" {
			t.Errorf("%s; the rapporteur sees %q", told(done), got)
		}
	})
}

func TestViews(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		mine := worklist.Query{Assignee: worklist.Me}
		o.must(o.list.Save(ctx, o.secretary, "  Le mie  pratiche ", mine, false))
		o.must(o.list.Save(ctx, o.secretary, "Urgenti", worklist.Query{Urgent: true}, false))
		o.must(o.list.Save(ctx, o.secretary, "Urgenti", worklist.Query{Urgent: true, Sort: worklist.ByUrgency}, true))
		names := func(who casework.Actor) string {
			list, err := o.list.Views(ctx, who)
			o.must(err)
			var out []string
			for _, v := range list {
				out = append(out, v.Name+"?"+v.Query)
			}
			return strings.Join(out, " ")
		}
		if got := names(o.secretary); got != "Le mie pratiche?assignee=me Urgenti?sort=urgency&urgent=1" {
			t.Errorf("own: %s", got)
		}
		if got := names(o.other); got != "Urgenti?sort=urgency&urgent=1" {
			t.Errorf("shared: %s", got)
		}
		list, err := o.list.Views(ctx, o.other)
		o.must(err)
		if err := o.list.Remove(ctx, o.other, list[0].ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("somebody else's list was removed: %v", err)
		}
		o.must(o.list.Remove(ctx, o.secretary, list[0].ID))
		for name, want := range map[string]string{" ": "worklist.name_missing", strings.Repeat("à", 61): "worklist.name_long"} {
			if err := o.list.Save(ctx, o.secretary, name, mine, false); !problem.Is(err, want) {
				t.Errorf("%q: %v", name, err)
			}
		}
		if err := o.list.Save(ctx, casework.Actor{Kind: audit.Lawyer, ID: "lea"}, "x", mine, true); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("a lawyer saves a list: %v", err)
		}
	})
}

func TestExport(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		all := o.scene()
		var b bytes.Buffer
		out, err := sheet.NewCSV(&b)
		o.must(err)
		o.must(o.list.Export(ctx, o.secretary, worklist.Query{Sort: worklist.ByName, Text: "ro", Limit: 1}, "csv", func(r worklist.Row) error { return out.Row(sheet.Text(r.Code)) }))
		o.must(out.Close())
		if got, want := b.String(), "\ufeff"+all["rossi"].Code+"\r\n"+all["rota"].Code+"\r\n"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		entries, err := o.Audit.Entries(ctx, "worklist/sara", 0, 10)
		o.must(err)
		if len(entries) != 1 || entries[0].Action != "worklist.export" || entries[0].Detail["format"] != "csv" || entries[0].Detail["text"] != "yes" {
			t.Errorf("%+v", entries)
		}
		stop := errors.New("the connection is gone")
		if err := o.list.Export(ctx, o.secretary, worklist.Query{}, "csv", func(worklist.Row) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("%v", err)
		}
	})
}
