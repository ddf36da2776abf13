// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots_test

import (
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/lots"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// What the office writes about a sending stands beside the lot, which does not
// change, and in the chain of each case.
func TestASendingIsWrittenBesideTheLot(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		c := w.decide("admitted", "Verona")
		w.clock.Pass(1)
		closed, err := w.Close(ctx, clerk, tax, "Entrate", w.yesterday())
		w.must(err)
		l, today := closed[0], terms.DateOf(w.clock.Now())

		for name, tt := range map[string]struct {
			sent       lots.Sending
			path, code string
		}{
			"no day":               {lots.Sending{Means: "pec"}, "day", "lots.bad_day"},
			"before it was closed": {lots.Sending{Day: today.AddDays(-1), Means: "pec"}, "day", "lots.sent_before"},
			"tomorrow":             {lots.Sending{Day: today.AddDays(1), Means: "pec"}, "day", "lots.sent_later"},
			"ordinary mail":        {lots.Sending{Day: today, Means: "email"}, "means", "lots.no_means"},
			"a novel":              {lots.Sending{Day: today, Means: "pec", Note: strings.Repeat("a", 501)}, "note", "lots.too_long"},
		} {
			err := w.RecordSent(ctx, clerk, l.ID, tt.sent)
			p, ok := problem.As(err)
			if !ok || len(p.Fields) != 1 || p.Fields[0].Path != tt.path || p.Fields[0].Code != tt.code {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.RecordSent(ctx, clerk, "none", lots.Sending{Day: today, Means: "pec"}); !problem.Is(err, "lots.not_found") {
			t.Errorf("no lot: %v", err)
		}

		w.must(w.RecordSent(ctx, clerk, l.ID, lots.Sending{Day: today, Means: "pec", Protocol: " 4711/2026 ", Note: "consegnata"}))
		w.clock.Pass(1)
		w.must(w.RecordSent(ctx, clerk, l.ID, lots.Sending{Day: today.AddDays(1), Means: "hand"}))
		all, err := w.Sendings(ctx, l.ID)
		if err != nil || len(all) != 2 || all[0].Protocol != "4711/2026" || all[0].By != clerk || all[1].Means != "hand" {
			t.Errorf("sendings: %+v, %v", all, err)
		}
		if l, _, err = w.Get(ctx, l.ID); err != nil || l.SentOn != today.AddDays(1) {
			t.Errorf("sent on %s, %v", l.SentOn, err)
		}
		if faults, err := w.Verify(ctx, l.ID); err != nil || len(faults) != 0 {
			t.Errorf("verify: %v, %v", faults, err)
		}
		entries, err := w.Service.Audit.Entries(ctx, audit.CaseChain(c.id), 0, 10)
		if err != nil || len(entries) != 3 || entries[0].Action != "lots.sent" || entries[0].Detail["lot"] != l.Name() {
			t.Errorf("audit: %+v, %v", entries, err)
		}
		for _, sql := range []string{`UPDATE lots_sending SET day = '2026-01-01'`, `DELETE FROM lots_sending`} {
			if err := db.Update(ctx, func(tx *database.Tx) error { _, err := tx.Exec(ctx, sql); return err }); err == nil {
				t.Errorf("%s: allowed", sql)
			}
		}
	})
}
