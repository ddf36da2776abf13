// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"sync"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

// race lets people act at the same instant on what they all saw, and returns who
// won; each other must be told who did what, and when.
func (o *office) race(t *testing.T, id string, acts ...act) (winner int) {
	t.Helper()
	version := o.view(t, o.secretary, id).Case.Version
	errs := make([]error, len(acts))
	var wg sync.WaitGroup
	for i, a := range acts {
		wg.Go(func() {
			_, errs[i] = o.Act(ctx, a.by, id, a.action, casework.Command{Version: version, Input: a.in})
		})
	}
	wg.Wait()
	winner = -1
	for i, err := range errs {
		if err == nil && winner >= 0 {
			t.Errorf("both %s and %s were done", acts[winner].action, acts[i].action)
		}
		if err == nil {
			winner = i
		}
	}
	if winner < 0 {
		t.Fatalf("nobody won: %v", errs)
	}
	for i, err := range errs {
		if i == winner {
			continue
		}
		p, ok := problem.As(err)
		if !ok || p.Kind != problem.Conflict || p.Code != "casework.changed" || acts[winner].by.Kind == audit.Official && p.Args[1] != acts[winner].by.ID {
			t.Errorf("after %s by %s the other, who wanted %s, is told %v", acts[winner].action, acts[winner].by.ID, acts[i].action, err)
		}
	}
	return winner
}

// TestTwoOfficialsAtEachStep takes a case its whole way; at each step two people
// act at once: the same act twice, and the act against each of those that any
// state admits. One wins, the other sees why, and the case goes on.
func TestTwoOfficialsAtEachStep(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		races := 0
		for _, step := range o.walk(a, "admitted") {
			for _, rival := range []act{
				{o.other, "note", casetest.Text("note", "x")},
				{o.other, "urgency", casetest.Text("day", "2026-12-20", "reason", "udienza")},
				step,
			} {
				races++
				if o.race(t, a.ID, step, rival) == 0 || rival.action == step.action {
					goto next // the case has moved
				}
			}
			o.Must(step.by, a.ID, step.action, step.in)
		next:
			o.Check()
		}
		if v := o.view(t, o.secretary, a.ID); !v.Final || races < 13 {
			t.Errorf("after %d races the case is in %s", races, v.Case.State)
		}
	})
}

// TestManyActsDuringDecisions: while the board decides case after case, somebody
// does one act to all of them, as an act on many does: row by row, each with the
// version that was seen. No decision is lost or taken twice, and each row says
// whether it was done.
func TestManyActsDuringDecisions(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		const cases = 5
		var ids []string
		var decide []act
		versions := map[string]int64{}
		for range cases {
			a := o.fileAid(t)
			walk := o.walk(a, "admitted")
			for _, next := range walk[:11] {
				o.Must(next.by, a.ID, next.action, next.in)
			}
			walk[11].in.Files = []actions.File{o.Peers.Upload(a.ID, actions.DecisionSlot, "signed-"+a.ID)}
			ids, decide = append(ids, a.ID), append(decide, walk[11])
			versions[a.ID] = o.view(t, o.secretary, a.ID).Case.Version
		}
		done := make([]error, cases)
		var wg sync.WaitGroup
		wg.Go(func() {
			for i, id := range ids { // without a version: the board decides whatever was noted meanwhile
				if _, err := o.Act(ctx, o.board, id, "decide", casework.Command{Input: decide[i].in}); err != nil {
					t.Errorf("decision %d: %v", i, err)
				}
			}
		})
		wg.Go(func() {
			for i := cases - 1; i >= 0; i-- {
				_, done[i] = o.Act(ctx, o.other, ids[i], "note", casework.Command{Version: versions[ids[i]], Input: casetest.Text("note", "a tutte")})
			}
		})
		wg.Wait()
		o.Check()
		for i, id := range ids {
			noted, decided := 0, 0
			for _, e := range o.view(t, o.secretary, id).Timeline {
				switch e.Action {
				case "note":
					noted++
				case "decide":
					decided++
				}
			}
			want := 1
			if done[i] != nil {
				want = 0
				if !problem.Is(done[i], "casework.changed") {
					t.Errorf("row %d says %v", i, done[i])
				}
			}
			if decided != 1 || noted != want {
				t.Errorf("row %d: %d decisions, %d notes, and the row says %v", i, decided, noted, done[i])
			}
		}
	})
}
