// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"bytes"
	"context"
	"slices"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/intake"
)

// Found is where a person stands: identifiers.
type Found struct {
	Own      []string // cases of which the person is the applicant
	Drafts   []string // the person's own, not filed
	Mentions []string // cases of others
	Accounts []string
	Lists    int // rows in lists that need neither
}

// IsNothing says that nothing is held.
func (f Found) IsNothing() bool { return f.applications() == 0 && len(f.Accounts) == 0 && f.Lists == 0 }

func (f Found) applications() int { return len(f.Own) + len(f.Drafts) + len(f.Mentions) }

// draftPage bounds one reading of drafts.
const draftPage = 200

// find looks a person up everywhere. It writes nothing.
func (s *Service) find(ctx context.Context, p Person) (f Found, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		f = Found{}
		if err := s.findCases(ctx, tx, p, &f); err != nil {
			return err
		}
		if f.Accounts, err = s.Accounts.AccountsOf(ctx, tx, p.TaxCode, p.Email); err != nil {
			return err
		}
		held, err := s.Lists.HeldBy(ctx, tx, p.TaxCode, p.Email)
		for _, rows := range held {
			f.Lists += len(rows)
		}
		return err
	})
	if err != nil {
		return f, err
	}
	return f, s.findDrafts(ctx, p, &f)
}

func (s *Service) findCases(ctx context.Context, tx *database.Tx, p Person, f *Found) error {
	found, err := s.Cases.Appearances(ctx, tx, p.TaxCode, p.Email)
	if err != nil {
		return err
	}
	text := p.TaxCode
	if text == "" {
		text = p.Email
	}
	named, err := s.Words.Naming(ctx, tx, text)
	if err != nil {
		return err
	}
	if p.TaxCode != "" && p.Email != "" { // a case that names the code and writes to the address is the person's own
		reached, err := s.Cases.Appearances(ctx, tx, "", p.Email)
		if err != nil {
			return err
		}
		for _, a := range reached {
			if slices.Contains(named, a.Case) {
				found = append(found, a)
			}
		}
	}
	for _, id := range named {
		found = append(found, casework.Appearance{Case: id})
	}
	for _, own := range []bool{true, false} {
		for _, a := range found {
			if a.Own == own && !slices.Contains(f.Own, a.Case) && !slices.Contains(f.Mentions, a.Case) {
				f.add(a)
			}
		}
	}
	return nil
}

func (f *Found) add(a casework.Appearance) {
	if a.Own {
		f.Own = append(f.Own, a.Case)
		return
	}
	f.Mentions = append(f.Mentions, a.Case)
}

// findDrafts reads all drafts: few, and of no other use to find anybody.
func (s *Service) findDrafts(ctx context.Context, p Person, f *Found) error {
	for after := ""; ; {
		var page []intake.Unfiled
		err := s.DB.View(ctx, func(tx *database.Tx) (err error) {
			page, err = s.Drafts.UnfiledAfter(ctx, tx, after, draftPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, u := range page {
			after = u.ID
			if s.isDraftOf(ctx, u, p) {
				f.Drafts = append(f.Drafts, u.ID)
			}
		}
	}
}

// isDraftOf says whether a draft is the person's own. What somebody is writing about
// others was not sent to the body, and is no mention.
func (s *Service) isDraftOf(ctx context.Context, u intake.Unfiled, p Person) bool {
	isReached := p.Email != "" && u.Email == p.Email
	if p.TaxCode == "" {
		return isReached
	}
	if !bytes.Contains(bytes.ToUpper(u.Answers), []byte(p.TaxCode)) {
		return false
	}
	client, err := s.Cases.ClientIn(ctx, u.Definition, u.Answers)
	return isReached || err == nil && client.TaxCode == p.TaxCode // answers that are not whole name no applicant
}
