// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/forms"
	"pratica/internal/ids"
	"pratica/internal/jobs"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Service keeps rules, holds and lists. All fields are required.
type Service struct {
	DB         *database.DB
	Audit      *audit.Log
	Queue      *jobs.Queue
	Procedures Procedures
	Cases      Cases
	Codes      Codes
	Lots       Lots
	Files      Files
	Parts      []Part
	Now        func() time.Time
}

// Register gives the queue its handler.
func (s *Service) Register() { jobs.Handle(s.Queue, runKind, s.run) }

func may(by office.Actor) error {
	if !office.Can(by, office.DiscardManage, office.Resource{}) {
		return problem.New(problem.Forbidden, "office.forbidden")
	}
	return nil
}

// All lists the procedures with their rules.
func (s *Service) All(ctx context.Context, by office.Actor) (list []Procedure, err error) {
	defer problem.Wrap(&err, "discard.All")
	if err := may(by); err != nil {
		return nil, err
	}
	versions, err := s.Procedures.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range inForce(versions) {
		p, err := s.procedure(ctx, v)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// One is a procedure with its rule.
func (s *Service) One(ctx context.Context, by office.Actor, slug string) (p Procedure, err error) {
	defer problem.Wrap(&err, "discard.One(%s)", slug)
	if err := may(by); err != nil {
		return p, err
	}
	return s.one(ctx, slug)
}

func (s *Service) one(ctx context.Context, slug string) (Procedure, error) {
	versions, err := s.Procedures.Versions(ctx)
	if err != nil {
		return Procedure{}, err
	}
	for _, v := range inForce(versions) {
		if v.Slug == slug {
			return s.procedure(ctx, v)
		}
	}
	return Procedure{}, problem.New(problem.NotFound, "discard.no_procedure")
}

// inForce picks of each procedure the published version, or the newest when none is.
func inForce(versions []forms.Version) (list []forms.Version) {
	for _, v := range versions {
		last := len(list) - 1
		switch {
		case last < 0 || list[last].Slug != v.Slug:
			list = append(list, v)
		case v.State == forms.Published && list[last].State != forms.Published:
			list[last] = v
		}
	}
	return list
}

func (s *Service) procedure(ctx context.Context, v forms.Version) (p Procedure, err error) {
	p = Procedure{Slug: v.Slug, Definition: v.Digest}
	if p.Default, err = s.Cases.Retention(ctx, v.Digest); err != nil {
		return p, err
	}
	return p, s.DB.View(ctx, func(tx *database.Tx) error {
		if p.Decisions, err = decisions(ctx, tx, v.Slug); err != nil {
			return err
		}
		if rule, ok := p.Rule(); ok && rule.Years > Forever {
			p.Past, err = s.Cases.CountClosedBefore(ctx, tx, v.Slug, begins(rule.before(s.today())))
		}
		return err
	})
}

func (s *Service) today() terms.Date { return terms.DateOf(s.Now()) }

// Decide gives a procedure a rule of the body's own. 0 years is for ever.
func (s *Service) Decide(ctx context.Context, by office.Actor, slug string, years int, reason string) (err error) {
	defer problem.Wrap(&err, "discard.Decide(%s)", slug)
	if err := may(by); err != nil {
		return err
	}
	if years < Forever || years > workflow.MaxRetention {
		return problem.New(problem.Invalid, "discard.invalid").With(problem.Field{Path: "years", Code: "discard.years", Args: []any{"most", workflow.MaxRetention}})
	}
	if reason, err = tidy(reason, "reason"); err != nil {
		return err
	}
	if _, err := s.one(ctx, slug); err != nil {
		return err
	}
	d := Decision{Rule: Rule{years, reason}, ID: ids.New(), Procedure: slug, By: by.Account, At: s.Now()}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := insertDecision(ctx, tx, d); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), "decided", slug, nil)
	})
}

// Hold keeps the case of a short code from being discarded.
func (s *Service) Hold(ctx context.Context, by office.Actor, code, reason string) (err error) {
	defer problem.Wrap(&err, "discard.Hold")
	if err := may(by); err != nil {
		return err
	}
	if reason, err = tidy(reason, "reason"); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := s.Codes.ByCode(ctx, tx, code)
		if err != nil {
			return err
		}
		if c.IsDiscarded() {
			return problem.New(problem.Conflict, "discard.gone_before")
		}
		h := Hold{ID: ids.New(), Case: c.ID, Reason: reason, By: by.Account, At: s.Now()}
		if err := insertHold(ctx, tx, h); err != nil {
			return err
		}
		return s.recordCase(ctx, tx, by.Audit(), "held", c.ID, map[string]string{"hold": h.ID})
	})
}

// Release ends a hold.
func (s *Service) Release(ctx context.Context, by office.Actor, id, reason string) (err error) {
	defer problem.Wrap(&err, "discard.Release")
	if err := may(by); err != nil {
		return err
	}
	if reason, err = tidy(reason, "released"); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		caseID, err := release(ctx, tx, id, reason, by.Account, s.Now())
		if err != nil {
			return err
		}
		return s.recordCase(ctx, tx, by.Audit(), "released", caseID, map[string]string{"hold": id})
	})
}

// Kept is a case as whoever keeps the archive sees it.
type Kept struct {
	Case  casework.Case
	Holds []Hold
	Items []Item // of the lists that have it
	Lists []List // one for each item
}

// Find tells of the case of a short code what holds it, and of a discarded one the proof.
func (s *Service) Find(ctx context.Context, by office.Actor, code string) (k Kept, err error) {
	defer problem.Wrap(&err, "discard.Find")
	if err := may(by); err != nil {
		return k, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if k.Case, err = s.Codes.ByCode(ctx, tx, code); err != nil {
			return err
		}
		if k.Holds, err = holdsOf(ctx, tx, k.Case.ID); err != nil {
			return err
		}
		k.Items, k.Lists, err = itemsAbout(ctx, tx, k.Case.ID)
		return err
	})
	return k, err
}

// Held lists what holds a case now, for its page: who reads it has asked for the right.
func (s *Service) Held(ctx context.Context, caseID string) (list []Hold, err error) {
	defer problem.Wrap(&err, "discard.Held(%s)", caseID)
	var all []Hold
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err = holdsOf(ctx, tx, caseID)
		return err
	})
	for _, h := range all {
		if h.Released == "" {
			list = append(list, h)
		}
	}
	return list, err
}

func (s *Service) record(ctx context.Context, tx *database.Tx, by audit.Actor, action, subject string, detail map[string]string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Chain: audit.AdminChain, Actor: by, Action: "discard." + action, Subject: subject, Detail: detail, At: s.Now()})
}

func (s *Service) recordCase(ctx context.Context, tx *database.Tx, by audit.Actor, action, caseID string, detail map[string]string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Chain: audit.CaseChain(caseID), Actor: by, Action: "discard." + action, Subject: caseID, Detail: detail, At: s.Now()})
}
