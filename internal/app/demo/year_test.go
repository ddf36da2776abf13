// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"pratica/internal/app"
	"pratica/internal/app/demo"
	"pratica/internal/casework"
	"pratica/internal/config"
	"pratica/internal/worklist"
)

// TestYear plays the first months of a small council: whatever is filed comes to its
// end or is on its way, and nothing goes wrong.
func TestYear(t *testing.T) {
	t.Parallel()
	const months, perYear = 4, 90
	const applications = perYear * months / 12
	last := demo.Played{}
	y := demo.Year{Applications: perYear, Months: months, Fast: true, Month: func(ctx context.Context, a *app.App, secretary casework.Actor, p demo.Played) error {
		last = p
		if p.Month < months {
			return nil
		}
		report, err := a.Verify(ctx)
		if err != nil || len(report.Faults) > 0 {
			t.Errorf("verify: %v, %v", report.Faults, err)
		}
		counts, err := a.Worklist.Count(ctx, secretary, worklist.Query{Scope: worklist.All})
		if counts.Total.N != applications {
			t.Errorf("the list has %d cases of %d", counts.Total.N, applications)
		}
		return err
	}}
	from := time.Date(2025, time.January, 7, 8, 0, 0, 0, time.UTC)
	c := config.Default()
	c.Mode, c.Data, c.MinFree = config.Demo, filepath.Join(t.TempDir(), "year"), 0
	if _, err := y.Play(t.Context(), c, slog.New(slog.DiscardHandler), from); err != nil {
		t.Fatal(err)
	}
	if last.Month != months || last.Filed != applications || last.Acts < 4*applications || last.Running == 0 {
		t.Errorf("played: %+v", last)
	}
}
