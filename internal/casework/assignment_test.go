// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

// toAssign brings a case before the choice of the rapporteur.
func (o *office) toAssign(t *testing.T) casework.Application {
	t.Helper()
	a := o.fileAid(t)
	for _, next := range o.walk(a, "admitted")[:7] {
		o.Must(next.by, a.ID, next.action, next.in)
	}
	return a
}

func (o *office) holder(t *testing.T, id string) string {
	t.Helper()
	for _, a := range o.view(t, o.secretary, id).Assigned {
		if a.Role.In("en") == "Rapporteur" {
			return a.Account
		}
	}
	return ""
}

// TestAssignmentByRule deals cases to three rapporteurs, of whom one is away for
// the first, and keeps why.
func TestAssignmentByRule(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.Peers.Official("remo", "rapporteur")
		o.Peers.Official("rita", "rapporteur")
		o.Peers.SetAway("rosa", true)
		var got []string
		for n := range 4 {
			a := o.toAssign(t)
			o.Must(o.secretary, a.ID, "assign", casetest.Text("official", actions.ByRule))
			got = append(got, o.holder(t, a.ID))
			if n == 0 {
				first := o.view(t, o.secretary, a.ID).Choices
				if len(first) != 1 || first[0].Decisive != workflow.Roll || first[0].ByHand || len(first[0].Candidates) != 3 || first[0].Candidates[2].Out != actions.OutAway || first[0].Name != "remo" {
					t.Errorf("the first choice says %+v", first)
				}
				if o.view(t, applicant(a), a.ID).Choices != nil {
					t.Error("the applicant reads how the office chooses")
				}
			}
			o.Peers.SetAway("rosa", false)
			o.Clock.Advance(time.Hour)
		}
		if want := "remo rosa rita remo"; strings.Join(got, " ") != want {
			t.Errorf("dealt to %v, want %s", got, want)
		}
		for account, want := range map[string]int{"remo": 2, "rita": 1, "nobody": 0} {
			if n, err := o.OpenCasesOf(ctx, account); err != nil || n != want {
				t.Errorf("%s holds %d open cases (%v), want %d", account, n, err, want)
			}
		}
	})
}

// TestAssignmentByHand follows a person who knows better than the rule, and says
// why.
func TestAssignmentByHand(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.Peers.Official("remo", "rapporteur")
		a := o.toAssign(t)
		if _, err := o.Act(ctx, o.secretary, a.ID, "assign", casework.Command{Input: casetest.Text("official", "remo")}); !hasField(err, "casework.why_by_hand") {
			t.Errorf("against the rule without a reason: %v", err)
		}
		o.Must(o.secretary, a.ID, "assign", casetest.Text("official", "remo", "reason", "conosce già la causa"))
		choice := o.view(t, o.secretary, a.ID).Choices[0]
		if !choice.ByHand || choice.Reason != "conosce già la causa" || choice.Account != "remo" {
			t.Errorf("the choice says %+v", choice)
		}
		entries, err := o.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 200)
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := json.Marshal(entries); strings.Contains(string(text), "conosce") {
			t.Error("the reason stands in the audit log")
		}
	})
}

// TestConflictOfInterest: before the declaration the rapporteur reads who is in
// the case and nothing else; an abstention gives it to the next, and with nobody
// left it waits.
func TestConflictOfInterest(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		remo := o.Peers.Official("remo", "rapporteur")
		a := o.toAssign(t)
		o.Must(o.secretary, a.ID, "assign", casetest.Text("official", actions.ByRule))
		o.closed(t, o.rapporteur, a.ID)

		if _, err := o.Act(ctx, o.rapporteur, a.ID, "abstain", casework.Command{}); !hasField(err, "casework.required") {
			t.Errorf("abstained without a reason: %v", err)
		}
		o.Must(o.rapporteur, a.ID, "abstain", casetest.Text("reason", "è mia cugina"))
		if _, err := o.View(ctx, o.rapporteur, a.ID); !problem.Is(err, "casework.not_found") {
			t.Errorf("who abstained still sees the case: %v", err)
		}
		if got := o.holder(t, a.ID); got != "remo" {
			t.Fatalf("the case went to %q", got)
		}
		o.closed(t, remo, a.ID)
		o.Must(remo, a.ID, "no_conflict", casetest.Text("declared", "yes"))
		if v := o.view(t, remo, a.ID); v.Withheld || v.Answers == nil || len(v.Declared) != 2 {
			t.Errorf("after the declaration: %+v", v)
		}
		if _, err := o.Digest(ctx, remo, a.ID, "it"); err != nil {
			t.Errorf("the digest stays closed: %v", err)
		}
		o.Must(remo, a.ID, "abstain", casetest.Text("reason", "me ne accorgo ora"))
		if got := o.holder(t, a.ID); got != "" {
			t.Errorf("with nobody left the case went to %q", got)
		}
		if _, err := o.Act(ctx, o.secretary, a.ID, "assign", casework.Command{Input: casetest.Text("official", "rosa", "reason", "prova")}); !hasField(err, "casework.no_official") {
			t.Errorf("given back to who abstained: %v", err)
		}
	})
}

// closed checks that a rapporteur reads nothing but who is in the case.
func (o *office) closed(t *testing.T, who casework.Actor, id string) {
	t.Helper()
	v := o.view(t, who, id)
	if !v.Withheld || v.Answers != nil || v.Timeline != nil || v.Case.Email != "" || v.Case.Facts != nil || v.Notes != nil || v.Related != nil {
		t.Errorf("before the declaration %s reads %+v", who.ID, v)
	}
	if len(v.Parties) != 3 || v.Parties[0].People[0].Who != "Ada Esempio" || v.Parties[1].People[0].Who != "Altro" {
		t.Errorf("parties: %+v", v.Parties)
	}
	if len(v.Offers) != 2 || v.Offers[0].Action != "no_conflict" || v.Offers[1].Action != "abstain" {
		t.Errorf("offers: %+v", v.Offers)
	}
	if _, err := o.Digest(ctx, who, id, "it"); !problem.Is(err, "casework.declare_first") {
		t.Errorf("the digest opens: %v", err)
	}
	if _, err := o.AddNote(ctx, who, id, "x"); !problem.Is(err, "casework.declare_first") {
		t.Errorf("notes open: %v", err)
	}
	if _, err := o.Act(ctx, who, id, "propose", casework.Command{Input: casetest.Text("outcome", "admitted", "reasons", "x")}); !problem.Is(err, "casework.declare_first") {
		t.Errorf("proposed blindly: %v", err)
	}
	items, err := o.Inbox(ctx, who, casework.Filter{Mine: true})
	if err != nil || len(items) == 0 || items[0].Email != "" || items[0].Facts != nil {
		t.Errorf("the list says %+v, %v", items, err)
	}
}
