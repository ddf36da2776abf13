// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/problem"
)

// Run is a bulk act, with what became of each case. Only whoever asked for it reads it,
// for [RunDays] days: what happened to the cases stays in their own acts.
type Run struct {
	ID       string
	Account  string
	Bulk     Bulk
	Official string // to whom cases are assigned; "" for other acts
	Lang     string // of who asked, for the reasons why a case was not done
	Query    string // of the list that it came from
	Undoes   string // the run that it takes back; "" for all others
	Total    int    // cases that are to be done
	Worked   int    // cases that were done
	Waiting  int    // cases that have still to be tried
	Started  time.Time
	Stopped  time.Time // when who asked for it stopped it; zero when nobody did
	Ended    time.Time // zero while it runs
	Rows     []RunRow  // empty in a list of runs
}

// IsOver tells that nothing more happens to its cases.
func (r Run) IsOver() bool { return !r.Ended.IsZero() }

// RunRow is what became of one case.
type RunRow struct {
	Case  string
	Code  string // "" when the reader may not see the case
	Done  bool
	Waits bool   // it was not tried: it still waits, or the run was stopped
	Said  string // why not
	Made  int64  // version that it made of the case
}

// RunDays is how long a run can be read.
const RunDays = 30

// maxRuns bounds a list of runs.
const maxRuns = 50

const (
	runKind = "worklist.run"
	// perJob is how many cases one job takes before others have their turn.
	perJob = 25
)

type runJob struct {
	Run string `json:"run"`
}

// Register gives the queue its handler.
func (s *Service) Register() { jobs.Handle(s.Queue, runKind, s.run) }

// Asked is a bulk act that somebody wants done.
type Asked struct {
	Bulk     Bulk
	Targets  []Target
	Official string // to whom, for an assignment
	Query    string
	Lang     string
}

// Perform writes a bulk act down and leaves it to a job, which does each case in a
// transaction of its own with what became of it. A case that cannot be changed any more,
// or that somebody changed since it was looked at, is left alone, and the others are done.
func (s *Service) Perform(ctx context.Context, actor casework.Actor, a Asked) (run string, err error) {
	defer problem.Wrap(&err, "worklist.Perform(%s)", a.Bulk)
	if err := check(a.Bulk, len(a.Targets)); err != nil {
		return "", err
	}
	return s.begin(ctx, Run{Account: actor.ID, Bulk: a.Bulk, Official: a.Official, Query: a.Query, Lang: a.Lang}, a.Targets)
}

func (s *Service) begin(ctx context.Context, r Run, targets []Target) (string, error) {
	r.ID, r.Total, r.Started = ids.New(), len(targets), s.Now()
	return r.ID, s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := dropRuns(ctx, tx, r.Started.AddDate(0, 0, -RunDays)); err != nil {
			return err
		}
		if err := insertRun(ctx, tx, r); err != nil {
			return err
		}
		for i, target := range targets {
			if err := insertTarget(ctx, tx, r.ID, i, target); err != nil {
				return err
			}
		}
		return s.enqueue(ctx, tx, r.ID)
	})
}

func (s *Service) enqueue(ctx context.Context, tx *database.Tx, run string) error {
	return s.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: runKind, Payload: runJob{run}})
}

// run does the next cases of a run, and leaves the rest to a job after it. Who asked has
// the rights of this moment.
func (s *Service) run(ctx context.Context, j jobs.Job[runJob]) (err error) {
	defer problem.Wrap(&err, "worklist.run(%s)", j.Payload.Run)
	for range perJob {
		more, err := s.next(ctx, j.Payload.Run)
		if err != nil || !more {
			return err
		}
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := s.enqueue(ctx, tx, j.Payload.Run); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// next tries one case; more is false when there is none left, or the run was stopped.
func (s *Service) next(ctx context.Context, id string) (more bool, err error) {
	var (
		r     Run
		place int
		t     *Target
	)
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if r, err = anyRun(ctx, tx, id); err != nil || r.IsOver() {
			return err
		}
		if r.Stopped.IsZero() {
			if place, t, err = firstWaiting(ctx, tx, id); err != nil || t != nil {
				return err
			}
		}
		return endRun(ctx, tx, id, s.Now())
	})
	if err != nil || t == nil {
		return false, err
	}
	return true, s.try(ctx, r, place, *t)
}

// try does the act to one case, and writes down what became of it: when it works, in the
// transaction of the act.
func (s *Service) try(ctx context.Context, r Run, place int, t Target) error {
	actor, err := s.Actors.Official(ctx, r.Account)
	if err != nil {
		return err
	}
	code, failure := s.do(ctx, actor, r, t, func(ctx context.Context, tx *database.Tx, code string, version int64) error {
		return setDone(ctx, tx, r.ID, place, code, version)
	})
	if failure == nil {
		return nil
	}
	if problem.KindOf(failure) == problem.Internal { // not an answer: the job tries again
		return failure
	}
	if problem.KindOf(failure) == problem.NotFound { // no code for who may not see the case
		code = ""
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return setFailed(ctx, tx, r.ID, place, code, s.Say(r.Lang, failure))
	})
}

// Stop ends a run of the actor's own before its next case. What was done stays done.
func (s *Service) Stop(ctx context.Context, actor casework.Actor, id string) (err error) {
	defer problem.Wrap(&err, "worklist.Stop")
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		r, err := ownRun(ctx, tx, actor, id)
		if err != nil || r.IsOver() {
			return err
		}
		return stopRun(ctx, tx, id, s.Now())
	})
}

// Run reads a run of the actor's own.
func (s *Service) Run(ctx context.Context, actor casework.Actor, id string) (r Run, err error) {
	defer problem.Wrap(&err, "worklist.Run")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if r, err = ownRun(ctx, tx, actor, id); err != nil {
			return err
		}
		r.Rows, err = runRows(ctx, tx, id)
		return err
	})
	return r, err
}

func ownRun(ctx context.Context, tx *database.Tx, actor casework.Actor, id string) (Run, error) {
	r, err := runOf(ctx, tx, actor.ID, id)
	if err != nil {
		err = problem.New(problem.NotFound, "worklist.no_run").Because(err)
	}
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
