// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy_test

import (
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery"
	"pratica/internal/discard"
	"pratica/internal/documents"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/privacy"
	"pratica/internal/signatures/verdicts"
	"pratica/internal/worklist"
)

// TestEveryTableIsClassified reads the tables of a migrated database: each is copied
// for the person, or stands in Uncopied with the reason, and not both.
func TestEveryTableIsClassified(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		copied := map[string]bool{}
		why := privacy.Uncopied()
		err := db.View(t.Context(), func(tx *database.Tx) error {
			for _, held := range everything(t, tx) {
				for table := range held {
					copied[table] = true
				}
			}
			tables, err := tx.Tables(t.Context())
			for _, table := range tables {
				if _, left := why[table.Name]; left == copied[table.Name] {
					t.Errorf("table %s: copied %v, left out with a reason %v", table.Name, copied[table.Name], left)
				}
				delete(copied, table.Name)
				delete(why, table.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for table := range why {
			t.Errorf("table %s is left out, and does not exist", table)
		}
		for table := range copied {
			t.Errorf("table %s is copied, and does not exist", table)
		}
	})
}

func everything(t *testing.T, tx *database.Tx) (all []privacy.Held) {
	t.Helper()
	add := func(h privacy.Held, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	for _, p := range []privacy.Part{
		&intake.Service{}, &documents.Service{}, &delivery.Service{}, &office.Service{}, &casework.Service{}, &lots.Service{}, &verdicts.Service{}, &worklist.Service{}, &audit.Log{}, &discard.Service{},
	} {
		add(p.HeldIn(t.Context(), tx, "none"))
	}
	for _, h := range []privacy.Holder{&identity.Service{}, &office.Service{}, &casework.Service{}} {
		add(h.HeldOf(t.Context(), tx, "none"))
	}
	add((&office.Service{}).HeldBy(t.Context(), tx, "none", "none"))
	return all
}
