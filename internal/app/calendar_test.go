// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/terms"
)

// due is the day on which the main term of a case ends, as its page computes it.
func (h *house) due(caseID string) terms.Date {
	h.t.Helper()
	v, err := h.Casework.View(h.t.Context(), deskOfficial, caseID)
	h.must(err)
	for _, term := range v.Terms {
		if term.Name == "answer" {
			return term.Result.Due
		}
	}
	h.t.Fatal("the case has no term for the answer")
	return terms.Date{}
}

// TestAClosingIsForTheTermsThatBeginAfterIt: a procedure whose office answers in
// days of work. The office closes for a week: who had filed keeps the date that was
// told, who files afterwards is told a later one.
func TestAClosingIsForTheTermsThatBeginAfterIt(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
		h.must(err)
		changed := strings.Replace(string(source), "length: 30 days\n      start: filing", "length: 20 workdays\n      start: filing", 1)
		_, err = h.ImportProcedure(ctx, []byte(changed), true)
		h.must(err)
		first := h.filed()
		told := h.due(first.ID)
		if want := (terms.Calendar{}).Add(terms.DateOf(h.clock.Now()), terms.Length{N: 20, Unit: terms.Workday}); told != want {
			t.Fatalf("due on %s, want %s", told, want)
		}
		stakes, err := h.Casework.Stakes(ctx)
		h.must(err)
		if len(stakes) != 1 || stakes[0].Running != 1 || len(stakes[0].Workdays) != 1 {
			t.Errorf("what is said before it is decided: %+v", stakes)
		}
		monday := terms.NewDate(2026, time.November, 30)
		_, err = h.Office.AddHoliday(ctx, manager, office.Holiday{Kind: office.Closing, From: monday, To: monday.AddDays(4), Reason: "Delibera", Since: h.Office.FirstDay()})
		h.must(err)
		if got := h.due(first.ID); got != told {
			t.Errorf("who had been told %s is now told %s", told, got)
		}
		h.clock.Advance(24 * time.Hour)
		second := h.filed()
		want := (terms.Calendar{}).Add(terms.DateOf(h.clock.Now()), terms.Length{N: 25, Unit: terms.Workday}) // five of them closed
		if got := h.due(second.ID); got != want {
			t.Errorf("who files afterwards: due on %s, want %s", got, want)
		}
		if got := h.due(first.ID); got != told {
			t.Errorf("the day after, %s has become %s", told, got)
		}
		report, err := h.Verify(ctx)
		h.must(err)
		if len(report.Faults) > 0 {
			t.Errorf("faults: %q", report.Faults)
		}
	})
}

// TestAFilingKeepsItsThreshold: the amount of a decree that was added after a filing
// changes neither what was filed nor what the office computes from it; what is filed
// later uses it, and what was signed with the amount of before is signed anew.
func TestAFilingKeepsItsThreshold(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		before := h.aidFiled()
		signed := h.aidSigned()
		_, err := h.Forms.AddThreshold(ctx, audit.Actor{Kind: audit.Admin, ID: "anna"}, "patrocinio-civile", "income_limit", h.Forms.FirstFiling(), "20.000", "D.M. di prova")
		h.must(err)
		sameDay := h.aidFiled()
		h.clock.Advance(24 * time.Hour)
		_, err = h.Intake.Submit(ctx, signed.ID)
		h.refused("what was signed with the amount of before", err, "intake.freeze_again")
		after := h.aidFiled()
		for _, test := range []struct {
			name string
			of   intake.Application
			want int64
		}{{"filed before", before, 1365964}, {"filed on the day it was added", sameDay, 1365964}, {"filed afterwards", after, 2000000}} {
			filed, computed := h.limits(test.of.ID)
			if filed != test.want || computed != test.want {
				t.Errorf("%s: filed with %d, computed as %d, want %d", test.name, filed, computed, test.want)
			}
		}
	})
}

// limits are the amount in what was filed, and that which the office computes now.
func (h *house) limits(application string) (filed, computed int64) {
	h.t.Helper()
	ctx := h.t.Context()
	back := &backOffice{intake: h.Intake, forms: h.Forms, documents: h.Documents, delivery: h.Delivery, office: h.Office, texts: h.Texts, urls: h.urls}
	h.must(h.DB.View(ctx, func(tx *database.Tx) error {
		f, err := back.Filed(ctx, tx, application)
		if err != nil {
			return err
		}
		var answers struct {
			Limit int64 `json:"income_limit"`
		}
		if err := json.Unmarshal(f.Answers, &answers); err != nil {
			return err
		}
		filed = answers.Limit
		values, err := back.Values(ctx, tx, f.Definition, f.Answers, terms.DateOf(f.FiledAt))
		computed, _ = values.Computed["income_limit"].(int64)
		return err
	}))
	return filed, computed
}
