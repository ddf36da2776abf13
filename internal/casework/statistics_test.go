// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
)

// TestYearlyStatistics: what was filed counts at once, what was decided in the
// year of the decision, and counting twice changes nothing.
func TestYearlyStatistics(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		reports := casework.NewReports(o.Service)
		sent := o.fileAid(t)
		a := o.proposed(t)
		today := o.view(t, o.secretary, a.ID).Case.Filed().String()
		o.Must(o.board, a.ID, "resolve", casetest.Text("outcome", "admitted", "date", today, "number", "1", "presided", "Presidente"))
		o.Clock.Pass(60) // into 2027
		in := casetest.Text("outcome", "admitted", "data.reasons", "redditi entro il limite")
		in.Files = append(in.Files, o.Peers.Upload(a.ID, "decision", "signed"))
		o.Must(o.board, a.ID, "decide", in)
		for range 2 {
			for _, id := range []string{sent.ID, a.ID} {
				if err := o.DB.Update(ctx, func(tx *database.Tx) error { return reports.Tally(ctx, tx, id) }); err != nil {
					t.Fatal(err)
				}
			}
		}
		kinds, err := reports.Statistics(ctx)
		if err != nil || len(kinds) != 1 || kinds[0].Name != "ministry" || len(kinds[0].By) != 2 {
			t.Fatalf("statistics: %+v, %v", kinds, err)
		}
		table, err := reports.StatisticOf(ctx, kinds[0], 2027)
		if err != nil || table.First != 2026 {
			t.Fatalf("table: %+v, %v", table, err)
		}
		got := map[string]casework.StatisticRow{}
		for _, r := range table.Rows {
			got[r.Label.In("it")+r.Value] = r
		}
		for label, want := range map[string][2]int64{
			"Domande depositate": {0, 2}, "Ammesse": {1, 0}, "Non ammesse": {0, 0}, "Ammesse per tipo di causaseparation": {1, 0}, "Ammesse, chieste da stranieri": {0, 0},
		} {
			if r, ok := got[label]; !ok || r.N != want[0] || r.YearAfore != want[1] {
				t.Errorf("%s: %+v, want %v", label, r, want)
			}
		}
	})
}
