// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/intake"
	"pratica/internal/intake/intaketest"
	"pratica/internal/problem"
)

var expiry = intake.Expiry{Keep: 30 * 24 * time.Hour, Warn: 10 * 24 * time.Hour}

// TestDraftsExpire: who can be told is told once, ten days before; a change gives
// the draft its whole time again; what was filed stays.
func TestDraftsExpire(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		ctx := t.Context()
		filed := d.Ready(t, "filed")
		if _, err := d.Submit(ctx, filed.ID); err != nil {
			t.Fatal(err)
		}
		told := d.Ready(t, "told") // frozen, with an address that was reached
		d.Ports.AddFile(told.ID, intake.FileRef{ID: "f", Slot: "s", Digest: "d"})
		silent, err := d.Start(ctx, "procedure", "digest", "it") // nobody to tell
		if err != nil {
			t.Fatal(err)
		}
		after := func(days int, want ...string) {
			t.Helper()
			d.Clock.Set(d.Clock.Now().Add(time.Duration(days) * 24 * time.Hour))
			if err := d.ExpireDrafts(ctx, expiry); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, d.Ports.Told()); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		}
		gone := func(id string, want bool) {
			t.Helper()
			if _, err := d.Get(ctx, id); (err != nil) != want || err != nil && problem.KindOf(err) != problem.NotFound {
				t.Errorf("%s: %v, want removed %v", id, err, want)
			}
		}
		start := d.Clock.Now()
		after(19)
		after(1, "warn "+told.ID+" "+start.Add(expiry.Keep).Format(time.DateOnly))
		after(1)
		keep := func(now json.RawMessage) (json.RawMessage, error) { return now, nil }
		if _, err := d.SavePage(ctx, told.ID, "who", 0, keep); err != nil {
			t.Fatal(err)
		}
		after(9)
		gone(silent.ID, true)
		gone(told.ID, false)
		after(30, "warn "+told.ID+" "+d.Clock.Now().Add(40*24*time.Hour).Format(time.DateOnly)) // late: the whole warning still
		gone(told.ID, false)
		after(10, "removed "+told.ID+" 1 answers 1 files")
		gone(told.ID, true)
		gone(filed.ID, false)
		after(0)
		proofs, err := d.Audit.Entries(ctx, intake.Chain(told.ID), 0, 10)
		if err != nil || proofs[0].Action != "application.removed" || proofs[0].Detail["files"] != "1" || proofs[0].Detail["answers_sha256"] == "" {
			t.Errorf("proof: %+v, %v", proofs, err)
		}
		d.Check(t)
	})
}
