// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/definitions"
	"pratica/internal/forms"
	"pratica/internal/problem"
)

var filedOn = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func definition(t testing.TB, file string) *forms.Definition {
	t.Helper()
	source, err := fs.ReadFile(definitions.Files, file)
	if err != nil {
		t.Fatal(err)
	}
	def, wrong := forms.Parse(file, source)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return def
}

func sample(t testing.TB, name string) forms.Answers {
	t.Helper()
	b, err := fs.ReadFile(definitions.Files, "samples/"+name+".json")
	if err != nil {
		t.Fatal(err)
	}
	a, err := forms.ParseAnswers(b)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func evaluate(t testing.TB, def *forms.Definition, a forms.Answers, now time.Time) forms.Evaluation {
	t.Helper()
	e, err := def.Evaluate(t.Context(), forms.Input{Answers: a, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func codes(fields []problem.Field) []string {
	var all []string
	for _, f := range fields {
		code := strings.TrimPrefix(f.Code, "forms.")
		for i := 0; i+1 < len(f.Args); i += 2 {
			if f.Args[i] == "check" {
				code = f.Args[i+1].(string)
			}
		}
		all = append(all, f.Path+" "+code)
	}
	return all
}

// TestSamplesAreComplete holds every sample to its definition; a sample that
// warns says in its name why.
func TestSamplesAreComplete(t *testing.T) {
	files, err := fs.Glob(definitions.Files, "samples/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	bySlug := map[string]*forms.Definition{}
	for _, file := range []string{"legal-aid-civil.yaml", "access-to-documents.yaml"} {
		def := definition(t, file)
		bySlug[def.Slug] = def
	}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			for slug, def := range bySlug {
				if !strings.HasPrefix(name, slug+"-") {
					continue
				}
				e := evaluate(t, def, sample(t, name), filedOn)
				if len(e.Failures) > 0 {
					t.Error(codes(e.Failures))
				}
				if (len(e.Warnings) > 0) != strings.HasSuffix(name, "-oltre") {
					t.Error(codes(e.Warnings))
				}
			}
		})
	}
}

func TestComputation(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	tests := []struct {
		name   string
		sample string
		change map[string]any
		on     time.Time
		want   map[string]any
		warns  []string
	}{
		{
			name: "the income of the spouse does not count in a case against the spouse", sample: "solo-mio-reddito", on: filedOn,
			want: map[string]any{"only_own_income": true, "household_total": int64(5360000), "income_counted": int64(560000), "within_limit": true},
		},
		{
			name: "without that reason it does", sample: "solo-mio-reddito", change: map[string]any{"income_basis": "household"}, on: filedOn,
			want:  map[string]any{"only_own_income": false, "income_counted": int64(5360000), "within_limit": false},
			warns: []string{"within_limit over_limit"},
		},
		{
			name: "those who live together are summed", sample: "straniera", on: filedOn,
			want: map[string]any{"household_total": int64(730000), "members[0].total": int64(310000), "income_limit": int64(1365964), "margin": int64(635964)},
		},
		{
			name: "the day before the new limit the old one is in force", sample: "straniera", on: time.Date(2025, 7, 10, 21, 59, 59, 0, time.UTC),
			want: map[string]any{"income_limit": int64(1283801)}, warns: []string{"income_year income_year_recent"},
		},
		{
			name: "midnight in Rome brings the new limit, although it is still yesterday in UTC", sample: "straniera", on: time.Date(2025, 7, 10, 22, 0, 0, 0, time.UTC),
			want: map[string]any{"income_limit": int64(1365964)}, warns: []string{"income_year income_year_recent"},
		},
		{
			name: "an income equal to the limit is within it, and near", sample: "sola", change: map[string]any{"own_taxable_income": int64(1365964)}, on: filedOn,
			want: map[string]any{"margin": int64(0), "within_limit": true}, warns: []string{"margin near_limit"},
		},
		{
			name: "one cent more is not", sample: "sola", change: map[string]any{"own_taxable_income": int64(1365965)}, on: filedOn,
			want: map[string]any{"margin": int64(-1), "within_limit": false}, warns: []string{"within_limit over_limit"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := sample(t, "patrocinio-civile-"+tt.sample)
			for id, v := range tt.change {
				a[id] = v
			}
			e := evaluate(t, def, a, tt.on)
			got := map[string]any{}
			for id := range tt.want {
				got[id] = e.Computed[id]
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.warns, codes(e.Warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if len(e.Failures) > 0 {
				t.Errorf("money never blocks: %v", codes(e.Failures))
			}
		})
	}
}

func TestIntegrationCausesAreFoundBeforeSending(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	drop := func(ids ...string) func(forms.Answers) {
		return func(a forms.Answers) {
			for _, id := range ids {
				delete(a, id)
			}
		}
	}
	member := func(id string, v any) func(forms.Answers) {
		return func(a forms.Answers) { a["members"].([]any)[0].(map[string]any)[id] = v }
	}
	tests := []struct {
		name   string
		change func(forms.Answers)
		want   []string
	}{
		{"income of a family member missing", member("taxable_income", nil), []string{"members[0].taxable_income required"}},
		{"merits too short to be judged", func(a forms.Answers) { a["facts"] = "Ho ragione." }, []string{"facts too_short"}},
		{"court and seat not stated", drop("authority", "authority_seat"), []string{"authority choose", "authority_seat required"}},
		{"neither fiscal code nor reason", member("tax_code_none", nil), []string{"members[0].tax_code required"}},
		{"two people with one fiscal code", member("tax_code", "PTTJYO19R42H501Z"), []string{"members[0].tax_code member_code_repeated", "members[1].tax_code member_code_repeated"}},
		{"no member although there are others", drop("members"), []string{"members too_few"}},
		{"half an address", drop("residence_municipality"), []string{"residence_municipality required"}},
		{"no declaration", drop("undertakes_changes"), []string{"undertakes_changes declare"}},
		{"a declaration refused", func(a forms.Answers) { a["declares_truth"] = false }, []string{"declares_truth declare"}},
		{"PEC preferred and not given", func(a forms.Answers) { a["preferred_channel"] = "pec" }, []string{"pec pec_needed"}},
		{"an answer that is no option", func(a forms.Answers) { a["role"] = "judge" }, []string{"role no_such_choice"}},
		{"a value of another kind", func(a forms.Answers) { a["own_taxable_income"] = "molto" }, []string{"own_taxable_income bad_amount"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := sample(t, "patrocinio-civile-straniera")
			tt.change(a)
			if diff := cmp.Diff(tt.want, codes(evaluate(t, def, a, filedOn).Failures)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestHiddenIsUnanswered: what a person typed before changing their mind neither
// counts nor is shown, and comes back when they change it again.
func TestHiddenIsUnanswered(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	a := sample(t, "patrocinio-civile-straniera")
	a["lives_with_others"] = false
	e := evaluate(t, def, a, filedOn)
	if got := e.Computed["household_total"]; got != int64(420000) {
		t.Errorf("hidden members count: %v", got)
	}
	if _, ok := e.Effective["members"]; ok {
		t.Error("hidden members are filed")
	}
	a["citizenship"] = "italian"
	e = evaluate(t, def, a, filedOn)
	if _, ok := e.Page("stay"); ok {
		t.Error("the page on the permit is shown to an Italian")
	}
	for _, s := range e.Slots {
		if s.ID == "residence_permit" || s.ID == "consular_request" {
			t.Errorf("%s is asked of an Italian", s.ID)
		}
	}
	if a["permit_number"] == nil {
		t.Error("the draft lost what was typed")
	}
}

func TestSlots(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	files := map[string]int{"identity_document": 3, "case_documents": 1}
	e, err := def.Evaluate(t.Context(), forms.Input{Answers: sample(t, "patrocinio-civile-straniera"), Now: filedOn, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"file:identity_document file_too_many", "file:tax_code_document file_required", "file:income_declaration file_required",
		"file:member_income:k1 file_required", "file:residence_permit file_required",
	}
	if diff := cmp.Diff(want, codes(e.Failures)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEffectiveIsStable: what is frozen evaluates to itself, so that its
// fingerprint can be made again from what was filed.
func TestEffectiveIsStable(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	for _, name := range []string{"famiglia", "straniera", "senza-dimora", "solo-mio-reddito", "oltre"} {
		first := evaluate(t, def, sample(t, "patrocinio-civile-"+name), filedOn).Effective
		stored, err := forms.ParseAnswers(forms.Canonical(first))
		if err != nil {
			t.Fatal(err)
		}
		again := evaluate(t, def, stored, filedOn).Effective
		if forms.Fingerprint(first) != forms.Fingerprint(again) {
			t.Errorf("%s: %s", name, cmp.Diff(string(forms.Canonical(first)), string(forms.Canonical(again))))
		}
	}
}

func TestEvaluateStops(t *testing.T) {
	def := definition(t, "legal-aid-civil.yaml")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := sample(t, "patrocinio-civile-straniera")
	many := []any{}
	for i := range 100 {
		many = append(many, map[string]any{"_key": "k" + string(rune('a'+i%26)) + string(rune('a'+i/26)), "tax_code": "x"})
	}
	a["members"] = many
	if _, err := def.Evaluate(ctx, forms.Input{Answers: a, Now: filedOn}); err == nil {
		t.Error("a cancelled evaluation gave a result")
	}
}

func BenchmarkEvaluate(b *testing.B) {
	def := definition(b, "legal-aid-civil.yaml")
	in := forms.Input{Answers: sample(b, "patrocinio-civile-straniera"), Now: filedOn}
	for b.Loop() {
		if _, err := def.Evaluate(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
}
