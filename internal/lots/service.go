// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Service keeps lots. All fields are required. It is safe for concurrent use.
type Service struct {
	DB      *database.DB
	Audit   *audit.Log
	Cases   Cases
	Objects Objects
	Now     func() time.Time
}

// Refresh finds out what is still to be told of a case. It may be called at any
// time and as often as one likes; who changes a case calls it afterwards.
func (s *Service) Refresh(ctx context.Context, tx *database.Tx, caseID string) (err error) {
	defer problem.Wrap(&err, "lots.Refresh(%s)", caseID)
	all, err := s.contents(ctx, tx, caseID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if _, err := settle(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// contents are those of a case, with the recipients that the office wrote.
func (s *Service) contents(ctx context.Context, tx *database.Tx, caseID string) ([]Content, error) {
	all, err := s.Cases.Contents(ctx, tx, caseID)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		written, err := writtenRecipient(ctx, tx, Key{c.Procedure, c.Kind}, caseID)
		if err != nil {
			return nil, err
		}
		if written != "" {
			all[i].Recipient = written
		}
	}
	return all, nil
}

// settle makes the row of what is pending be what next says.
func settle(ctx context.Context, tx *database.Tx, c Content) (Pending, error) {
	last, err := lastItem(ctx, tx, Key{c.Procedure, c.Kind}, c.Case)
	if err != nil {
		return Pending{}, err
	}
	p, isDue := next(last, c)
	if err := deletePending(ctx, tx, Key{c.Procedure, c.Kind}, c.Case); err != nil || !isDue {
		return Pending{}, err
	}
	return p, insertPending(ctx, tx, p)
}

// Kinds lists the kinds of all procedures.
func (s *Service) Kinds(ctx context.Context) (kinds []Kind, err error) {
	defer problem.Wrap(&err, "lots.Kinds")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		kinds, err = s.Cases.Kinds(ctx, tx)
		return err
	})
	return kinds, err
}

// Kind finds one.
func (s *Service) Kind(ctx context.Context, key Key) (Kind, error) {
	kinds, err := s.Kinds(ctx)
	if err != nil {
		return Kind{}, err
	}
	at := slices.IndexFunc(kinds, func(k Kind) bool { return k.Procedure == key.Procedure && k.Name == key.Kind })
	if at < 0 {
		return Kind{}, problem.New(problem.NotFound, "lots.not_found")
	}
	return kinds[at], nil
}

// Group is what waits for one recipient; with no name, what misses one.
type Group struct {
	Recipient   string
	First       int // cases of which he was not told yet
	Corrections int
}

// Waiting lists what waits, by recipient; the missing one comes first.
func (s *Service) Waiting(ctx context.Context, key Key) (groups []Group, err error) {
	defer problem.Wrap(&err, "lots.Waiting")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		groups, err = waiting(ctx, tx, key)
		return err
	})
	return groups, err
}

// Pending lists the cases that wait for a recipient; with "", those that miss
// one.
func (s *Service) Pending(ctx context.Context, key Key, recipient string) (all []Pending, err error) {
	defer problem.Wrap(&err, "lots.Pending")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err = pendingFor(ctx, tx, key, recipient)
		return err
	})
	return all, err
}

// WriteRecipient says who the recipient of a case is that misses one.
func (s *Service) WriteRecipient(ctx context.Context, by audit.Actor, key Key, caseID, recipient string) (err error) {
	defer problem.Wrap(&err, "lots.WriteRecipient(%s)", caseID)
	if recipient == "" {
		return problem.New(problem.Invalid, "lots.input").With(problem.Field{Path: "recipient", Code: "lots.no_recipient"})
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		missing, err := pendingFor(ctx, tx, key, "")
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(missing, func(p Pending) bool { return p.Case == caseID }) {
			return problem.New(problem.Conflict, "lots.not_missing")
		}
		if err := writeRecipient(ctx, tx, key, caseID, recipient, by, s.Now()); err != nil {
			return err
		}
		err = s.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.CaseChain(caseID), Actor: by, Action: "lots.recipient", Subject: caseID,
			Detail: map[string]string{"kind": key.Kind}, At: s.Now(),
		})
		if err != nil {
			return err
		}
		return s.Refresh(ctx, tx, caseID)
	})
}

// List is a page of the closed lots of a kind, the newest first; before is the
// id of the last one of the page before.
func (s *Service) List(ctx context.Context, key Key, before string, n int) (all []Lot, err error) {
	defer problem.Wrap(&err, "lots.List")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err = lotsOf(ctx, tx, key, before, n)
		return err
	})
	return all, err
}

// Get returns a lot with its items.
func (s *Service) Get(ctx context.Context, id string) (l Lot, items []Item, err error) {
	defer problem.Wrap(&err, "lots.Get(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if l, err = getLot(ctx, tx, id); err != nil {
			return err
		}
		items, err = itemsOf(ctx, tx, id)
		return err
	})
	return l, items, err
}

// Place is a lot that a case is in.
type Place struct {
	Lot        Lot
	Correction int64
	Withdrawn  bool
}

// OfCase lists the lots that a case is in, the oldest first.
func (s *Service) OfCase(ctx context.Context, caseID string) (places []Place, err error) {
	defer problem.Wrap(&err, "lots.OfCase(%s)", caseID)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		items, err := itemsAbout(ctx, tx, caseID)
		if err != nil {
			return err
		}
		places = nil
		for _, i := range items {
			l, err := getLot(ctx, tx, i.Lot)
			if err != nil {
				return err
			}
			places = append(places, Place{l, i.Correction, i.Withdrawn})
		}
		return nil
	})
	return places, err
}
