// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Run is a bulk act that was done, with what became of each case. Only whoever did
// it reads it, for [RunDays] days: what happened to the cases stays in their own
// acts.
type Run struct {
	ID      string
	Account string
	Bulk    Bulk
	Query   string // of the list that it came from
	Total   int    // cases that were to be done
	Worked  int    // cases that were done
	Started time.Time
	Ended   time.Time // zero while it runs, and when it was cut short
	Rows    []RunRow  // empty in a list of runs
}

// RunRow is what became of one case.
type RunRow struct {
	Case string
	Code string // "" when the reader may not see the case
	Done bool
	Said string // why not
}

// RunDays is how long a run can be read.
const RunDays = 30

// maxRuns bounds a list of runs.
const maxRuns = 50

// Perform does a bulk act, each case in a transaction of its own, and keeps what
// becomes of each: say words why one was not done. One that cannot be changed any
// more, or that somebody changed since it was looked at, is left alone, and the
// others are done. It goes on to the end when whoever asked is gone;
// after a crash the cases without a row are as they were, but perhaps for the one
// that was being done.
func (s *Service) Perform(ctx context.Context, actor casework.Actor, bulk Bulk, targets []Target, official, query string, say func(error) string) (run string, err error) {
	defer problem.Wrap(&err, "worklist.Perform(%s)", bulk)
	if err := check(bulk, len(targets)); err != nil {
		return "", err
	}
	ctx = context.WithoutCancel(ctx)
	r := Run{ID: ids.New(), Account: actor.ID, Bulk: bulk, Query: query, Total: len(targets), Started: s.Now()}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := dropRuns(ctx, tx, r.Started.AddDate(0, 0, -RunDays)); err != nil {
			return err
		}
		return insertRun(ctx, tx, r)
	})
	if err != nil {
		return "", err
	}
	for i, target := range targets {
		row := s.performOne(ctx, actor, bulk, target, official, say)
		err := s.DB.Update(ctx, func(tx *database.Tx) error { return insertRunRow(ctx, tx, r.ID, i, row) })
		if err != nil {
			return r.ID, err
		}
	}
	return r.ID, s.DB.Update(ctx, func(tx *database.Tx) error { return endRun(ctx, tx, r.ID, s.Now()) })
}

func (s *Service) performOne(ctx context.Context, actor casework.Actor, bulk Bulk, target Target, official string, say func(error) string) RunRow {
	code, err := s.do(ctx, actor, bulk, target, official)
	row := RunRow{Case: target.Case, Code: code, Done: err == nil}
	if err != nil {
		row.Said = say(err)
	}
	if problem.KindOf(err) == problem.NotFound { // no code for who may not see the case
		row.Code = ""
	}
	return row
}

// Run reads a run of the actor's own.
func (s *Service) Run(ctx context.Context, actor casework.Actor, id string) (r Run, err error) {
	defer problem.Wrap(&err, "worklist.Run")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if r, err = runOf(ctx, tx, actor.ID, id); err != nil {
			return problem.New(problem.NotFound, "worklist.no_run").Because(err)
		}
		r.Rows, err = runRows(ctx, tx, id)
		return err
	})
	return r, err
}

// Runs lists the actor's own, the newest first.
func (s *Service) Runs(ctx context.Context, actor casework.Actor) (list []Run, err error) {
	defer problem.Wrap(&err, "worklist.Runs")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = runsOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}
