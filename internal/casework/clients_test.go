// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/casetest"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

// Counsel's list names the clients from a table; a case that is not in it, because
// it is older, gets there when it is first listed.
func TestClientsOfCounsel(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		for _, next := range o.walk(a, "admitted")[:3] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		client := func() workflow.Person {
			t.Helper()
			items, err := o.Inbox(ctx, o.lawyer, casework.Filter{})
			if err != nil || len(items) != 1 {
				t.Fatalf("%d cases, %v", len(items), err)
			}
			return items[0].Client
		}
		sql := func(q string) (rows int64) {
			t.Helper()
			err := db.Update(ctx, func(tx *database.Tx) (err error) {
				rows, err = tx.Exec(ctx, q)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return rows
		}
		want := client()
		if want.Who == "" || want.TaxCode == "" {
			t.Fatalf("the client is %+v", want)
		}
		sql(`DELETE FROM casework_client`)
		if got := client(); got != want {
			t.Errorf("an older case has %+v, want %+v", got, want)
		}
		if sql(`UPDATE casework_client SET name = 'Letta'`) != 1 || client().Who != "Letta" {
			t.Error("the name is worked out again at each reading")
		}
		if who, err := o.ClientIn(ctx, a.Definition, a.Answers); err != nil || who != want {
			t.Errorf("a draft with the same answers is for %+v, %v", who, err)
		}
		if who, err := o.ClientIn(ctx, a.Definition, []byte(`{}`)); err != nil || who != (workflow.Person{}) {
			t.Errorf("an empty draft is for %+v, %v", who, err)
		}
	})
}

// Who helps counsel sees where the case stands and nothing of what was answered;
// the reading is recorded as his.
func TestHelperReads(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		pia := casework.Actor{Kind: audit.Helper, ID: "pia", TaxCode: o.lawyer.TaxCode}
		walk := o.walk(a, "admitted")
		for _, next := range walk[:2] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		if _, err := o.View(ctx, pia, a.ID); !problem.Is(err, "casework.not_found") {
			t.Errorf("before counsel is confirmed: %v", err)
		}
		for _, next := range walk[2:] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		v := o.view(t, pia, a.ID)
		if v.Label == nil || len(v.Timeline) == 0 || len(v.Terms) == 0 {
			t.Errorf("sees too little: %+v", v)
		}
		if v.Answers != nil || v.Integrations != nil || v.Decision != nil || v.Offers != nil || v.Case.Email != "" || v.Case.Facts != nil {
			t.Errorf("sees too much: %+v", v)
		}
		for _, e := range v.Timeline {
			if e.Note != "" || e.Detail != nil || e.Who != "" {
				t.Errorf("sees of an act %+v", e)
			}
		}
		items, err := o.Inbox(ctx, pia, casework.Filter{Closed: true})
		if err != nil || len(items) != 1 {
			t.Errorf("%d cases, %v", len(items), err)
		}
		entries, err := o.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 1)
		if err != nil || entries[0].Action != audit.Read || entries[0].Actor != (audit.Actor{Kind: audit.Helper, ID: "pia"}) {
			t.Errorf("recorded %+v, %v", entries, err)
		}
		if _, err := o.Act(ctx, pia, a.ID, "withdraw", casework.Command{Input: casetest.Text()}); err == nil {
			t.Error("a helper withdraws")
		}
	})
}
