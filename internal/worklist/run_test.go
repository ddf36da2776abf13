// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
		why := func(err error) string { p, _ := problem.As(err); return p.Code }
		id, err := o.list.Perform(ctx, o.other, worklist.TakeCharge, trial.Ready(), "", "sort=due", why)
		o.must(err)
		run, err := o.list.Run(ctx, o.other, id)
		o.must(err)
		want := []worklist.RunRow{
			{Case: all["rossi"].ID, Code: all["rossi"].Code, Done: true}, {Case: all["dangelo"].ID, Code: all["dangelo"].Code, Said: "casework.changed"},
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
