// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// timerKind is the job that does an action when a term has ended.
const timerKind = "casework.timer"

type timer struct {
	Case   string     `json:"case"`
	Action string     `json:"action"`
	Term   string     `json:"term"`
	After  terms.Date `json:"after"`
}

// setTimers enqueues the timers of an act. One that the case outruns does
// nothing when it rings.
func (s *Service) setTimers(ctx context.Context, tx *database.Tx, caseID string, timers []workflow.Timer) error {
	var inserts []jobs.Insert
	for _, t := range timers {
		inserts = append(inserts, jobs.Insert{
			Kind: timerKind, Payload: timer{caseID, t.Action, t.Term, t.After},
			Unique: caseID + "/" + t.Action + "/" + t.After.String(), RunAt: t.After.End(),
		})
	}
	return s.Queue.EnqueueAll(ctx, tx, inserts)
}

// onTimer does the action of the system if the term still ended on that day.
// The end of the term, not the instant at which the program came to it, counts.
func (s *Service) onTimer(ctx context.Context, j jobs.Job[timer]) (err error) {
	t := j.Payload
	defer problem.Wrap(&err, "casework.timer(%s, %s)", t.Case, t.Action)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := lockCase(ctx, tx, t.Case)
		if errors.Is(err, database.ErrNotFound) {
			return jobs.Cancel(err)
		}
		if err != nil {
			return err
		}
		f, err := s.load(ctx, tx, c)
		if err != nil {
			return err
		}
		if f.isDue(t) {
			if _, err := s.act(ctx, tx, f, systemActor, t.Action, Command{}, t.After); err != nil {
				return err
			}
		}
		return j.Finish(ctx, tx)
	})
}

// isDue tells whether the timer still stands for something.
func (f *folder) isDue(t timer) bool {
	a, known := f.def.Action(t.Action)
	term, alive := f.def.Term(t.Term)
	if !known || !alive || !slices.Contains(a.From, f.State) || !f.today.After(t.After) {
		return false
	}
	r := f.snapshot().Term(term)
	return r.State != terms.Concluded && r.Due == t.After
}
