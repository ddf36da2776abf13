// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"errors"
	"time"

	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Closed is a case at its end, as whoever keeps the archive sees it: nothing of it is
// read.
type Closed struct {
	ID, Code  string
	Year      int
	Number    int64
	Outcome   string
	ChangedAt time.Time // its last act
}

func (c Case) closed() Closed {
	return Closed{ID: c.ID, Code: c.Code, Year: c.Year, Number: c.Number, Outcome: c.Outcome, ChangedAt: c.ChangedAt}
}

// Retention is what a version says of how long its cases are kept; nil when it says
// nothing.
func (s *Service) Retention(ctx context.Context, definition string) (*workflow.Retention, error) {
	def, err := s.Definition(ctx, definition)
	if err != nil {
		return nil, err
	}
	return def.Retention, nil
}

// ClosedBefore lists the first n cases of a procedure that are at their end, and whose
// last act was before an instant, the oldest first.
func (s *Service) ClosedBefore(ctx context.Context, tx *database.Tx, procedure string, before time.Time, n int) (list []Closed, err error) {
	defer problem.Wrap(&err, "casework.ClosedBefore(%s)", procedure)
	final, err := s.finalStates(ctx, tx, procedure, before)
	if err != nil || len(final) == 0 {
		return nil, err
	}
	return closedBefore(ctx, tx, procedure, before, final, n)
}

// CountClosedBefore counts them.
func (s *Service) CountClosedBefore(ctx context.Context, tx *database.Tx, procedure string, before time.Time) (n int, err error) {
	defer problem.Wrap(&err, "casework.CountClosedBefore(%s)", procedure)
	final, err := s.finalStates(ctx, tx, procedure, before)
	for _, f := range final {
		n += f.cases
	}
	return n, err
}

// StillClosed reads a case that is to be discarded, and keeps acts on it waiting. It is
// nil when somebody acted on it since an instant, or when it was discarded before.
func (s *Service) StillClosed(ctx context.Context, tx *database.Tx, id string, before time.Time) (_ *Closed, err error) {
	defer problem.Wrap(&err, "casework.StillClosed(%s)", id)
	c, err := lockCase(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	def, err := s.definition(ctx, tx, c.Definition)
	if err != nil {
		return nil, err
	}
	if state, _ := def.State(c.State); !state.Final || c.IsDiscarded() || !c.ChangedAt.Before(before) {
		return nil, nil
	}
	closed := c.closed()
	return &closed, nil
}

// ByCode finds a case for whoever keeps the archive, discarded ones too.
func (s *Service) ByCode(ctx context.Context, tx *database.Tx, typed string) (_ Case, err error) {
	code, ok := ids.ParseCode(typed)
	unknown := problem.New(problem.Invalid, "casework.unknown_code").With(problem.Field{Path: "code", Code: "casework.unknown_code"})
	if !ok {
		return Case{}, unknown
	}
	c, err := caseByCode(ctx, tx, code)
	if errors.Is(err, database.ErrNotFound) {
		return Case{}, unknown
	}
	return c, err
}

// DiscardedIDs lists the cases of which only the proof is left, after an identifier.
func (s *Service) DiscardedIDs(ctx context.Context, after string, n int) (list []string, err error) {
	defer problem.Wrap(&err, "casework.DiscardedIDs")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = discardedIDs(ctx, tx, after, n)
		return err
	})
	return list, err
}

// standing is a state of a version in which closed cases are.
type standing struct {
	definition, state string
	cases             int
}

// finalStates are the states without a way out in which cases of a procedure are.
func (s *Service) finalStates(ctx context.Context, tx *database.Tx, procedure string, before time.Time) (final []standing, err error) {
	all, err := standings(ctx, tx, procedure, before)
	if err != nil {
		return nil, err
	}
	for _, at := range all {
		def, err := s.definition(ctx, tx, at.definition)
		if err != nil {
			return nil, err
		}
		if state, _ := def.State(at.state); state.Final {
			final = append(final, at)
		}
	}
	return final, nil
}
