// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"slices"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
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

// TestAnAnnulledCaseIsTakenBack: other offices hear no more of a case that was
// annulled after its decision, and no year counts it.
func TestAnAnnulledCaseIsTakenBack(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		reports := casework.NewReports(o.Service)
		a := o.proposed(t)
		today := o.view(t, o.secretary, a.ID).Case.Filed().String()
		o.Must(o.board, a.ID, "resolve", casetest.Text("outcome", "admitted", "date", today, "number", "1", "presided", "Presidente"))
		in := casetest.Text("outcome", "admitted", "data.reasons", "redditi entro il limite")
		in.Files = append(in.Files, o.Peers.Upload(a.ID, "decision", "signed"))
		o.Must(o.board, a.ID, "decide", in)
		if told := o.sentOf(t, reports, a.ID); !told[1].Due {
			t.Fatalf("the court hears nothing: %+v", told[1])
		}
		if _, err := o.Annul(ctx, administrator, a.Code, "registrata due volte", 0); err != nil {
			t.Fatal(err)
		}
		for _, told := range o.sentOf(t, reports, a.ID) {
			if told.Due {
				t.Errorf("%s is still told", told.Lot.Name)
			}
		}
		if err := o.DB.Update(ctx, func(tx *database.Tx) error { return reports.Tally(ctx, tx, a.ID) }); err != nil {
			t.Fatal(err)
		}
		kinds, err := reports.Statistics(ctx)
		if err != nil {
			t.Fatal(err)
		}
		table, err := reports.StatisticOf(ctx, kinds[0], 2026)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table.Rows {
			if row.N != 0 {
				t.Errorf("%s: %d cases, want none", row.Label.In("it"), row.N)
			}
		}
	})
}
