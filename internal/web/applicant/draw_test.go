// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"io/fs"
	"net/http/httptest"
	"slices"
	"testing"

	"pratica/definitions"
	"pratica/internal/forms"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

// What legal aid works out stands in one list, in words: "Sì", and money as money.
func TestComputedValuesAreWords(t *testing.T) {
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, wrong := forms.Parse("legal-aid-civil.yaml", source)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	raw, err := fs.ReadFile(definitions.Files, "samples/patrocinio-civile-sola.json")
	if err != nil {
		t.Fatal(err)
	}
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		t.Fatal(err)
	}
	e, err := def.Evaluate(t.Context(), forms.Input{Answers: answers, Now: kittest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	k := kittest.New(t)
	d := drawer{page: k.Page(httptest.NewRequest("GET", "/?lang=it", nil), "")}
	var said []kit.Entry // the longest list
	for _, page := range e.Pages {
		for _, section := range d.sections(page) {
			for _, row := range section.Rows {
				if len(row.Values) > len(said) {
					said = row.Values
				}
			}
		}
	}
	if len(said) != 6 || !slices.ContainsFunc(said, func(e kit.Entry) bool { return e.Value == "Sì" }) || !slices.ContainsFunc(said, func(e kit.Entry) bool { return e.Value == "13.659,64\u00a0€" }) {
		t.Errorf("computed values %+v", said)
	}
}

// A group that wants a card says so where errors are listed, with a link to the group.
func TestAGroupWithTooFewCardsIsAmongTheErrors(t *testing.T) {
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, wrong := forms.Parse("legal-aid-civil.yaml", source)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	e, err := def.Evaluate(t.Context(), forms.Input{Answers: forms.Answers{"lives_with_others": true}, Now: kittest.Noon})
	if err != nil {
		t.Fatal(err)
	}
	household, _ := e.Page("household")
	d := drawer{page: kittest.New(t).Page(httptest.NewRequest("GET", "/?lang=it", nil), ""), errors: true}
	want := kit.ErrorItem{ID: "cards-members", Text: "Familiari: ne serve almeno 1."}
	if got := formErrors("", d.sections(household)).Items; !slices.Contains(got, want) {
		t.Errorf("errors %+v", got)
	}
}
