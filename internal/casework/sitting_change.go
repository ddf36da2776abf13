// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Plan is when and where a sitting is to be held, and who is to preside.
type Plan struct {
	Day             terms.Date
	Place, Presided string
}

// Attendance is who was at a sitting, as the minutes say it.
type Attendance struct{ Present, Absent, Secretary string }

// tidy is the plan without blanks around its words, or what it lacks.
func (p Plan) tidy() (Plan, error) {
	if p.Day.IsZero() {
		return p, problem.New(problem.Invalid, "casework.input").With(problem.Field{Path: "day", Code: "casework.bad_date"})
	}
	p.Place, p.Presided = strings.TrimSpace(p.Place), strings.TrimSpace(p.Presided)
	return p, nil
}

// Correct changes the plan of a sitting in which nothing was resolved, with the
// reason for it.
func (s *Sittings) Correct(ctx context.Context, actor Actor, id string, p Plan, why string) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.Correct(%s)", id)
	if p, err = p.tidy(); err != nil {
		return err
	}
	if why, err = reasoned(why); err != nil {
		return err
	}
	return s.change(ctx, actor, id, "sitting.corrected", map[string]string{"day": p.Day.String()}, func(tx *database.Tx) error {
		return fresh(replan(ctx, tx, id, p, why))
	})
}

// Cancel gives up a sitting in which nothing was resolved or put off. The cases
// of its agenda wait for another.
func (s *Sittings) Cancel(ctx context.Context, actor Actor, id, why string) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.Cancel(%s)", id)
	if why, err = reasoned(why); err != nil {
		return err
	}
	return s.change(ctx, actor, id, "sitting.cancelled", nil, func(tx *database.Tx) error {
		if err := clearAgenda(ctx, tx, id); err != nil {
			return err
		}
		return fresh(cancelSitting(ctx, tx, id, why, s.cases.Now()))
	})
}

// Attend records who was there. The minutes say it, and it may be corrected.
func (s *Sittings) Attend(ctx context.Context, actor Actor, id string, a Attendance) (err error) {
	defer problem.Wrap(&err, "casework.Sittings.Attend(%s)", id)
	a = Attendance{strings.TrimSpace(a.Present), strings.TrimSpace(a.Absent), strings.TrimSpace(a.Secretary)}
	return s.change(ctx, actor, id, "sitting.attended", nil, func(tx *database.Tx) error {
		return setAttendance(ctx, tx, id, a)
	})
}

// change does something to a sitting that was not cancelled, on record.
func (s *Sittings) change(ctx context.Context, actor Actor, id, action string, detail map[string]string, do func(*database.Tx) error) error {
	return s.cases.DB.Update(ctx, func(tx *database.Tx) error {
		if _, err := s.admit(ctx, tx, actor); err != nil {
			return err
		}
		sitting, err := getSitting(ctx, tx, id)
		if err == nil {
			err = sitting.held()
		}
		if err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return s.cases.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.AdminChain, Actor: actor.audit(), Action: action, Subject: id, Detail: detail, At: s.cases.Now(),
		})
	})
}

// held refuses a sitting that was cancelled.
func (s Sitting) held() error {
	if s.CancelledAt.IsZero() {
		return nil
	}
	return problem.New(problem.Conflict, "casework.sitting_cancelled")
}

// reasoned is a reason without the blanks around it; there must be one.
func reasoned(why string) (string, error) {
	if why = strings.TrimSpace(why); why == "" {
		return "", problem.New(problem.Invalid, "casework.input").With(problem.Field{Path: "why", Code: "casework.required"})
	}
	return why, nil
}

// fresh refuses a change that came after the first resolution.
func fresh(rows int64, err error) error {
	if err == nil && rows == 0 {
		return problem.New(problem.Conflict, "casework.sitting_begun")
	}
	return err
}
