// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// MaxList is how many cases a list takes: what a person can look through, and an
// authority can authorise, at once.
const MaxList = 5000

// Preview says what a list of a procedure would have.
func (s *Service) Preview(ctx context.Context, by office.Actor, slug string) (p Proposal, err error) {
	defer problem.Wrap(&err, "discard.Preview(%s)", slug)
	if err := may(by); err != nil {
		return p, err
	}
	rule, err := s.ending(ctx, slug)
	if err != nil {
		return p, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		p, _, err = s.choose(ctx, tx, slug, rule)
		return err
	})
	return p, err
}

// ending is the rule of a procedure whose cases are not kept for ever.
func (s *Service) ending(ctx context.Context, slug string) (Rule, error) {
	p, err := s.one(ctx, slug)
	if err != nil {
		return Rule{}, err
	}
	if p.IsForever() {
		return Rule{}, problem.New(problem.Conflict, "discard.forever")
	}
	rule, _ := p.Rule()
	return rule, nil
}

// choose says which cases are ready, and why others are left out.
func (s *Service) choose(ctx context.Context, tx *database.Tx, slug string, rule Rule) (p Proposal, ready []casework.Closed, err error) {
	p = Proposal{Rule: rule, Before: rule.before(s.today()), LeftOut: map[string]int{}}
	past, err := s.Cases.ClosedBefore(ctx, tx, slug, begins(p.Before), MaxList+1)
	if err != nil {
		return p, nil, err
	}
	if p.More = len(past) > MaxList; p.More {
		past = past[:MaxList]
	}
	for _, c := range past {
		why, err := s.hinders(ctx, tx, c.ID, "")
		if err != nil {
			return p, nil, err
		}
		if why != "" {
			p.LeftOut[why]++
			continue
		}
		ready = append(ready, c)
	}
	if p.Ready = len(ready); p.Ready > 0 {
		p.Oldest, p.Newest = ready[0].ChangedAt, ready[p.Ready-1].ChangedAt
	}
	return p, ready, nil
}

// hinders says why a case whose time has passed is not discarded now, by the list given
// or by none; "" when nothing hinders.
func (s *Service) hinders(ctx context.Context, tx *database.Tx, caseID, list string) (why string, err error) {
	for _, ask := range []struct {
		why string
		is  func() (bool, error)
	}{
		{WhyHeld, func() (bool, error) { return isHeld(ctx, tx, caseID) }},
		{WhyListed, func() (bool, error) { return isListed(ctx, tx, caseID, list) }},
		{WhyWaits, func() (bool, error) { return s.Lots.Waits(ctx, tx, caseID) }},
	} {
		if is, err := ask.is(); err != nil || is {
			return ask.why, err
		}
	}
	return "", nil
}

// Propose makes the list that Preview showed.
func (s *Service) Propose(ctx context.Context, by office.Actor, slug string) (l List, err error) {
	defer problem.Wrap(&err, "discard.Propose(%s)", slug)
	if err := may(by); err != nil {
		return l, err
	}
	rule, err := s.ending(ctx, slug)
	if err != nil {
		return l, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		p, ready, err := s.choose(ctx, tx, slug, rule)
		if err != nil {
			return err
		}
		if len(ready) == 0 {
			return problem.New(problem.Conflict, "discard.nothing")
		}
		now := database.T(s.Now()).Time
		l = List{ID: ids.New(), Procedure: slug, Rule: rule, Before: p.Before, State: Proposed, MadeBy: by.Account, MadeAt: now, Count: Count{Listed: len(ready)}}
		l.Year, _, _ = terms.DateOf(now).Date()
		if l.Number, err = nextNumber(ctx, tx, l.Year); err != nil {
			return err
		}
		if err := insertList(ctx, tx, l, ready); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), "proposed", l.ID, map[string]string{"list": l.Label()})
	})
	return l, err
}

// Lists are all lists, the newest first.
func (s *Service) Lists(ctx context.Context, by office.Actor, n int) (list []List, err error) {
	defer problem.Wrap(&err, "discard.Lists")
	if err := may(by); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = newestLists(ctx, tx, n)
		return err
	})
	return list, err
}

// List is one list.
func (s *Service) List(ctx context.Context, by office.Actor, id string) (l List, err error) {
	defer problem.Wrap(&err, "discard.List")
	if err := may(by); err != nil {
		return l, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		l, err = getList(ctx, tx, id)
		return err
	})
	return l, err
}

// Items are n cases of a list after a position.
func (s *Service) Items(ctx context.Context, by office.Actor, id string, after, n int) (items []Item, err error) {
	defer problem.Wrap(&err, "discard.Items")
	if err := may(by); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		items, err = itemsOf(ctx, tx, id, after, n)
		return err
	})
	return items, err
}

// Authorise writes the act by which a list may be discarded.
func (s *Service) Authorise(ctx context.Context, by office.Actor, id, act string, on terms.Date) (err error) {
	defer problem.Wrap(&err, "discard.Authorise")
	if act, err = tidy(act, "act"); err != nil {
		return err
	}
	return s.change(ctx, by, id, "authorised", func(_ *database.Tx, l *List) error {
		switch {
		case l.State != Proposed:
			return problem.New(problem.Conflict, "discard.not_now")
		case on.IsZero() || on.After(s.today()) || on.Before(terms.DateOf(l.MadeAt)):
			return problem.New(problem.Invalid, "discard.invalid").With(problem.Field{Path: "act_on", Code: "discard.act_on"})
		}
		l.State, l.Act, l.ActOn, l.AuthorisedBy = Authorised, act, on, by.Account
		return nil
	})
}

// Withdraw ends a list of which nothing was discarded.
func (s *Service) Withdraw(ctx context.Context, by office.Actor, id string) (err error) {
	defer problem.Wrap(&err, "discard.Withdraw")
	return s.change(ctx, by, id, "withdrawn", func(_ *database.Tx, l *List) error {
		if l.State != Proposed && l.State != Authorised {
			return problem.New(problem.Conflict, "discard.not_now")
		}
		l.State, l.EndedAt = Withdrawn, database.T(s.Now()).Time
		return nil
	})
}

// Start has the cases of a list discarded. Who starts it types how many they are: it
// cannot be undone.
func (s *Service) Start(ctx context.Context, by office.Actor, id string, typed int) (err error) {
	defer problem.Wrap(&err, "discard.Start")
	return s.change(ctx, by, id, "started", func(tx *database.Tx, l *List) error {
		switch {
		case l.State != Authorised:
			return problem.New(problem.Conflict, "discard.not_now")
		case typed != l.Count.All():
			return problem.New(problem.Invalid, "discard.invalid").With(problem.Field{Path: "count", Code: "discard.count", Args: []any{"count", l.Count.All()}})
		}
		l.State, l.StartedBy = Running, by.Account
		return s.enqueue(ctx, tx, l.ID)
	})
}

// change alters a list, with its audit entry.
func (s *Service) change(ctx context.Context, by office.Actor, id, action string, alter func(*database.Tx, *List) error) error {
	if err := may(by); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		l, err := lockList(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := alter(tx, &l); err != nil {
			return err
		}
		if err := updateList(ctx, tx, l); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), action, l.ID, map[string]string{"list": l.Label()})
	})
}
