// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"fmt"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// Report is what Verify found.
type Report struct {
	Filings int
	Faults  []Fault
}

// Fault is one broken invariant.
type Fault struct {
	Application string
	What        string
}

func (r *Report) fault(id, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{id, fmt.Sprintf(format, args...)})
}

// Verify recomputes the invariants of all filings: numbers without gap, a
// fingerprint that matches the bytes kept, a state that matches the filing, a
// counter that matches the last number. It reads in pages. It is meant for a
// moment without writers or for PostgreSQL; a filing that arrives while it runs
// is not a fault.
func (s *Service) Verify(ctx context.Context) (r Report, err error) {
	defer problem.Wrap(&err, "intake.Verify")
	last := map[int]int64{}
	year, number := 0, int64(0)
	for {
		page, err := s.filingsPage(ctx, year, number)
		if err != nil {
			return r, err
		}
		if len(page) == 0 {
			break
		}
		for _, f := range page {
			r.check(f, last)
			year, number = f.Year, f.Number
		}
	}
	return r, s.verifyStates(ctx, &r, last)
}

const verifyPage = 500

func (s *Service) filingsPage(ctx context.Context, year int, number int64) (page []Filing, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		page, err = filingsAfter(ctx, tx, year, number, verifyPage)
		return err
	})
	return page, err
}

func (r *Report) check(f Filing, last map[int]int64) {
	r.Filings++
	if f.Number != last[f.Year]+1 {
		r.fault(f.Application, "number %d/%d follows %d", f.Number, f.Year, last[f.Year])
	}
	last[f.Year] = f.Number
	if !f.DiscardedAt.IsZero() {
		if len(f.Content) > 0 || f.Email != "" {
			r.fault(f.Application, "it was discarded, and its content or address are still there")
		}
		return
	}
	if got := fingerprintOf(f.Content); got != f.Fingerprint {
		r.fault(f.Application, "the bytes kept have fingerprint %s, the receipt says %s", got, f.Fingerprint)
	}
}

func (s *Service) verifyStates(ctx context.Context, r *Report, last map[int]int64) error {
	return s.DB.View(ctx, func(tx *database.Tx) error {
		ids, err := mismatched(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			r.fault(id, "the state of the application and its filing disagree")
		}
		counted, err := counters(ctx, tx)
		if err != nil {
			return err
		}
		for year, n := range counted {
			if n < last[year] {
				r.fault("", "the counter of %d is at %d, the last number is %d", year, n, last[year])
			}
		}
		return nil
	})
}
