// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/events/eventstest"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

var ctx = context.Background()

// aid is an invented application for legal aid, as far as the way of the case
// looks at it.
func aid() map[string]any {
	return map[string]any{
		"name": "Ada", "surname": "Esempio", "tax_code": "SMPDAA80A41H501P", "birth_date": "1980-01-01",
		"citizenship": "italian", "marital_status": "single", "income_year": 2025, "own_taxable_income": 900000,
		"lives_with_others": true, "members": []any{map[string]any{"name": "Ivo", "cohabiting": true}},
		"authority": "tribunal", "authority_seat": "Verona", "case_kind": "separation", "subject": "separazione",
		"facts": "fatti", "legal_reasons": "ragioni", "evidence": "prove", "opponents": []any{map[string]any{"surname": "Altro"}},
		"has_counsel": true, "counsel_tax_code": "RSSMRA80A01H501U",
	}
}

// income stands in for the computed values of the form, in cents.
func income(answers map[string]any) map[string]any {
	own, _ := answers["own_taxable_income"].(int64)
	return map[string]any{
		"own_total": own, "household_total": own, "only_own_income": false,
		"income_counted": own, "income_limit": int64(1365964),
	}
}

// office is the people who work in the tests.
type office struct {
	*casetest.World
	secretary, other, rapporteur, board, lawyer casework.Actor
}

func newOffice(t *testing.T, db *database.DB) *office {
	w := casetest.New(t, db)
	return &office{
		World:      w,
		secretary:  w.Peers.Official("sara", "secretary"),
		other:      w.Peers.Official("siro", "secretary"),
		rapporteur: w.Peers.Official("rosa", "rapporteur"),
		board:      w.Peers.Official("bice", "board"),
		lawyer:     casework.Actor{Kind: audit.Lawyer, ID: "lea", TaxCode: "RSSMRA80A01H501U"},
	}
}

func (o *office) fileAid(t *testing.T) casework.Application {
	return o.File("patrocinio-civile", o.Publish(definition(t, "legal-aid-civil"), income), aid())
}

func definition(t *testing.T, name string) []byte {
	t.Helper()
	source, err := os.ReadFile("../../definitions/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func applicant(a casework.Application) casework.Actor {
	return casework.Actor{Kind: audit.Applicant, ID: a.ID}
}

// TestLifeOfLegalAid drives a case through an integration to a refusal.
func TestLifeOfLegalAid(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		decided := eventstest.Collect[casework.Decided](o.Bus)
		asked := eventstest.Collect[casework.IntegrationRequested](o.Bus)
		counsel := eventstest.Collect[casework.CounselConfirmed](o.Bus)
		a := o.fileAid(t)

		o.takeAndFail(t, a)
		o.integrate(t, a)
		o.propose(t, a)
		o.decide(t, a)

		o.Drain()
		if got := decided.All(); len(got) != 1 || got[0].Outcome != "not_admitted" || got[0].File != "signed" {
			t.Errorf("decided: %+v", got)
		}
		if got := asked.All(); len(got) != 1 || !slices.Equal(got[0].Points, []string{"income"}) {
			t.Errorf("asked: %+v", got)
		}
		if got := counsel.All(); len(got) != 1 || got[0].Counsel != o.lawyer.TaxCode {
			t.Errorf("counsel: %+v", got)
		}
		o.timelines(t, a)
	})
}

// takeAndFail: the secretariat takes charge by the code and finds one point
// missing.
func (o *office) takeAndFail(t *testing.T, a casework.Application) {
	o.Clock.Pass(1) // Wed 25 November
	id, err := o.TakeByCode(ctx, o.secretary, strings.ToLower(strings.ReplaceAll(a.Code, "-", " ")))
	if err != nil || id != a.ID {
		t.Fatalf("TakeByCode = %s, %v", id, err)
	}
	if _, err := o.TakeByCode(ctx, o.other, a.Code); !problem.Is(err, "casework.changed") || problem.KindOf(err) != problem.Conflict {
		t.Errorf("second to take the case: %v", err)
	}
	o.Must(o.secretary, a.ID, "check", casetest.Text("point.income", "failed", "note.income", "manca la CU", "point.merits", "ok"))
	o.Must(o.secretary, a.ID, "confirm_counsel", casetest.Text("counsel", o.lawyer.TaxCode))
	o.Must(o.secretary, a.ID, "request_integration", casetest.Text("length", "15", "note", "Grazie"))
}

