// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"maps"
	"slices"

	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Refresh writes a case's rows again. It may be called any number of times and
// in any order: an older version never replaces a newer one. Finish, if any,
// joins the transaction.
func (s *Service) Refresh(ctx context.Context, caseID string, finish func(context.Context, *database.Tx) error) (err error) {
	defer problem.Wrap(&err, "worklist.Refresh(%s)", caseID)
	def, err := s.definitionOf(ctx, caseID)
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := s.refresh(ctx, tx, caseID, def); err != nil {
			return err
		}
		if finish == nil {
			return nil
		}
		return finish(ctx, tx)
	})
}

// definitionOf is the way of a case, which never changes while it lives.
func (s *Service) definitionOf(ctx context.Context, caseID string) (*workflow.Definition, error) {
	var digest string
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		p, err := s.Cases.Position(ctx, tx, caseID)
		digest = p.Case.Definition
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Cases.Definition(ctx, digest)
}

func (s *Service) refresh(ctx context.Context, tx *database.Tx, caseID string, def *workflow.Definition) error {
	p, err := s.Cases.Position(ctx, tx, caseID)
	if err != nil {
		return err
	}
	name, err := s.People.Applicant(ctx, tx, p.Case)
	if err != nil {
		return err
	}
	item := itemOf(p, def, name, s.Today())
	// 1. The item; its row is locked until the transaction ends, so that two refreshes of a case follow each other.
	written, err := putItem(ctx, tx, item)
	if err != nil || !written { // somebody wrote a newer version
		return err
	}
	// 2. Its entries, at each seat.
	audience := audienceOf(def.Roles)
	var seats []int64
	for _, at := range seatsOf(audience, p.Holders) {
		id, err := seatID(ctx, tx, at)
		if err != nil {
			return err
		}
		seats = append(seats, id)
	}
	if err := putEntries(ctx, tx, item, seats); err != nil {
		return err
	}
	// 3. The state, to choose from.
	return putStage(ctx, tx, audience, item)
}

func itemOf(p casework.Position, def *workflow.Definition, name string, today terms.Date) Item {
	c := p.Case
	i := Item{
		Case: c.ID, Code: c.Code, Year: c.Year, Number: c.Number, Procedure: c.Procedure, Definition: c.Definition, State: c.State, Outcome: c.Outcome,
		Open: !p.Final, Name: name, Urgent: !p.Final && c.IsUrgent(today), UrgentFrom: c.UrgentFrom, Hearing: c.Urgent,
		Due: c.Due, FiledAt: c.FiledAt, ChangedAt: c.ChangedAt, Version: c.Version,
	}
	for _, role := range def.Roles {
		if account := p.Holders[role.Name]; account != "" {
			i.Holder = account
		}
	}
	return i
}

// seatsOf lists the seats from which a case is seen.
func seatsOf(audience string, holders map[string]string) []seat {
	seats := []seat{{audience, everyone, ""}}
	for _, role := range slices.Sorted(maps.Keys(holders)) {
		if holders[role] != "" {
			seats = append(seats, seat{audience, holders[role], role})
		}
	}
	if len(seats) == 1 {
		seats = append(seats, seat{audience, "", ""})
	}
	return seats
}

// Turn writes again the cases that became urgent, or no longer are, since their
// rows were written, and says how many.
func (s *Service) Turn(ctx context.Context) (n int, err error) {
	defer problem.Wrap(&err, "worklist.Turn")
	for {
		var ids []string
		err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
			ids, err = turned(ctx, tx, s.Today(), batch)
			return err
		})
		if err != nil {
			return n, err
		}
		for _, id := range ids {
			if err := s.Refresh(ctx, id, nil); err != nil {
				return n, err
			}
		}
		if n += len(ids); len(ids) < batch {
			return n, nil
		}
	}
}

// batch is how many cases are looked at in one go.
const batch = 500

// Fill adds the cases that the list lacks, such as those from before it was
// there, and says how many.
func (s *Service) Fill(ctx context.Context) (n int, err error) {
	defer problem.Wrap(&err, "worklist.Fill")
	return s.each(ctx, func(tx *database.Tx, ids []string) ([]string, error) { return missing(ctx, tx, ids) })
}

// Rebuild writes the rows of all cases again, and says how many. The list can be
// used meanwhile.
func (s *Service) Rebuild(ctx context.Context) (n int, err error) {
	defer problem.Wrap(&err, "worklist.Rebuild")
	err = s.DB.Update(ctx, func(tx *database.Tx) error { return forgetVersions(ctx, tx) })
	if err != nil {
		return 0, err
	}
	return s.each(ctx, func(_ *database.Tx, ids []string) ([]string, error) { return ids, nil })
}

// each refreshes those cases that choose wants.
func (s *Service) each(ctx context.Context, choose func(*database.Tx, []string) ([]string, error)) (n int, err error) {
	for after := ""; ; {
		ids, err := s.Cases.CaseIDs(ctx, after, batch)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		after = ids[len(ids)-1]
		var chosen []string
		err = s.DB.View(ctx, func(tx *database.Tx) (err error) {
			chosen, err = choose(tx, ids)
			return err
		})
		if err != nil {
			return n, err
		}
		for _, id := range chosen {
			if err := s.Refresh(ctx, id, nil); err != nil {
				return n, err
			}
			n++
		}
	}
}
