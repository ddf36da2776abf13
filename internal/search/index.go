// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"slices"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Refresh indexes a case as it is now. It may run twice, or late: an older
// version of a case never replaces a newer one, and a case that is gone is
// removed.
func (s *Service) Refresh(ctx context.Context, caseID string) (err error) {
	defer problem.Wrap(&err, "search.Refresh(%s)", caseID)
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.RefreshIn(ctx, tx, caseID) })
}

// RefreshIn is Refresh in the caller's transaction.
func (s *Service) RefreshIn(ctx context.Context, tx *database.Tx, caseID string) error {
	d, err := s.Source.Document(ctx, tx, caseID)
	if err != nil && problem.KindOf(err) == problem.NotFound {
		return s.Remove(ctx, tx, caseID)
	}
	if err != nil {
		return err
	}
	return s.put(ctx, tx, d)
}

func (s *Service) put(ctx context.Context, tx *database.Tx, d Document) error {
	if isNew, err := putDocument(ctx, tx, d); err != nil || !isNew {
		return err
	}
	return putDefinition(ctx, tx, d)
}

// Remove takes a case out of the index, with all that is known of it here, in
// the transaction that deletes the case.
func (s *Service) Remove(ctx context.Context, tx *database.Tx, caseID string) error {
	return remove(ctx, tx, caseID)
}

// batch is how many cases one transaction indexes: short enough that filings do
// not wait.
const batch = 50

// Progress tells how many cases were looked at so far.
type Progress func(done int)

// Rebuild indexes every case anew and removes what is no case any more. It may
// run beside everything else, and be stopped and run again.
func (s *Service) Rebuild(ctx context.Context, progress Progress) (err error) {
	defer problem.Wrap(&err, "search.Rebuild")
	if err := s.walk(ctx, progress, func(_ *database.Tx, cases []string) ([]string, error) { return cases, nil }); err != nil {
		return err
	}
	if err := s.removeStrays(ctx); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error { return analyze(ctx, tx) })
}

// FillGaps indexes the cases that have no document: those from before the index,
// or whose event was lost. It costs two counts when there is no gap.
func (s *Service) FillGaps(ctx context.Context) (err error) {
	defer problem.Wrap(&err, "search.FillGaps")
	cases, documents, err := s.count(ctx)
	if err != nil || documents >= cases {
		return err
	}
	return s.walk(ctx, func(int) {}, func(tx *database.Tx, cases []string) ([]string, error) {
		there, err := indexed(ctx, tx, cases)
		return slices.DeleteFunc(cases, func(id string) bool { return there[id] }), err
	})
}

// Total is how many cases there are to index.
func (s *Service) Total(ctx context.Context) (cases int, err error) {
	cases, _, err = s.count(ctx)
	return cases, err
}

func (s *Service) count(ctx context.Context) (cases, documents int, err error) {
	defer problem.Wrap(&err, "search.count")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		cases, documents, err = count(ctx, tx)
		return err
	})
	return cases, documents, err
}

// walk goes through all cases in batches and indexes those chosen.
func (s *Service) walk(ctx context.Context, progress Progress, choose func(*database.Tx, []string) ([]string, error)) error {
	done, after := 0, ""
	for {
		page, err := s.Source.Cases(ctx, after, batch)
		if err != nil || len(page) == 0 {
			return err
		}
		done, after = done+len(page), page[len(page)-1]
		err = s.DB.Update(ctx, func(tx *database.Tx) error {
			chosen, err := choose(tx, slices.Clone(page))
			if err != nil {
				return err
			}
			for _, id := range chosen {
				if err := s.RefreshIn(ctx, tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		progress(done)
	}
}

// removeStrays removes the documents of cases that are gone.
func (s *Service) removeStrays(ctx context.Context) error {
	after := ""
	for {
		var page []string
		err := s.DB.Update(ctx, func(tx *database.Tx) (err error) {
			if page, err = casesAfter(ctx, tx, after, batch); err != nil || len(page) == 0 {
				return err
			}
			return s.removeGone(ctx, tx, page)
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1]
	}
}

func (s *Service) removeGone(ctx context.Context, tx *database.Tx, cases []string) error {
	for _, id := range cases {
		_, err := s.Source.Document(ctx, tx, id)
		if err == nil {
			continue
		}
		if problem.KindOf(err) != problem.NotFound {
			return err
		}
		if err := s.Remove(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
