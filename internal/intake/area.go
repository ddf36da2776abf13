// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Beginning is what a draft in somebody's area begins with.
type Beginning struct {
	Procedure, Definition, Lang string
	Account                     string      // in whose area it is
	Email                       string      // of the account: its owner was reached there when the account was activated
	By                          audit.Actor // the owner of the area, or who helps there
	Earlier                     string      // the application whose answers it repeats; "" for none
	Answers                     json.RawMessage
}

// AreaDraft is a draft in somebody's area.
type AreaDraft struct {
	Application
	StartedBy string    // account
	RemovedAt time.Time // zero unless it is in the bin
}

// BinLasts is how long a draft stays in the bin before it is removed for good.
const BinLasts = 30 * 24 * time.Hour

// Begin makes a draft in the area of an account. Its address is that of the
// account until another one is given; whether By may is decided by the caller.
func (s *Service) Begin(ctx context.Context, b Beginning) (a Application, err error) {
	defer problem.Wrap(&err, "intake.Begin(%s)", b.Procedure)
	a = Application{Procedure: b.Procedure, Definition: b.Definition, Lang: b.Lang, Email: b.Email, Verified: b.Email != "", Answers: b.Answers}
	detail := map[string]string{"procedure": b.Procedure, "definition": b.Definition, "area": b.Account}
	if b.Earlier != "" {
		detail["from"] = b.Earlier
	}
	err = s.begin(ctx, &a, func(tx *database.Tx) error {
		if err := insertArea(ctx, tx, a.ID, b.Account, b.By.ID, a.CreatedAt); err != nil {
			return err
		}
		return s.recordBy(ctx, tx, b.By, a.ID, "application.started", detail)
	})
	return a, err
}

func (s *Service) recordBy(ctx context.Context, tx *database.Tx, by audit.Actor, id, action string, detail map[string]string) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Chain: Chain(id), Actor: by, Action: action, Subject: id, Detail: detail, At: s.Now()})
}

// Keep brings a draft that was opened by its link into the area of an account.
// The link goes on working. A draft is in one area only.
func (s *Service) Keep(ctx context.Context, id, account string, by audit.Actor) (err error) {
	defer problem.Wrap(&err, "intake.Keep(%s)", id)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err := getApplication(ctx, tx, id)
		if err != nil {
			return err
		}
		if a.State == Filed {
			return problem.New(problem.Conflict, "intake.already_filed")
		}
		if !a.Paper.IsZero() {
			return problem.New(problem.Conflict, "intake.area_taken")
		}
		owner, removed, err := areaOf(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case owner == account && !removed.IsZero(): // out of the bin
			return setAreaRemoved(ctx, tx, id, time.Time{})
		case owner == account:
			return nil
		}
		if owner != "" {
			return problem.New(problem.Conflict, "intake.area_taken")
		}
		if err := insertArea(ctx, tx, id, account, by.ID, s.Now()); err != nil {
			return err
		}
		return s.recordBy(ctx, tx, by, id, "application.kept", map[string]string{"area": account})
	})
}

// Area is the account in whose area a draft is; "" when it is in none, or in the
// bin, or filed: a filed application is seen by the parties of its case.
func (s *Service) Area(ctx context.Context, id string) (account string, err error) {
	defer problem.Wrap(&err, "intake.Area(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		account, err = openArea(ctx, tx, id)
		return err
	})
	return account, err
}

// InArea lists the drafts in an area, those changed last first, or those in its
// bin: at most limit after a place, the identifier of the last one shown.
func (s *Service) InArea(ctx context.Context, account string, bin bool, after string, limit int) (list []AreaDraft, err error) {
	defer problem.Wrap(&err, "intake.InArea")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = areaDrafts(ctx, tx, account, bin, after, limit)
		return err
	})
	return list, err
}

// FiledFromArea lists what was filed from an area since a day, the last first,
// at most limit: it is no draft any more, and not yet a case that its owner sees.
func (s *Service) FiledFromArea(ctx context.Context, account string, since time.Time, limit int) (list []Receipt, err error) {
	defer problem.Wrap(&err, "intake.FiledFromArea")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = filedFromArea(ctx, tx, account, since, limit)
		return err
	})
	return list, err
}

// Bin takes a draft out of its area; Unbin brings it back. Who has its link may
// still go on with it, and then it is not removed.
func (s *Service) Bin(ctx context.Context, id, account string, by audit.Actor) (err error) {
	defer problem.Wrap(&err, "intake.Bin(%s)", id)
	return s.setBinned(ctx, id, account, by, true)
}

// Unbin undoes Bin.
func (s *Service) Unbin(ctx context.Context, id, account string, by audit.Actor) (err error) {
	defer problem.Wrap(&err, "intake.Unbin(%s)", id)
	return s.setBinned(ctx, id, account, by, false)
}

func (s *Service) setBinned(ctx context.Context, id, account string, by audit.Actor, binned bool) error {
	action, at := "application.unbinned", time.Time{}
	if binned {
		action, at = "application.binned", s.Now()
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err := getApplication(ctx, tx, id)
		if err != nil {
			return err
		}
		owner, removed, err := areaOf(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case owner != account:
			return problem.New(problem.NotFound, "intake.not_found")
		case a.State == Filed:
			return problem.New(problem.Conflict, "intake.already_filed")
		case removed.IsZero() != binned: // twice is once
			return nil
		}
		if err := setAreaRemoved(ctx, tx, id, at); err != nil {
			return err
		}
		return s.recordBy(ctx, tx, by, id, action, nil)
	})
}

// emptyBins removes for good what has been in a bin for its whole time and that
// nobody changed since.
func (s *Service) emptyBins(ctx context.Context, e Expiry) error {
	before := s.Now().Add(-BinLasts)
	list := func(tx *database.Tx) ([]string, error) { return draftsToEmpty(ctx, tx, before, expiryPage) }
	return s.eachIdle(ctx, list, BinLasts, e, func(ctx context.Context, tx *database.Tx, a Application, _ Expiry) error {
		_, removed, err := areaOf(ctx, tx, a.ID)
		if err != nil || removed.IsZero() || removed.After(before) {
			return err
		}
		_, err = s.forget(ctx, tx, a)
		return err
	})
}
