// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"io/fs"
	"slices"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/audit/audittest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/forms"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// shop is a service with legal aid published, whose time stands still.
type shop struct {
	*forms.Service
	now time.Time
	by  audit.Actor
}

func newShop(t *testing.T, db *database.DB) *shop {
	t.Helper()
	s := &shop{now: time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC), by: audit.Actor{Kind: audit.Admin, ID: "anna"}}
	clock := func() time.Time { return s.now }
	s.Service = &forms.Service{DB: db, Audit: audit.New(db, clock), Now: clock}
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Import(t.Context(), s.by, "legal aid", source)
	if err == nil {
		err = s.Publish(t.Context(), s.by, v.Digest)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// limit is what the form itself says of a day.
func (s *shop) limit(t *testing.T, day terms.Date) any {
	t.Helper()
	d, err := s.Published(t.Context(), "patrocinio-civile")
	if err != nil {
		t.Fatal(err)
	}
	e, err := d.Evaluate(t.Context(), forms.Input{Answers: forms.Answers{"own_taxable_income": int64(0)}, Now: day.End().Add(-time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	return e.Computed["income_limit"]
}

// TestThresholdCountsForLaterFilings adds the amount of a new decree: what was
// filed, today included, keeps the one of before for ever.
func TestThresholdCountsForLaterFilings(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newShop(t, db)
		today := terms.NewDate(2026, time.November, 25)
		before := s.limit(t, today)
		add := func(from terms.Date, value, act string) (forms.Threshold, error) {
			return s.AddThreshold(t.Context(), s.by, "patrocinio-civile", "income_limit", from, value, act)
		}
		late, err := add(today.AddDays(-3), "14.001,50", "D.M. 20 novembre 2026")
		if err != nil || late.Since != today.AddDays(1) {
			t.Fatalf("a decree of some days ago counts from %s, error %v", late.Since, err)
		}
		for day, want := range map[terms.Date]any{today.AddDays(-3): before, today: before, today.AddDays(1): int64(1400150)} {
			if got := s.limit(t, day); got != want {
				t.Errorf("filed on %s: %v, want %v", day, got, want)
			}
		}
		next, err := add(today.AddDays(90), "15000", "D.M. 1 febbraio 2027")
		if err != nil || next.Since != today.AddDays(90) {
			t.Fatalf("a decree to come counts from %s, error %v", next.Since, err)
		}
		if _, err = add(today.AddDays(90), "16000", "D.M. 1 febbraio 2027"); !problem.Is(err, "forms.threshold_invalid") {
			t.Errorf("twice for a day: %v", err)
		}
		if err := s.RemoveThreshold(t.Context(), s.by, next.ID); err != nil {
			t.Errorf("before it counts: %v", err)
		}
		s.now = s.now.Add(24 * time.Hour)
		if err := s.RemoveThreshold(t.Context(), s.by, late.ID); !problem.Is(err, "forms.threshold_stands") {
			t.Errorf("once it counts: %v", err)
		}
		if err := s.RemoveThreshold(t.Context(), s.by, next.ID); !problem.Is(err, "forms.no_threshold") {
			t.Errorf("what is not there: %v", err)
		}
		series, err := s.SeriesOf(t.Context(), "patrocinio-civile", "income_limit")
		if row, ok := series.On(today.AddDays(400)); err != nil || !ok || row.ID != late.ID || row.Value != int64(1400150) {
			t.Errorf("the series says %+v, error %v", row, err)
		}
		audittest.Check(t, s.Audit)
	})
}

// TestAnotherNodeLearnsOfAThreshold: who read the values before goes on with them
// for some moments, which is less than the time before they count.
func TestAnotherNodeLearnsOfAThreshold(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newShop(t, db)
		s.now = time.Date(2026, time.November, 25, 22, 59, 30, 0, time.UTC) // half a minute before midnight in Rome
		other := &shop{Service: &forms.Service{DB: db, Audit: s.Audit, Now: func() time.Time { return s.now }}}
		today := terms.NewDate(2026, time.November, 25)
		before := other.limit(t, today)
		if _, err := s.AddThreshold(t.Context(), s.by, "patrocinio-civile", "income_limit", today, "14001.50", "D.M."); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(40 * time.Second) // it is tomorrow
		if here, there := s.limit(t, today.AddDays(1)), other.limit(t, today.AddDays(1)); here != before || there != before {
			t.Errorf("just after midnight one node says %v and the other %v", here, there)
		}
		s.now = s.now.Add(2 * time.Minute)
		if got := other.limit(t, today.AddDays(2)); got != int64(1400150) {
			t.Errorf("the other node says %v of the day after", got)
		}
	})
}

func TestThresholdsThatAreRefused(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		s := newShop(t, db)
		day := terms.NewDate(2027, time.January, 1)
		for _, test := range []struct {
			name       string
			from       terms.Date
			value, act string
			want       []string
		}{
			{"nothing", terms.Date{}, "", "", []string{"from", "value", "act"}},
			{"no amount", day, "tanto", "D.M.", []string{"value"}},
			{"less than nothing", day, "-5", "D.M.", []string{"value"}},
			{"before the last one", terms.NewDate(2024, time.January, 1), "14000", "D.M.", []string{"from"}},
		} {
			_, err := s.CheckThreshold(t.Context(), "patrocinio-civile", "income_limit", test.from, test.value, test.act)
			var got []string
			if p, ok := problem.As(err); ok {
				for _, f := range p.Fields {
					got = append(got, f.Path)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: wrong are %q, want %q (%v)", test.name, got, test.want, err)
			}
		}
		if _, err := s.CheckThreshold(t.Context(), "patrocinio-civile", "none", day, "1", "D.M."); !problem.Is(err, "forms.no_table") {
			t.Errorf("no such table: %v", err)
		}
	})
}
