// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"slices"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// offered names the actions that a person could do now.
func (o *office) offered(t *testing.T, who casework.Actor, id string) []string {
	t.Helper()
	var names []string
	for _, offer := range o.view(t, who, id).Offers {
		if len(offer.Unmet) == 0 {
			names = append(names, offer.Action)
		}
	}
	return names
}

// told lists what was told since the last call, as "recipient kind".
func (o *office) told() []string {
	var list []string
	for _, n := range o.Peers.Notices() {
		list = append(list, n.To+" "+n.Kind)
	}
	slices.Sort(list)
	return list
}

// TestWithdrawalWaits: a withdrawal moves nothing for three days, can be taken
// back in them, and takes effect by itself after them.
func TestWithdrawalWaits(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		o.told()
		o.Must(applicant(a), a.ID, "withdraw", casetest.Text("reason", "ho trovato un accordo"))
		if got, want := o.told(), []string{"applicant act_received", "office party_act"}; !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
		if got := o.offered(t, applicant(a), a.ID); slices.Contains(got, "withdraw") || !slices.Contains(got, "keep_application") {
			t.Errorf("after asking to withdraw: %v", got)
		}
		if _, err := o.Act(ctx, applicant(a), a.ID, "withdraw", casework.Command{}); problem.KindOf(err) != problem.Conflict {
			t.Errorf("a second withdrawal: %v", err)
		}
		o.Must(applicant(a), a.ID, "keep_application", actions.Input{})
		o.Clock.Pass(10)
		o.Drain()
		if v := o.view(t, applicant(a), a.ID); v.Case.State != "filed" {
			t.Errorf("taken back, the case is %s", v.Case.State)
		}

		o.Must(applicant(a), a.ID, "withdraw", actions.Input{})
		o.Clock.Pass(3)
		o.Drain()
		if v := o.view(t, applicant(a), a.ID); v.Case.State != "filed" {
			t.Errorf("within the three days the case is %s", v.Case.State)
		}
		o.Clock.Pass(1)
		o.Drain()
		v := o.view(t, applicant(a), a.ID)
		if v.Case.State != "withdrawn" || !v.Final {
			t.Errorf("after the three days the case is %s", v.Case.State)
		}
		for _, term := range v.Terms {
			if term.Today != terms.Concluded {
				t.Errorf("term %s is %s", term.Name, term.Today)
			}
		}
		o.Check()
	})
}

// TestWithdrawalEndsAnIntegration: whoever withdraws need not answer any more.
func TestWithdrawalEndsAnIntegration(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		o.takeAndFail(t, a)
		o.Must(applicant(a), a.ID, "withdraw", actions.Input{})
		o.Must(o.secretary, a.ID, "end_withdrawal", actions.Input{})
		v := o.view(t, o.secretary, a.ID)
		if v.Case.State != "withdrawn" || v.Integrations[0].State != casework.IntegrationLapsed {
			t.Errorf("case %s, integration %s", v.Case.State, v.Integrations[0].State)
		}
		o.Clock.Pass(60)
		o.Drain()
		o.Check()
	})
}

// TestNoDecisionDuringAWithdrawal: the board waits, and reads why.
func TestNoDecisionDuringAWithdrawal(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		for _, step := range o.walk(a, "admitted") {
			if step.action == "decide" {
				o.Must(applicant(a), a.ID, "withdraw", actions.Input{})
				if _, err := o.Act(ctx, step.by, a.ID, step.action, casework.Command{Input: step.in}); !problem.Is(err, "workflow.needs") {
					t.Errorf("a decision during a withdrawal: %v", err)
				}
				o.Must(applicant(a), a.ID, "keep_application", actions.Input{})
			}
			o.Must(step.by, a.ID, step.action, step.in)
		}
	})
}

// TestChangeOfCounsel: the former counsel sees nothing from that instant, the
// next one once the secretariat confirms.
func TestChangeOfCounsel(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		o.takeAndFail(t, a)
		next := casework.Actor{Kind: o.lawyer.Kind, ID: "lia", TaxCode: "BNCNNA64B69A944B"}
		o.told()
		o.Must(applicant(a), a.ID, "change_counsel", casetest.Text("new_counsel_code", "bncnna64b69a944b", "new_counsel_name", "Anna Bianchi"))
		if got, want := o.told(), []string{"applicant act_received", "lawyer counsel_ended", "office party_act"}; !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
		for who, actor := range map[string]casework.Actor{"former": o.lawyer, "next": next} {
			if _, err := o.View(ctx, actor, a.ID); problem.KindOf(err) != problem.NotFound {
				t.Errorf("%s counsel before the confirmation: %v", who, err)
			}
		}
		proposed := ""
		for _, offer := range o.view(t, o.secretary, a.ID).Offers {
			if offer.Action == "confirm_counsel" {
				proposed = offer.Fields[0].Value
			}
		}
		if proposed != next.TaxCode {
			t.Errorf("the secretariat is proposed %q", proposed)
		}
		o.Must(o.secretary, a.ID, "confirm_counsel", casetest.Text("counsel", proposed))
		if got := o.offered(t, next, a.ID); !slices.Contains(got, "give_up_mandate") {
			t.Errorf("the new counsel may %v", got)
		}
		o.Must(next, a.ID, "give_up_mandate", actions.Input{})
		if _, err := o.View(ctx, next, a.ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("who gave up still sees the case: %v", err)
		}
	})
}

// TestDeclarationsStay: a second declaration does not replace the first; the
// office reads both, counsel the acts without their words.
func TestDeclarationsStay(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		o.takeAndFail(t, a)
		in := casetest.Text("income_year", "2026", "own_income", "12.345,67", "household_income", "20000", "change", "nuovo lavoro")
		o.Must(applicant(a), a.ID, "declare_income", in)
		in.Values["own_income"] = []string{"9000"}
		o.Must(applicant(a), a.ID, "declare_income", in)
		_, err := o.Act(ctx, applicant(a), a.ID, "declare_income", casework.Command{Input: casetest.Text("income_year", "x", "own_income", "-3")})
		if p, _ := problem.As(err); p == nil || len(p.Fields) != 4 {
			t.Errorf("a wrong declaration: %v", err)
		}
		v := o.view(t, o.secretary, a.ID)
		declared, _ := v.Case.Facts["declared"].(map[string]any)
		if list, _ := declared["declare_income"].([]any); len(list) != 2 {
			t.Errorf("declared: %v", v.Case.Facts["declared"])
		}
		note := v.Timeline[len(v.Timeline)-2].Note
		for _, want := range []string{"12.345,67", "2026", "nuovo lavoro"} {
			if !strings.Contains(note, want) {
				t.Errorf("the office reads %q, without %q", note, want)
			}
		}
		for who, want := range map[string]bool{"applicant": true, "counsel": false} {
			actor := applicant(a)
			if who == "counsel" {
				actor = o.lawyer
			}
			entries := o.view(t, actor, a.ID).Timeline
			last := entries[len(entries)-1]
			if got := last.Note != ""; got != want || last.Label.In("en") != "Change of income declared" {
				t.Errorf("%s reads %q: %q", who, last.Label, last.Note)
			}
		}
	})
}
