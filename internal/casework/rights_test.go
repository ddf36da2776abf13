// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework_test

import (
	"slices"
	"sync"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/casetest"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
)

// act is one step of a walk.
type act struct {
	by     casework.Actor
	action string
	in     actions.Input
}

// walk leads a case through every state on the way to an outcome.
func (o *office) walk(a casework.Application, outcome string) []act {
	signed := casetest.Text("outcome", outcome, "data.reasons", "motivi")
	signed.Files = []actions.File{o.Peers.Upload(a.ID, actions.DecisionSlot, "signed-"+outcome)}
	ok := casetest.Text("point.proceeding", "ok", "point.household", "ok", "point.income", "ok", "point.merits", "ok", "point.signature", "ok")
	return []act{
		{o.secretary, "take_charge", casetest.Text("code", a.Code)},
		{o.secretary, "check", casetest.Text("point.income", "failed")},
		{o.secretary, "confirm_counsel", casetest.Text("counsel", o.lawyer.TaxCode)},
		{o.secretary, "request_integration", actions.Input{}},
		{o.lawyer, "answer", casetest.Text("note", "allego")},
		{o.secretary, "check", ok},
		{o.secretary, "conclude_check", actions.Input{}},
		{o.secretary, "assign", casetest.Text("official", "by_rule")},
		{o.rapporteur, "no_conflict", casetest.Text("declared", "yes")},
		{o.rapporteur, "propose", casetest.Text("outcome", outcome, "reasons", "motivi")},
		{o.board, "resolve", casetest.Text("outcome", outcome, "date", "2026-11-24", "delegated", "yes", "delegate", "Delegata Esempio", "delegation", "delibera 3")},
		{o.secretary, "decide", signed},
		{o.secretary, "communicate", actions.Input{}},
		{o.secretary, "close", actions.Input{}},
	}
}

// TestDefaultDeny tries, in every state of the case, every action as every
// person. What View does not offer to a person, Act refuses to him, and a
// refusal leaves no trace.
func TestDefaultDeny(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		people := []casework.Actor{
			o.secretary, o.rapporteur, o.board, o.lawyer, applicant(a), o.Peers.Official("remo", "rapporteur"),
			o.Peers.Official("aldo", "administrator"),
			{Kind: audit.Official, ID: "guest"},
			{Kind: audit.Official, ID: "forger", Roles: []string{workflow.Applicant, workflow.Lawyer, workflow.System}},
			{Kind: audit.Applicant, ID: "stranger"},
			{Kind: audit.Lawyer, ID: "other", TaxCode: "BNCNNA64B69A944B"},
			{Kind: audit.Lawyer, ID: "nobody"},
			{Kind: audit.Helper, ID: "pia", TaxCode: o.lawyer.TaxCode, Roles: []string{workflow.Lawyer}},
			{Kind: audit.Helper, ID: "none", Roles: []string{workflow.Lawyer}},
			{},
		}
		def, err := o.Definition(ctx, a.Definition)
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for _, next := range o.walk(a, "admitted") {
			for _, p := range people {
				refused += o.refusals(t, def, a.ID, p)
			}
			o.Must(next.by, a.ID, next.action, next.in)
		}
		if refused < 2000 {
			t.Errorf("only %d refusals", refused)
		}
	})
}

// refusals tries what is not offered to a person.
func (o *office) refusals(t *testing.T, def *workflow.Definition, id string, p casework.Actor) int {
	t.Helper()
	var offered []string
	v, err := o.View(ctx, p, id)
	for _, offer := range v.Offers {
		offered = append(offered, offer.Action)
	}
	if err != nil && !problem.Is(err, "casework.not_found") {
		t.Fatalf("View: %v", err)
	}
	before := o.view(t, o.secretary, id).Case.Version
	n := 0
	for _, a := range def.Actions {
		if slices.Contains(offered, a.Name) {
			continue
		}
		n++
		_, err := o.Act(ctx, p, id, a.Name, casework.Command{})
		switch kind := problem.KindOf(err); {
		case kind == problem.NotFound, kind == problem.Forbidden, kind == problem.Conflict:
		default:
			t.Errorf("%s by %s %v in %s: %v", a.Name, p.Kind, p.Roles, v.Case.State, err)
		}
	}
	if after := o.view(t, o.secretary, id).Case.Version; after != before {
		t.Errorf("a refused act changed the case: version %d, then %d", before, after)
	}
	return n
}

// TestSubstitute lets somebody work in the place of an absent rapporteur: the
// act says for whom.
func TestSubstitute(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		walk := o.walk(a, "admitted")
		for _, next := range walk[:8] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		remo := o.Peers.Official("remo", "rapporteur")
		if _, err := o.Act(ctx, remo, a.ID, "propose", casework.Command{Input: walk[9].in}); !problem.Is(err, "casework.not_found") {
			t.Errorf("another rapporteur: %v", err)
		}
		remo.For = []string{"rosa"}
		items, err := o.Inbox(ctx, remo, casework.Filter{Mine: true})
		if err != nil || len(items) != 1 {
			t.Errorf("the substitute's list: %+v, %v", items, err)
		}
		if _, err := o.Act(ctx, remo, a.ID, "propose", casework.Command{Input: walk[9].in}); !problem.Is(err, "casework.declare_first") {
			t.Errorf("the substitute declared nothing: %v", err)
		}
		o.Must(remo, a.ID, walk[8].action, walk[8].in)
		o.Must(remo, a.ID, "propose", walk[9].in)
		timeline := o.view(t, o.secretary, a.ID).Timeline
		if last := timeline[len(timeline)-1]; last.Who != "remo" || last.Detail["for"] != "rosa" {
			t.Errorf("the act says %+v", last)
		}
	})
}

// TestTwoOfficialsDecide lets several people decide at the same time: one
// wins, the others are told who did and when.
func TestTwoOfficialsDecide(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		a := o.fileAid(t)
		walk := o.walk(a, "inadmissible")
		for _, next := range walk[:11] {
			o.Must(next.by, a.ID, next.action, next.in)
		}
		version := o.view(t, o.secretary, a.ID).Case.Version
		deciders := []casework.Actor{o.secretary, o.other, o.board, o.secretary}
		errs := make([]error, len(deciders))
		var wg sync.WaitGroup
		for i, p := range deciders {
			wg.Go(func() {
				_, errs[i] = o.Act(ctx, p, a.ID, "decide", casework.Command{Version: version, Input: walk[11].in})
			})
		}
		wg.Wait()
		o.Check()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			p, ok := problem.As(err)
			if !ok || p.Kind != problem.Conflict || p.Code != "casework.changed" {
				t.Errorf("a loser is told %v", err)
				continue
			}
			if who := p.Args[1]; !slices.ContainsFunc(deciders, func(d casework.Actor) bool { return d.ID == who }) || p.Args[4] != "when" {
				t.Errorf("a loser is told of %v", p.Args)
			}
		}
		if won != 1 {
			t.Errorf("%d people decided", won)
		}
	})
}
