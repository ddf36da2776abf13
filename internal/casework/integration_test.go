// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

// waits is a case whose applicant was asked for the income and for the identity
// document on 24 November 2026, the day of filing.
func (o *office) waits(t *testing.T) casework.Application {
	t.Helper()
	a := o.fileAid(t)
	if _, err := o.TakeByCode(ctx, o.secretary, a.Code); err != nil {
		t.Fatal(err)
	}
	o.Must(o.secretary, a.ID, "check", casetest.Text("point.income", "failed", "point.signature", "failed"))
	o.Must(o.secretary, a.ID, "request_integration", actions.Input{})
	o.Peers.Notices()
	return a
}

func TestAnswerOnPaper(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.waits(t)
		o.Clock.Pass(6) // 30 November; the answer came on the 27th

		wrong := []struct {
			name  string
			in    actions.Input
			field string
		}{
			{"nothing filled in", actions.Input{}, "casework.required"},
			{"before it was asked", answer("2026-11-23"), "casework.date_outside"},
			{"still to come", answer("2026-12-01"), "casework.date_outside"},
			{"by pigeon", casetest.Text("arrived", "2026-11-27", "means", "pigeon", "from", "Ada", "point.income", "yes"), "casework.bad_choice"},
			{"about nothing", casetest.Text("arrived", "2026-11-27", "means", "post", "from", "Ada"), "casework.no_point_answered"},
			{"with a file that was not asked", carrying(answer("2026-11-27"), o.Peers.Upload(a.ID, "case_documents", "f0")), "casework.not_asked"},
		}
		for _, test := range wrong {
			t.Run(test.name, func(t *testing.T) {
				if _, err := o.Act(ctx, o.secretary, a.ID, "register_answer", casework.Command{Input: test.in}); !hasField(err, test.field) {
					t.Errorf("got %v, want %s", err, test.field)
				}
			})
		}
		for _, other := range []casework.Actor{applicant(a), o.board} {
			if _, err := o.Act(ctx, other, a.ID, "register_answer", casework.Command{Input: answer("2026-11-27")}); problem.KindOf(err) != problem.Forbidden {
				t.Errorf("recorded by %v: %v", other, err)
			}
		}

		in := carrying(answer("2026-11-27"), o.Peers.Upload(a.ID, "income_declaration", "f1"), o.Peers.Upload(a.ID, actions.AnswerSlot, "f2"))
		o.Must(o.secretary, a.ID, "register_answer", in)
		v := o.view(t, o.secretary, a.ID)
		got := v.Integrations[0]
		if v.Case.State != "in_charge" || got.State != casework.IntegrationAnswered || got.Answer.Arrived.String() != "2026-11-27" ||
			got.Answer.From != "Ada Esempio" || len(got.Answer.Files) != 2 || len(got.Answer.Points) != 1 {
			t.Errorf("in %s: %+v", v.Case.State, got)
		}
		// Ten days from the 24th, suspended from then to the 27th, not to the 30th.
		if due := v.Terms[0].Result.Due.String(); due != "2026-12-07" {
			t.Errorf("due %s", due)
		}
		// What was not answered is still failed.
		results := v.Case.Facts["check"].(map[string]any)["results"].(map[string]any)
		if _, there := results["income"]; there || results["signature"] != actions.PointFailed {
			t.Errorf("the check: %v", results)
		}
		if told := o.Peers.Notices(); len(told) != 1 || told[0].Kind != "integration_received" {
			t.Errorf("told: %+v", told)
		}
		if _, err := o.Act(ctx, o.secretary, a.ID, "register_answer", casework.Command{Input: in}); problem.KindOf(err) != problem.Conflict {
			t.Errorf("once more: %v", err)
		}
	})
}

func TestRequestTakenBack(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.waits(t)
		o.Clock.Pass(2)
		if _, err := o.Act(ctx, o.secretary, a.ID, "withdraw_request", casework.Command{}); !hasField(err, "casework.required") {
			t.Errorf("without a reason: %v", err)
		}
		o.Must(o.secretary, a.ID, "withdraw_request", casetest.Text("reason", "Il documento c'era già."))
		v := o.view(t, applicant(a), a.ID)
		if v.Case.State != "in_charge" || v.Integrations[0].State != casework.IntegrationWithdrawn {
			t.Errorf("in %s: %+v", v.Case.State, v.Integrations[0])
		}
		if last := v.Timeline[len(v.Timeline)-1]; last.Note != "Il documento c'era già." {
			t.Errorf("the applicant reads %+v", last)
		}
		if due := v.Terms[0].Result.Due.String(); due != "2026-12-06" && due != "2026-12-07" {
			t.Errorf("due %s", due)
		}
		if told := o.Peers.Notices(); len(told) != 1 || told[0].Note != "Il documento c'era già." {
			t.Errorf("told: %+v", told)
		}
		o.Clock.Pass(30)
		o.Drain() // the timer of the applicant's term finds nothing to end
		if state := o.view(t, o.secretary, a.ID).Case.State; state != "in_charge" {
			t.Errorf("later in %s", state)
		}
		o.Must(o.secretary, a.ID, "check", casetest.Text("point.income", "failed"))
		o.Must(o.secretary, a.ID, "request_integration", actions.Input{}) // it can be asked again
	})
}

// answer is what the secretary records of an answer about the income.
func answer(arrived string) actions.Input {
	return casetest.Text("arrived", arrived, "means", "post", "from", "Ada Esempio", "point.income", "yes", "point.signature", "no")
}

func carrying(in actions.Input, files ...actions.File) actions.Input {
	in.Files = files
	return in
}
