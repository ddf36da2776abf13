// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake_test

import (
	"strings"
	"testing"

	"pratica/internal/intake"
	"pratica/internal/intake/intaketest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

func TestPaperIsChecked(t *testing.T) {
	today := terms.NewDate(2026, 11, 24)
	each(t, func(t *testing.T, d *intaketest.Desk) {
		for _, test := range []struct {
			name, email string
			paper       intake.Paper
			want        string
		}{
			{"no day", "a@example.org", intake.Paper{}, "intake.paper_day"},
			{"tomorrow", "a@example.org", intake.Paper{ReceivedOn: today.AddDays(1)}, "intake.paper_future"},
			{"long ago", "a@example.org", intake.Paper{ReceivedOn: today.AddMonths(-13)}, "intake.paper_old"},
			{"no address at all", " ", intake.Paper{ReceivedOn: today, Postal: " "}, "intake.paper_address"},
			{"a crooked e-mail", "storta", intake.Paper{ReceivedOn: today}, "intake.email"},
			{"a novel", "", intake.Paper{ReceivedOn: today, Postal: strings.Repeat("à", 501)}, "intake.paper_long"},
		} {
			t.Run(test.name, func(t *testing.T) {
				test.paper.By = "clerk"
				_, err := d.StartOnPaper(t.Context(), "procedure", "digest", "it", test.email, test.paper)
				p, ok := problem.As(err)
				if !ok || len(p.Fields) != 1 || p.Fields[0].Code != test.want {
					t.Errorf("got %v, want %s", err, test.want)
				}
			})
		}
		if n := d.Ports.Links(); n != 0 {
			t.Errorf("%d links were sent", n)
		}
	})
}

// TestPaperIsFiled: no link has to be opened, whether or not there is an address,
// and changing it sends none.
func TestPaperIsFiled(t *testing.T) {
	each(t, func(t *testing.T, d *intaketest.Desk) {
		for _, email := range []string{"", "a@example.org"} {
			paper := intake.Paper{ReceivedOn: terms.NewDate(2026, 11, 20), By: "clerk", Postal: "Via della Prova 1"}
			a, err := d.StartOnPaper(t.Context(), "procedure", "digest", "it", email, paper)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.SavePage(t.Context(), a.ID, "who", 0, intaketest.Answer(`{"name": "Ada"}`)); err != nil {
				t.Fatal(err)
			}
			if email != "" {
				if _, err := d.SetEmail(t.Context(), a.ID, "b@example.org"); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := d.Freeze(t.Context(), a.ID, "handwritten"); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Submit(t.Context(), a.ID); err != nil {
				t.Errorf("with address %q: %v", email, err)
			}
			if got, err := d.Get(t.Context(), a.ID); err != nil || got.Paper != paper {
				t.Errorf("the paper is %+v, %v", got.Paper, err)
			}
		}
		if n := d.Ports.Links(); n != 0 {
			t.Errorf("%d links were sent", n)
		}
	})
}
