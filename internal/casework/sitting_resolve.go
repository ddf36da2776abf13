// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"slices"
	"strings"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Resolution is one act of the body about many cases.
type Resolution struct {
	Number   string
	Presided string
	Rows     map[string]Ruling // by case: of each that waits
}

// Ruling is what was resolved about one case: an outcome, or that it is put off.
type Ruling struct {
	Outcome, Reasons string
	Vote             string // how the body voted, in words; may be empty
	PutOff           bool
}

// RowResult is what became, or would become, of one case.
type RowResult struct {
	Case    Case
	PutOff  bool
	Missing []i18n.Text // data that its decision would lack
	Err     error       // what a person may read; nil when it was resolved
}

// errTrial undoes the transaction of a trial.
var errTrial = errors.New("casework: a trial is undone")

// Resolve records the resolution about each case of the agenda that has none.
//
// Each case is a transaction of its own. The resolution is one act on paper, but
// what it changes are cases that live apart: one that somebody moved meanwhile
// must not keep fifty others from the term of ten days that runs for each
// (DPR 115/2002 art. 126 c. 1). What fails stays on the agenda, and the act can
// be sent again: cases that have their resolution are left alone.
//
// An act that was written over another agenda is refused whole: a case that was
// added meanwhile has no ruling, and one that was resolved meanwhile has another.
//
// A trial does the same and undoes it: nothing is found later that it did not
// say.
func (s *Sittings) Resolve(ctx context.Context, actor Actor, id string, r Resolution, trial bool) (results []RowResult, err error) {
	defer problem.Wrap(&err, "casework.Sittings.Resolve(%s)", id)
	r.Number, r.Presided = strings.TrimSpace(r.Number), strings.TrimSpace(r.Presided)
	var b Book
	err = s.cases.DB.View(ctx, func(tx *database.Tx) error {
		b, err = s.book(ctx, tx, actor, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.open(b.Sitting); err != nil {
		return nil, err
	}
	if err := r.fits(b.Agenda); err != nil {
		return nil, err
	}
	for _, i := range b.Agenda {
		if !i.Waits() {
			continue
		}
		result, row := RowResult{Case: i.Case}, r.Rows[i.Case.ID]
		if row.PutOff {
			result.PutOff = true
			if !trial {
				err = s.cases.DB.Update(ctx, func(tx *database.Tx) error { return markPutOff(ctx, tx, id, i.Case.ID, s.cases.Now()) })
			}
		} else {
			result.Missing, err = s.resolve(ctx, actor, b.Sitting, i.Case.ID, r, row, trial)
		}
		if err != nil && !isForPeople(err) {
			return results, err
		}
		result.Err, err = err, nil
		results = append(results, result)
	}
	return results, nil
}

// open refuses a sitting that was cancelled, and one that is still to come:
// nobody has resolved what a body will only meet about.
func (s *Sittings) open(on Sitting) error {
	if err := on.held(); err != nil {
		return err
	}
	if on.Day.After(terms.DateOf(s.cases.Now())) {
		return problem.New(problem.Conflict, "casework.sitting_to_come", "day", on.Day)
	}
	return nil
}

// fits compares the act with the agenda as it is now. The same act sent again
// fits what it did.
func (r Resolution) fits(agenda []AgendaItem) error {
	known := map[string]bool{}
	for _, i := range agenda {
		row, there := r.Rows[i.Case.ID]
		known[i.Case.ID] = true
		switch {
		case i.Waits() && !there:
			return problem.New(problem.Conflict, "casework.agenda_changed", "code", i.Case.Code)
		case i.IsResolved() && there && (row.PutOff || row.Outcome != i.Outcome || r.Number != i.Number):
			return problem.New(problem.Conflict, "casework.resolved_otherwise", "code", i.Case.Code, "number", i.Number)
		}
	}
	for id := range r.Rows {
		if !known[id] {
			return problem.New(problem.Conflict, "casework.other_agenda")
		}
	}
	return nil
}

// isForPeople tells a refusal, which is the result of one row, from a failure.
func isForPeople(err error) bool {
	kind := problem.KindOf(err)
	return kind != problem.Internal && kind != problem.Unavailable
}

func (s *Sittings) resolve(ctx context.Context, actor Actor, on Sitting, caseID string, r Resolution, row Ruling, trial bool) (missing []i18n.Text, err error) {
	if bad := r.faults(row); len(bad) > 0 {
		return nil, problem.New(problem.Invalid, "casework.input").With(bad...)
	}
	err = s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := lockCase(ctx, tx, caseID)
		f, err := s.cases.reach(ctx, tx, actor, c, err)
		if err != nil {
			return err
		}
		a, ok := resolving(f.def, actor)
		if !ok {
			return problem.New(problem.Forbidden, "workflow.not_yours")
		}
		if _, done := f.Facts["resolution"]; done {
			return problem.New(problem.Conflict, "casework.resolved_already")
		}
		in := actions.Input{Values: map[string][]string{
			"outcome": {row.Outcome}, "reasons": {row.Reasons}, "number": {r.Number}, "presided": {r.Presided}, "date": {on.Day.String()},
		}}
		if _, err := s.cases.act(ctx, tx, f, actor, a.Name, Command{Input: in}, terms.Date{}); err != nil {
			return err
		}
		rows, err := markResolved(ctx, tx, on.ID, caseID, r, row, s.cases.Now())
		if err != nil {
			return err
		}
		if rows == 0 {
			return problem.New(problem.Conflict, "casework.resolved_already")
		}
		if missing, err = s.lacks(ctx, tx, f, actor, row); err != nil {
			return err
		}
		if trial {
			return errTrial
		}
		return nil
	})
	if errors.Is(err, errTrial) {
		err = nil
	}
	return missing, err
}

// faults are what the act lacks before any case is looked at.
func (r Resolution) faults(row Ruling) []problem.Field {
	var bad []problem.Field
	for _, part := range []struct{ path, value string }{
		{"number", r.Number}, {"presided", r.Presided}, {"outcome", row.Outcome}, {"reasons", strings.TrimSpace(row.Reasons)},
	} {
		if part.value == "" {
			bad = append(bad, problem.Field{Path: part.path, Code: "casework.required"})
		}
	}
	return bad
}

// lacks lists what the decision of the case would still lack, once it is
// resolved so.
func (s *Sittings) lacks(ctx context.Context, tx *database.Tx, f *folder, actor Actor, row Ruling) ([]i18n.Text, error) {
	at := slices.IndexFunc(f.def.Actions, func(a workflow.Action) bool {
		return a.Kind == kindDecide && slices.Contains(a.From, f.State)
	})
	if at < 0 {
		return nil, nil
	}
	in := actions.Input{Values: map[string][]string{"outcome": {row.Outcome}, "data.reasons": {row.Reasons}}}
	step, err := s.cases.step(ctx, tx, f, f.def.Actions[at], f.worker(actor), in)
	if err != nil {
		return nil, err
	}
	draft, err := actions.DraftDecision(ctx, step, row.Outcome)
	if err != nil {
		return nil, err
	}
	var missing []i18n.Text
	for _, d := range draft.Missing {
		missing = append(missing, d.Label)
	}
	return missing, nil
}
