// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// UndoAction is the name of the act that takes the one before it back.
const UndoAction = "undo"

// Undo takes back the last act of a case, for who did it: an assignment, while nobody
// acted after it. What the parties read or were told of, and what moved a term, is never
// taken back: for them it has happened. Finish, if any, joins the transaction.
func (s *Service) Undo(ctx context.Context, actor Actor, caseID string, version int64, finish Finish) (r Result, err error) {
	defer problem.Wrap(&err, "casework.Undo(%s)", caseID)
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		f, last, err := s.undoable(ctx, tx, actor, caseID, version, lockCase)
		if err != nil {
			return err
		}
		if r, err = s.undo(ctx, tx, f, actor, last); err != nil || finish == nil {
			return err
		}
		return finish(ctx, tx, r)
	})
	return r, err
}

// TryUndo says whether Undo would work, and changes nothing.
func (s *Service) TryUndo(ctx context.Context, actor Actor, caseID string, version int64) (err error) {
	defer problem.Wrap(&err, "casework.TryUndo(%s)", caseID)
	return s.DB.View(ctx, func(tx *database.Tx) error {
		_, _, err := s.undoable(ctx, tx, actor, caseID, version, getCase)
		return err
	})
}

func (s *Service) undoable(ctx context.Context, tx *database.Tx, actor Actor, caseID string, version int64, read readCase) (*folder, Act, error) {
	c, err := read(ctx, tx, caseID)
	f, err := s.reach(ctx, tx, actor, c, err)
	if err != nil {
		return nil, Act{}, err
	}
	if f.Version != version {
		return nil, Act{}, s.changed(ctx, tx, f)
	}
	last, err := lastAct(ctx, tx, caseID)
	if err != nil {
		return nil, Act{}, err
	}
	if last.Actor != actor.audit() || !f.canTakeBack(last.Action) {
		return nil, Act{}, problem.New(problem.Conflict, "casework.cannot_undo")
	}
	return f, last, nil
}

// canTakeBack tells whether an action leaves no trace outside of the office.
func (f *folder) canTakeBack(name string) bool {
	a, known := f.def.Action(name)
	return known && a.Kind == "assign" && a.Quiet && len(a.Notify) == 0 && !slices.ContainsFunc(f.def.Terms, func(t workflow.Term) bool { return t.MovedBy(name) })
}

func (s *Service) undo(ctx context.Context, tx *database.Tx, f *folder, actor Actor, last Act) (Result, error) {
	before := f.Version
	f.Version, f.ChangedAt, f.State = before+1, s.Now(), last.From
	rows, err := updateCase(ctx, tx, f.Case, before)
	if err != nil {
		return Result{}, err
	}
	if rows == 0 {
		return Result{}, s.changed(ctx, tx, f)
	}
	if err := takeBackChoice(ctx, tx, f.ID, last); err != nil {
		return Result{}, err
	}
	act := Act{Seq: f.Version, At: f.ChangedAt, Action: UndoAction, Actor: actor.audit(), From: last.To, To: last.From, Outcome: f.Outcome, Detail: map[string]string{"action": last.Action}}
	if err := s.record(ctx, tx, f, act); err != nil {
		return Result{}, err
	}
	changed := Changed{Case: f.ID, Action: UndoAction, From: act.From, State: act.To, Version: act.Seq, At: act.At}
	return Result{State: f.State, Version: f.Version}, s.Bus.Publish(ctx, tx, changed)
}