// integrate: the term stands still while the applicant answers what was asked.
func (o *office) integrate(t *testing.T, a casework.Application) {
	v := o.view(t, applicant(a), a.ID)
	// Art. 126 c. 1 from Tue 24 Nov; held on the 25th for the fifteen days given,
	// to Thu 10 Dec; nine days more end on Sat 19 Dec.
	if got := v.Terms[0]; got.Name != "decision" || got.Today != terms.Stopped || got.Result.Due.String() != "2026-12-19" {
		t.Errorf("decision: %s, due %s", got.Today, got.Result.Due)
	}
	if got := v.Integrations[0]; got.Due.String() != "2026-12-10" || got.Asked.Points[0].Point != "income" || len(got.Asked.Points) != 1 {
		t.Errorf("integration: %+v", got)
	}
	if len(v.Offers) == 0 || v.Offers[0].Action != "answer" || v.Label.In("en") != "More is needed from you" {
		t.Errorf("the applicant is offered %+v in %q", v.Offers, v.Label)
	}
	o.wrongAnswers(t, a)
	o.Clock.Pass(5) // Mon 30 November
	file := o.Peers.Upload(a.ID, "income_declaration", "cu")
	o.Must(applicant(a), a.ID, "answer", actions.Input{Answers: json.RawMessage(`{"own_taxable_income": 1500000}`), Files: []actions.File{file}})

	v = o.view(t, o.secretary, a.ID)
	want := []casework.Change{{Field: "own_taxable_income", Before: json.RawMessage("900000"), After: json.RawMessage("1500000")}}
	if diff := cmp.Diff(want, v.Integrations[0].Changes); diff != "" {
		t.Error(diff)
	}
	if got := v.Terms[0].Result.Due.String(); got != "2026-12-09" { // nine days after 30 November
		t.Errorf("due %s after the answer", got)
	}
	if v.Revision != 1 || !strings.Contains(string(v.Answers), "1500000") {
		t.Errorf("revision %d of the answers: %s", v.Revision, v.Answers)
	}
}

func (o *office) wrongAnswers(t *testing.T, a casework.Application) {
	for _, test := range []struct {
		name  string
		actor casework.Actor
		in    actions.Input
		code  string
	}{
		{"nothing", applicant(a), actions.Input{}, "casework.empty_answer"},
		{"what was not asked", applicant(a), actions.Input{Answers: json.RawMessage(`{"surname": "Altro"}`)}, "casework.input"},
		{"a wrong value", applicant(a), actions.Input{Answers: json.RawMessage(`{"income_year": ""}`)}, "casework.input"},
		{"a file of another slot", applicant(a), actions.Input{Files: []actions.File{o.Peers.Upload(a.ID, "identity_document", "id")}}, "casework.input"},
		{"a file of another case", applicant(a), actions.Input{Files: []actions.File{o.Peers.Upload("other", "income_declaration", "x")}}, "casework.input"},
		{"the office", o.secretary, casetest.Text("note", "x"), "workflow.not_yours"},
		{"a stranger", casework.Actor{Kind: audit.Applicant, ID: "stranger"}, casetest.Text("note", "x"), "casework.not_found"},
	} {
		if _, err := o.Act(ctx, test.actor, a.ID, "answer", casework.Command{Input: test.in}); !problem.Is(err, test.code) {
			t.Errorf("%s: %v, want %s", test.name, err, test.code)
		}
	}
}

// propose: the check passes, the rapporteur reads the digest and proposes.
func (o *office) propose(t *testing.T, a casework.Application) {
	if _, err := o.Act(ctx, o.secretary, a.ID, "conclude_check", casework.Command{}); !problem.Is(err, "workflow.needs") {
		t.Errorf("concluded a check that must be done again: %v", err)
	}
	points := []string{}
	for _, f := range offer(o.view(t, o.secretary, a.ID), "check").Fields {
		if strings.HasPrefix(f.Name, "point.") {
			points = append(points, f.Name, "ok")
		}
	}
	o.Must(o.secretary, a.ID, "check", casetest.Text(points...))
	o.Must(o.secretary, a.ID, "conclude_check", actions.Input{})
	if _, err := o.View(ctx, o.rapporteur, a.ID); !problem.Is(err, "casework.not_found") {
		t.Errorf("the rapporteur saw a case that is not hers: %v", err)
	}
	o.Must(o.secretary, a.ID, "assign", casetest.Text("official", "rosa"))
	o.Must(o.rapporteur, a.ID, "no_conflict", casetest.Text("declared", "yes"))
	digest, err := o.Digest(ctx, o.rapporteur, a.ID, "en")
	if err != nil {
		t.Fatal(err)
	}
	want := &casework.Comparison{Value: "€15,000.00", Limit: "€13,659.64", Norm: "DPR 115/2002 art. 76", Verdict: "Above the limit"}
	if diff := cmp.Diff(want, digest[1].Compare); diff != "" {
		t.Error(diff)
	}
	if got := digest[1].Rows[2]; got != (casework.Row{Label: "Household members who count", Value: "1"}) {
		t.Errorf("household: %+v", got)
	}
	o.Must(o.rapporteur, a.ID, "propose", casetest.Text("outcome", "not_admitted", "reasons", "oltre il limite"))
}

