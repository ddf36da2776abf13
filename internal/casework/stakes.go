// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Stake is a procedure whose cases have a term that runs, with what the body's
// own calendar means to them.
type Stake struct {
	Procedure string
	Running   int // cases
	// Workdays names the terms that count days of work, Patron those that end after
	// the feast of the patron saint. The others follow the law's calendar alone.
	Workdays, Patron []i18n.Text
}

// OpenCasesOf counts the cases that an official holds and that have not come to
// their end: whoever suspends him leaves them without hands.
func (s *Service) OpenCasesOf(ctx context.Context, account string) (n int, err error) {
	defer problem.Wrap(&err, "casework.OpenCasesOf")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		final, err := s.finals(ctx, tx)
		if err != nil {
			return err
		}
		open, err := openCases(ctx, tx, byAccount, account, final)
		n = open[account]
		return err
	})
	return n, err
}

// Stakes tells what a change of the body's calendar is about. The numbers are of
// cases whose main term has not passed.
func (s *Service) Stakes(ctx context.Context) (list []Stake, err error) {
	defer problem.Wrap(&err, "casework.Stakes")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		counted, err := runningCases(ctx, tx, terms.DateOf(s.Now()))
		if err != nil {
			return err
		}
		for _, c := range counted {
			def, err := s.definition(ctx, tx, c.definition)
			if err != nil {
				return err
			}
			stake := Stake{Procedure: c.procedure, Running: c.cases}
			stake.read(def)
			list = append(list, stake)
		}
		return nil
	})
	return list, err
}

// FiledBetween counts the cases of a procedure that were filed from one day to
// another, both included.
func (s *Service) FiledBetween(ctx context.Context, procedure string, from, to terms.Date) (n int, err error) {
	defer problem.Wrap(&err, "casework.FiledBetween")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		n, err = filedBetween(ctx, tx, procedure, from.AddDays(-1).End(), to.End())
		return err
	})
	return n, err
}

func (s *Stake) read(def *workflow.Definition) {
	for _, t := range def.Terms {
		if countsWorkdays(t) {
			s.Workdays = append(s.Workdays, t.Label)
		}
		if t.Rule.Patron || countsWorkdays(t) {
			s.Patron = append(s.Patron, t.Label)
		}
	}
}

// countsWorkdays tells whether any length of a term is one of days of work.
func countsWorkdays(t workflow.Term) bool {
	lengths := []terms.Length{t.Rule.Length, t.Rule.Wait, t.Longest}
	for _, s := range t.Rule.Stops {
		lengths = append(lengths, s.Cap, s.After)
	}
	for _, l := range lengths {
		if l.Unit == terms.Workday {
			return true
		}
	}
	return false
}
