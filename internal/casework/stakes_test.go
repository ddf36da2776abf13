// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/terms"
)

// TestStakesCountRunningCases: legal aid has terms in days of the calendar, which
// what the body closes by itself does not touch.
func TestStakesCountRunningCases(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.fileAid(t)
		o.fileAid(t)
		list, err := o.Stakes(ctx)
		if err != nil || len(list) != 1 {
			t.Fatalf("stakes %+v, error %v", list, err)
		}
		if got := list[0]; got.Running != 2 || len(got.Workdays) != 0 || len(got.Patron) != 0 || got.Procedure == "" {
			t.Errorf("stakes %+v", got)
		}
		today := terms.DateOf(o.Clock.Now())
		for day, want := range map[terms.Date]int{today.AddDays(-1): 0, today: 2} {
			if n, err := o.FiledBetween(ctx, list[0].Procedure, today.AddDays(-1), day); err != nil || n != want {
				t.Errorf("filed until %s: %d, want %d, error %v", day, n, want, err)
			}
		}
		o.Clock.Pass(400)
		if list, err = o.Stakes(ctx); err != nil || len(list) != 0 {
			t.Errorf("long after: %+v, error %v", list, err)
		}
	})
}
