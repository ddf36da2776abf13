// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/definitions"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// one is the only definition there is.
type one struct{ def *forms.Definition }

func (o one) ByDigest(context.Context, string) (*forms.Definition, error) { return o.def, nil }

func maker(t *testing.T) *papers.Maker {
	t.Helper()
	source, err := definitions.Files.ReadFile("legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	def, wrong := forms.Parse("legal-aid-civil.yaml", source)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return &papers.Maker{Forms: one{def}}
}

func page(t *testing.T, lang string) kit.Page {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return kit.Page{Lang: lang, Printer: texts.For(lang)}
}

// family has an item with the same key in two groups: keys are unique in theirs only.
var family = json.RawMessage(`{"lives_with_others": true,
	"members": [{"_key": "1", "name": "Sani", "surname": "Prova"}, {"_key": "2", "name": "Joy", "surname": "Prova"}],
	"opponents": [{"_key": "1", "denomination": "Pulizie S.r.l."}]}`)

func TestFilesAreHeadedByWhatTheyAnswer(t *testing.T) {
	stored := []documents.File{
		{ID: "a", Slot: "identity_document", Name: "carta.pdf"},
		{ID: "b", Slot: "member_income", Item: "1", Name: "uno.pdf"},
		{ID: "c", Slot: "member_income", Item: "2", Name: "due.pdf"},
		{ID: "d", Slot: "identity_document", Name: "retro.pdf"},
		{ID: "e", Slot: documents.SlotReceipt, Name: "ricevuta.pdf"},
		{ID: "f", Slot: "no_more_asked", Name: "altro.pdf"},
	}
	for lang, want := range map[string][]string{
		"it": {"Documento di identità: carta.pdf, retro.pdf", "Redditi del familiare – Familiare 1: Sani Prova: uno.pdf", "Redditi del familiare – Familiare 2: Joy Prova: due.pdf",
			"Ricevuta: ricevuta.pdf", "Altri documenti: altro.pdf"},
		"en": {"Identity document: carta.pdf, retro.pdf", "Income of the family member – Family member 1: Sani Prova: uno.pdf", "Income of the family member – Family member 2: Joy Prova: due.pdf",
			"Receipt: ricevuta.pdf", "Other documents: altro.pdf"},
	} {
		groups, err := maker(t).FileGroups(t.Context(), page(t, lang), papers.Case{Answers: family}, stored, "/documenti/")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range groups {
			line := g.Title + ": "
			for i, f := range g.Files {
				if i > 0 {
					line += ", "
				}
				line += f.Name
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", lang, diff)
		}
	}
}

// The title of a card says what it is; the name of its group is not said again.
func TestGroupsAreHeadedOnce(t *testing.T) {
	sections, err := maker(t).Answers(t.Context(), "", family, "it")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sections {
		for _, g := range s.Groups {
			got = append(got, g.Title)
		}
	}
	if diff := cmp.Diff([]string{"Familiare 1: Sani Prova", "Familiare 2: Joy Prova", "Controparte 1: Pulizie S.r.l."}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSizeIsRounded(t *testing.T) {
	tests := []struct {
		bytes  int64
		it, en string
	}{
		{0, "1 kB", "1 kB"},
		{340_400, "340 kB", "340 kB"},
		{999_999, "1,0 MB", "1.0 MB"},
		{1_900_000, "1,9 MB", "1.9 MB"},
		{9_960_000, "10 MB", "10 MB"},
		{1_234_000_000, "1.234 MB", "1,234 MB"},
	}
	for _, test := range tests {
		if got := papers.Size(page(t, "it"), test.bytes); got != test.it {
			t.Errorf("%d in Italian: %q, want %q", test.bytes, got, test.it)
		}
		if got := papers.Size(page(t, "en"), test.bytes); got != test.en {
			t.Errorf("%d in English: %q, want %q", test.bytes, got, test.en)
		}
	}
}
