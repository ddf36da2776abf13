// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/problem"
)

// Undo takes a run back, case by case: see [casework.Service.Undo] for what may be.
const Undo Bulk = "undo"

// CanUndo tells whether the cases of a run can be given back.
func (r Run) CanUndo() bool { return r.IsOver() && r.Bulk == Assign && r.Worked > 0 }

// TryUndo says, case by case, what taking a run back would do.
func (s *Service) TryUndo(ctx context.Context, actor casework.Actor, run string) (t Trial, err error) {
	defer problem.Wrap(&err, "worklist.TryUndo")
	r, err := s.undoable(ctx, actor, run)
	if err != nil {
		return Trial{}, err
	}
	for _, row := range r.Rows {
		if !row.Done {
			continue
		}
		err := s.Cases.TryUndo(ctx, actor, row.Case, row.Made)
		if err != nil && problem.KindOf(err) == problem.Internal {
			return Trial{}, err
		}
		t.Outcomes = append(t.Outcomes, Outcome{Target: Target{Case: row.Case, Action: casework.UndoAction, Version: row.Made}, Code: row.Code, Err: err})
	}
	return t, nil
}

// TakeBack begins a run that takes another back.
func (s *Service) TakeBack(ctx context.Context, actor casework.Actor, run, lang string) (id string, err error) {
	defer problem.Wrap(&err, "worklist.TakeBack")
	r, err := s.undoable(ctx, actor, run)
	if err != nil {
		return "", err
	}
	var targets []Target
	for _, row := range r.Rows {
		if row.Done {
			targets = append(targets, Target{Case: row.Case, Action: casework.UndoAction, Version: row.Made})
		}
	}
	return s.begin(ctx, Run{Account: actor.ID, Bulk: Undo, Query: r.Query, Undoes: r.ID, Lang: lang}, targets)
}

func (s *Service) undoable(ctx context.Context, actor casework.Actor, run string) (Run, error) {
	r, err := s.Run(ctx, actor, run)
	if err == nil && !r.CanUndo() {
		err = problem.New(problem.Conflict, "worklist.cannot_undo")
	}
	return r, err
}
