// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake_test

import (
	"slices"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/intake"
	"pratica/internal/intake/intaketest"
	"pratica/internal/problem"
)

var lea = audit.Actor{Kind: audit.Lawyer, ID: "lea"}

func begin(t *testing.T, d *intaketest.Desk) intake.Application {
	t.Helper()
	a, err := d.Begin(t.Context(), intake.Beginning{Procedure: "procedure", Definition: "digest", Lang: "it", Account: "lea", Email: "lea@studio.example", By: lea})
	if err != nil {
		t.Fatal(err)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute)) // the next one is later
	return a
}

func area(t *testing.T, d *intaketest.Desk, bin bool) []string {
	t.Helper()
	var ids []string
	for after := ""; ; after = ids[len(ids)-1] {
		page, err := d.InArea(t.Context(), "lea", bin, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page {
			ids = append(ids, a.ID)
		}
		if len(page) < 2 {
			return ids
		}
	}
}

// An area lists its drafts, the newest first and page by page; what was filed or
// thrown away is not in it, and what was thrown away comes back.
func TestArea(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		one, two, three := begin(t, d), begin(t, d), begin(t, d)
		if got, want := area(t, d, false), []string{three.ID, two.ID, one.ID}; !slices.Equal(got, want) {
			t.Errorf("the area has %v, want %v", got, want)
		}
		if a, err := d.Get(t.Context(), one.ID); err != nil || a.Email != "lea@studio.example" || !a.Verified {
			t.Errorf("reached at %q (%v), %v", a.Email, a.Verified, err)
		}
		if err := d.Bin(t.Context(), two.ID, "another", lea); problem.KindOf(err) != problem.NotFound {
			t.Errorf("another's draft is thrown away: %v", err)
		}
		for range 2 {
			if err := d.Bin(t.Context(), two.ID, "lea", lea); err != nil {
				t.Fatal(err)
			}
		}
		if got := area(t, d, true); !slices.Equal(got, []string{two.ID}) {
			t.Errorf("the bin has %v", got)
		}
		if owner, err := d.Area(t.Context(), two.ID); err != nil || owner != "" {
			t.Errorf("what is in the bin is in the area of %q, %v", owner, err)
		}
		if err := d.Unbin(t.Context(), two.ID, "lea", lea); err != nil {
			t.Fatal(err)
		}
		if owner, err := d.Area(t.Context(), two.ID); err != nil || owner != "lea" {
			t.Errorf("what came back is in the area of %q, %v", owner, err)
		}
	})
}

// A draft opened by its link can be brought into one area, until it is filed.
func TestKeep(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		a := d.Ready(t, "Ada")
		for range 2 {
			if err := d.Keep(t.Context(), a.ID, "lea", lea); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Keep(t.Context(), a.ID, "another", lea); !problem.Is(err, "intake.area_taken") {
			t.Errorf("in a second area: %v", err)
		}
		if owner, err := d.Area(t.Context(), a.ID); err != nil || owner != "lea" {
			t.Errorf("in the area of %q, %v", owner, err)
		}
		if _, err := d.Submit(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
		if owner, err := d.Area(t.Context(), a.ID); err != nil || owner != "" || len(area(t, d, false)) != 0 {
			t.Errorf("once filed, in the area of %q, %v", owner, err)
		}
		for what, err := range map[string]error{"kept": d.Keep(t.Context(), a.ID, "lea", lea), "thrown away": d.Bin(t.Context(), a.ID, "lea", lea)} {
			if !problem.Is(err, "intake.already_filed") {
				t.Errorf("%s after the filing: %v", what, err)
			}
		}
	})
}

// What is in the bin is removed for good after thirty days, unless somebody went
// on with it by its link.
func TestBinsAreEmptied(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		gone, goesOn := begin(t, d), begin(t, d)
		for _, a := range []intake.Application{gone, goesOn} {
			if err := d.Bin(t.Context(), a.ID, "lea", lea); err != nil {
				t.Fatal(err)
			}
		}
		d.Clock.Set(d.Clock.Now().Add(time.Hour))
		if _, err := d.SavePage(t.Context(), goesOn.ID, "who", 0, intaketest.Answer(`{"name":"Ada"}`)); err != nil {
			t.Fatal(err)
		}
		e := intake.Expiry{Keep: 365 * 24 * time.Hour, Warn: 10 * 24 * time.Hour}
		for _, step := range []struct {
			after   time.Duration
			removed bool
		}{{29 * 24 * time.Hour, false}, {24 * time.Hour, true}} {
			d.Clock.Set(d.Clock.Now().Add(step.after))
			if err := d.ExpireDrafts(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Get(t.Context(), gone.ID); (err != nil) != step.removed {
				t.Errorf("%v later: %v", step.after, err)
			}
		}
		if _, err := d.Get(t.Context(), goesOn.ID); err != nil {
			t.Errorf("what somebody went on with: %v", err)
		}
		proof, err := d.Audit.Entries(t.Context(), intake.Chain(gone.ID), 0, 1)
		if err != nil || len(proof) != 1 || proof[0].Action != "application.removed" {
			t.Errorf("proof %+v, %v", proof, err)
		}
	})
}
