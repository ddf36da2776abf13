// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"slices"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// TestWhatOtherOfficesAreTold: of a refusal the court hears, the tax office does
// not (DPR 115/2002 art. 126 c. 2 and 127).
func TestWhatOtherOfficesAreTold(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		reports := casework.NewReports(o.Service)
		a := o.fileAid(t)
		if told := o.sentOf(t, reports, a.ID); len(told) != 2 || told[0].Due || told[1].Due {
			t.Errorf("before the decision: %+v", told)
		}
		o.takeAndFail(t, a)
		o.integrate(t, a)
		o.propose(t, a)
		o.decide(t, a)
		told := o.sentOf(t, reports, a.ID)
		if told[0].Lot.Name != "tax_office" || told[0].Due {
			t.Errorf("tax office: %+v", told[0])
		}
		court := told[1]
		if !court.Due || court.Recipient != "tribunal - Verona" || court.Decision != "signed" || court.Outcome.In("it") != "Non ammessa" {
			t.Errorf("court: %+v", court)
		}
		surname := slices.IndexFunc(court.Values, func(v casework.ToldValue) bool { return v.Name == "surname" })
		if surname < 0 || court.Values[surname].Text != "Esempio" {
			t.Errorf("values: %+v", court.Values)
		}
		o.kinds(t, reports)
	})
}

func (o *office) sentOf(t *testing.T, r *casework.Reports, id string) (told []casework.Told) {
	t.Helper()
	err := o.DB.View(ctx, func(tx *database.Tx) (err error) {
		_, told, err = r.Told(ctx, tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func (o *office) kinds(t *testing.T, r *casework.Reports) {
	t.Helper()
	err := o.DB.View(ctx, func(tx *database.Tx) error {
		kinds, err := r.LotKinds(ctx, tx)
		if len(kinds) != 2 || kinds[0].Procedure != "patrocinio-civile" || !kinds[0].Lot.Scheduled || kinds[1].Lot.Scheduled {
			t.Errorf("kinds: %+v", kinds)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