// decide: the board resolves, the decision is made from the template, signed
// and communicated.
func (o *office) decide(t *testing.T, a casework.Application) {
	o.Peers.Notices()
	in := casetest.Text("outcome", "not_admitted", "data.reasons", "il reddito supera il limite")
	if _, err := o.Act(ctx, o.board, a.ID, "decide", casework.Command{Input: in}); !problem.Is(err, "workflow.needs") {
		t.Errorf("decided without a resolution: %v", err)
	}
	o.Clock.Pass(3) // Thu 3 December
	resolution := casetest.Text("outcome", "not_admitted", "number", "41", "date", "2026-12-02", "presided", "Presidente Esempio")
	o.Must(o.board, a.ID, "resolve", resolution)
	if got := o.view(t, o.board, a.ID).Terms[0].Result; got.State != terms.Concluded || got.Ended.String() != "2026-12-02" || got.IsLate() {
		t.Errorf("the term of the decision: %s on %s", got.State, got.Ended)
	}
	draft, err := o.Draft(ctx, o.board, a.ID, "decide", casetest.Text("outcome", "not_admitted"))
	if err != nil || len(draft.Missing) != 1 || draft.Missing[0].Name != "reasons" || !strings.Contains(draft.Text["it"], "{reasons}") {
		t.Errorf("draft: %+v, %v", draft, err)
	}
	if _, err := o.Act(ctx, o.board, a.ID, "decide", casework.Command{Input: in}); !hasField(err, "casework.signed_required") {
		t.Errorf("decided without the signed file: %v", err)
	}
	in.Files = []actions.File{o.Peers.Upload(a.ID, actions.DecisionSlot, "signed")}
	o.Must(o.board, a.ID, "decide", in)
	o.Must(o.secretary, a.ID, "communicate", actions.Input{})
	o.Must(o.secretary, a.ID, "close", actions.Input{})

	told := o.Peers.Notices()
	if len(told) != 2 || told[0].To != "applicant" || told[1].Counsel != o.lawyer.TaxCode || told[0].Kind != "decision" {
		t.Fatalf("told: %+v", told)
	}
	if !strings.Contains(told[0].Remedy.In("it"), "articolo 126 comma 3") {
		t.Errorf("the refusal does not tell of the remedy: %q", told[0].Remedy)
	}
	d := o.view(t, applicant(a), a.ID).Decision
	if !strings.Contains(d.Text.In("it"), "Ada Esempio") || !strings.Contains(d.Text.In("en"), "filed on 24 November 2026") || strings.Contains(d.Text.In("it"), "{") {
		t.Errorf("decision: %v", d.Text)
	}
}

// timelines: the office sees all acts with names, the parties the public ones
// without notes.
func (o *office) timelines(t *testing.T, a casework.Application) {
	actionsOf := func(v casework.View) string {
		var out []string
		for _, e := range v.Timeline {
			out = append(out, e.Action)
		}
		return strings.Join(out, " ")
	}
	office := o.view(t, o.secretary, a.ID)
	if want := "open take_charge check confirm_counsel request_integration answer check conclude_check assign no_conflict propose resolve decide communicate close"; actionsOf(office) != want {
		t.Errorf("office: %s", actionsOf(office))
	}
	public := o.view(t, o.lawyer, a.ID)
	if want := "open take_charge confirm_counsel request_integration answer conclude_check decide communicate close"; actionsOf(public) != want {
		t.Errorf("public: %s", actionsOf(public))
	}
	for _, e := range public.Timeline {
		if e.Who != "" || e.Note != "" || e.Detail != nil || e.Actor.ID != "" {
			t.Errorf("counsel learns of %+v", e)
		}
	}
	if public.Case.Facts != nil || public.Assigned != nil || !public.Final {
		t.Errorf("counsel sees %+v", public.Case)
	}
	entries, err := o.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	reads := map[string]bool{}
	for _, e := range entries {
		if e.Action == audit.Read {
			reads[e.Actor.Kind] = true
		}
	}
	if !reads[audit.Official] || !reads[audit.Lawyer] || reads[audit.Applicant] {
		t.Errorf("recorded reads by %v", reads)
	}
}

