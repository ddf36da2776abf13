// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

var ctx = context.Background()

// stepOf makes a step of an action of the legal-aid definition.
func stepOf(t *testing.T, action string, in map[string]string, facts map[string]any) Step {
	t.Helper()
	source, err := os.ReadFile("../../../definitions/legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := workflow.Parse(source, Schemas())
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	a, ok := d.Action(action)
	if !ok {
		t.Fatalf("no action %s", action)
	}
	s := Step{
		Definition: d, Action: a, Code: "0000-0000-0", Catalogue: catalogue,
		Filed: terms.NewDate(2026, 11, 20), Actor: workflow.Actor{ID: "me", Roles: a.By},
		Case:  workflow.Case{Today: terms.NewDate(2026, 11, 24), Vars: workflow.Vars{Facts: facts, Answers: map[string]any{"name": "Ada", "surname": "Esempio"}}},
		Input: Input{Values: map[string][]string{}},
	}
	for name, value := range in {
		s.Input.Values[name] = []string{value}
	}
	return s
}

func run(t *testing.T, s Step) (Effect, error) {
	t.Helper()
	return All()[s.Action.Kind].Run(ctx, s)
}

type in map[string]string

// TestRefusals shows each kind what it must not accept, and the field and code
// that say so.
func TestRefusals(t *testing.T) {
	failed := map[string]any{"check": map[string]any{"results": map[string]any{"income": "failed"}}}
	for _, test := range []struct {
		name, action string
		in           in
		facts        map[string]any
		want         []string // "path code", or the problem's own code
	}{
		{"take without code", "take_charge", nil, nil, []string{"code casework.other_code"}},
		{"take with a code that is none", "take_charge", in{"code": "hello"}, nil, []string{"code casework.other_code"}},
		{"take with another code", "take_charge", in{"code": ids.Code()}, nil, []string{"code casework.other_code"}},
		{"assign to nobody", "assign", nil, nil, []string{"official casework.no_official"}},
		{"result that does not exist", "check", in{"point.income": "perhaps"}, nil, []string{"point.income casework.bad_choice"}},
		{"ask with nothing failed", "request_integration", nil, nil, []string{"casework.nothing_failed"}},
		{"ask for no days", "request_integration", in{"length": "0"}, failed, []string{"length casework.bad_length"}},
		{"ask for words", "request_integration", in{"length": "ten"}, failed, []string{"length casework.bad_length"}},
		{"answer without a question", "answer", in{"note": "x"}, nil, []string{"casework.nothing_asked"}},
		{"lapse without a question", "lapse", nil, nil, []string{"casework.nothing_asked"}},
		{"counsel without a code", "confirm_counsel", nil, nil, []string{"counsel casework.bad_tax_code"}},
		{"counsel that is a body", "confirm_counsel", in{"counsel": "12345678903"}, nil, []string{"counsel casework.bad_tax_code"}},
		{"propose nothing", "propose", nil, nil, []string{"outcome casework.required", "reasons casework.required"}},
		{"propose what there is not", "propose", in{"outcome": "later", "reasons": "x"}, nil, []string{"outcome casework.bad_choice"}},
		{"resolve nothing", "resolve", nil, nil, []string{"outcome casework.required", "number casework.required", "presided casework.required", "date casework.required"}},
		{"resolve by a delegate without the act", "resolve", in{"outcome": "admitted", "date": "2026-11-24", "delegated": "yes"}, nil, []string{"delegate casework.required", "delegation casework.required"}},
		{"resolve tomorrow", "resolve", in{"outcome": "admitted", "date": "2026-11-25", "number": "1", "presided": "x"}, nil, []string{"date casework.date_outside"}},
		{"resolve before the filing", "resolve", in{"outcome": "admitted", "date": "2026-11-19", "number": "1", "presided": "x"}, nil, []string{"date casework.date_outside"}},
		{"resolve on no day", "resolve", in{"outcome": "admitted", "date": "31/11/2026", "number": "1", "presided": "x"}, nil, []string{"date casework.bad_date"}},
		{"decide otherwise than resolved", "decide", in{"outcome": "admitted"}, map[string]any{"resolution": map[string]any{"outcome": "inadmissible"}}, []string{"outcome casework.not_as_resolved"}},
		{"decide with data missing", "decide", in{"outcome": "admitted"}, nil, []string{
			"decision casework.signed_required", "data.number casework.missing_datum", "data.filed casework.missing_datum",
			"data.tax_code casework.missing_datum", "data.subject casework.missing_datum", "data.reasons casework.missing_datum", "data.resolution casework.missing_datum", "data.resolved_on casework.missing_datum",
		}},
		{"communicate what is not decided", "communicate", nil, nil, []string{"casework.not_decided"}},
		{"note without words", "note", in{"note": "  "}, nil, []string{"note casework.required"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := run(t, stepOf(t, test.action, test.in, test.facts))
			p, ok := problem.As(err)
			if !ok {
				t.Fatalf("not refused: %v", err)
			}
			got := []string{p.Code}
			if len(p.Fields) > 0 {
				got = nil
				for _, f := range p.Fields {
					got = append(got, f.Path+" "+f.Code)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChecklistStates(t *testing.T) {
	all := in{"point.proceeding": "ok", "point.household": "ok", "point.income": "ok", "point.merits": "not_due", "point.signature": "ok"}
	for _, test := range []struct {
		name string
		edit func(in)
		want string
	}{
		{"all in order", func(in) {}, "passed"},
		{"one open", func(i in) { delete(i, "point.merits") }, "incomplete"},
		{"one failed", func(i in) { i["point.merits"] = "failed" }, "failed"},
		{"a point that is not due does not count", func(i in) { i["point.residence"] = "failed" }, "passed"},
	} {
		values := in{}
		for name, value := range all {
			values[name] = value
		}
		test.edit(values)
		e, err := run(t, stepOf(t, "check", values, nil))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := e.Facts["check"].(map[string]any)["state"]; got != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

// TestReadyWords asks in the ready words, in both languages, unless others were
// typed.
func TestReadyWords(t *testing.T) {
	facts := map[string]any{"check": map[string]any{"results": map[string]any{"income": "failed", "merits": "failed", "household": "ok"}}}
	e, err := run(t, stepOf(t, "request_integration", in{"text.merits": "Alleghi il contratto.", "length": "30"}, facts))
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Ask.Points) != 2 || e.Ask.Points[0].Text.In("en") == e.Ask.Points[0].Text.In("it") {
		t.Errorf("asked %+v", e.Ask.Points)
	}
	if got := e.Ask.Points[1].Text.In("en"); got != "Alleghi il contratto." {
		t.Errorf("typed words became %q", got)
	}
	if !slices.Contains(e.Ask.Fields(), "own_taxable_income") || slices.Contains(e.Ask.Attachments(), "household_state") {
		t.Errorf("asked for %v and %v", e.Ask.Fields(), e.Ask.Attachments())
	}
	if e.Length != (terms.Length{N: 30, Unit: terms.Days}) {
		t.Errorf("length %v", e.Length)
	}
}

func TestAnswerReopensTheCheck(t *testing.T) {
	facts := map[string]any{"check": map[string]any{"state": "failed", "results": map[string]any{"income": "failed", "merits": "ok"}}}
	s := stepOf(t, "answer", nil, facts)
	s.Open = &Ask{Points: []AskedPoint{{Point: "income", Fields: []string{"income_year"}}}}
	s.Input.Answers = json.RawMessage(`{"income_year": 2025}`)
	e, err := run(t, s)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"state": "again", "results": map[string]any{"merits": "ok"}}
	if diff := cmp.Diff(want, e.Facts["check"]); diff != "" {
		t.Error(diff)
	}
	s.Input.Answers = json.RawMessage(`[1]`)
	if _, err := run(t, s); problem.KindOf(err) != problem.Invalid {
		t.Errorf("an answer that is no object: %v", err)
	}
}

// TestFields asks every kind for its form with nothing known yet: the labels
// must have words in every language.
func TestFields(t *testing.T) {
	source := stepOf(t, "note", nil, nil)
	for _, a := range source.Definition.Actions {
		fields := All()[a.Kind].Fields
		if fields == nil {
			continue
		}
		s := stepOf(t, a.Name, nil, map[string]any{"check": map[string]any{"results": map[string]any{"income": "failed"}}})
		s.Candidates = []Candidate{{Account: "r", Name: "Relatrice Esempio", Place: 1}}
		for _, f := range fields(ctx, s) {
			for _, lang := range s.Catalogue.Langs() {
				p := s.Catalogue.For(lang)
				words := []string{f.In(p)}
				for _, c := range f.Choices {
					words = append(words, c.In(p))
				}
				if slices.ContainsFunc(words, func(w string) bool { return w == "" || len(w) > 9 && w[:9] == "workflow." }) {
					t.Errorf("%s, %s in %s: %q", a.Name, f.Name, lang, words)
				}
			}
		}
	}
}