func (o *office) view(t *testing.T, actor casework.Actor, id string) casework.View {
	t.Helper()
	v, err := o.View(ctx, actor, id)
	if err != nil {
		t.Fatalf("View by %v: %v", actor, err)
	}
	return v
}

func offer(v casework.View, action string) casework.Offer {
	for _, o := range v.Offers {
		if o.Action == action {
			return o
		}
	}
	return casework.Offer{}
}

func hasField(err error, code string) bool {
	p, ok := problem.As(err)
	return ok && slices.ContainsFunc(p.Fields, func(f problem.Field) bool { return f.Code == code })
}

// TestLifeOfAccess runs a second, very different procedure through the same
// path: three states, other roles, another term, no checklist, no attachments.
func TestLifeOfAccess(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := casetest.New(t, db)
		desk, keeper := w.Peers.Official("dora", "desk"), w.Peers.Official("kai", "keeper")
		idle := w.Peers.Official("ivo", "keeper")
		digest := w.Publish(definition(t, "access-to-documents"), nil)
		a := w.File("accesso-atti", digest, map[string]any{"name": "Eva", "surname": "Prova", "document": "delibera"})

		w.Must(desk, a.ID, "assign", casetest.Text("official", "kai"))
		if _, err := w.Act(ctx, idle, a.ID, "answer", casework.Command{}); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("a keeper to whom it is not assigned: %v", err)
		}
		v, err := w.View(ctx, keeper, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		// L. 241/1990 art. 25 c. 4: thirty days after 24 November are Thu 24 December.
		if v.Terms[0].Result.Due.String() != "2026-12-24" || v.Terms[0].Norm != "L. 241/1990 art. 25 c. 4" {
			t.Errorf("term: %+v", v.Terms[0].Result.Due)
		}
		w.Clock.Pass(40)
		w.Must(keeper, a.ID, "answer", casetest.Text("outcome", "refused", "data.instructions", "Documento riservato."))
		v, err = w.View(ctx, applicant(a), a.ID)
		if err != nil || v.Final || !v.Terms[0].Result.IsLate() || v.Outcome.In("it") != "Respinta" {
			t.Errorf("after the answer: final %t, %+v, %v", v.Final, v.Terms, err)
		}
		if told := w.Peers.Notices(); len(told) != 1 || told[0].Kind != "decision" || told[0].Remedy.IsZero() {
			t.Errorf("told: %+v", told)
		}
		// L. 241/1990 art. 25 c. 5: thirty days to appeal, after which nothing can change.
		w.Clock.Pass(31)
		w.Drain()
		if v, err = w.View(ctx, applicant(a), a.ID); err != nil || !v.Final {
			t.Errorf("after the time to appeal: final %t, %v", v.Final, err)
		}
	})
}

// TestUnanswered lets the applicant's term run out: the system takes the case
// back, as of the day on which the term ended.
func TestUnanswered(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		if _, err := o.TakeByCode(ctx, o.secretary, a.Code); err != nil {
			t.Fatal(err)
		}
		o.Must(o.secretary, a.ID, "check", casetest.Text("point.income", "failed"))
		if _, err := o.Act(ctx, o.secretary, a.ID, "request_integration", casework.Command{Input: casetest.Text("length", "90")}); !problem.Is(err, "workflow.too_long") {
			t.Errorf("asked for longer than art. 123 allows: %v", err)
		}
		o.Must(o.secretary, a.ID, "request_integration", actions.Input{}) // 20 days: Mon 14 December
		o.Clock.Set(time.Date(2026, time.December, 14, 22, 59, 0, 0, time.UTC))
		o.Drain()
		if got := o.view(t, o.secretary, a.ID).Case.State; got != "waiting_integration" {
			t.Errorf("in the last minute the case is in %s", got)
		}
		o.Clock.Set(time.Date(2026, time.December, 16, 8, 0, 0, 0, time.UTC))
		o.Drain()
		o.Drain() // a timer that rings twice does nothing
		o.Check()
		v := o.view(t, o.secretary, a.ID)
		if v.Case.State != "in_charge" || v.Integrations[0].State != casework.IntegrationLapsed {
			t.Errorf("after the term: %s, %s", v.Case.State, v.Integrations[0].State)
		}
		// Ten days left at the request on the day of filing, counted from the 14th.
		if got := v.Terms[0].Result.Due.String(); got != "2026-12-24" {
			t.Errorf("due %s", got)
		}
	})
}
