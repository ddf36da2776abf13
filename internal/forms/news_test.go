// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/definitions"
	"pratica/internal/forms"
	"pratica/internal/i18n"
)

func TestNews(t *testing.T) {
	b, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := string(b)
	const person = "            - id: pec\n"
	question := "            - id: office_hint\n              type: text\n              label: {it: Quale ufficio, en: Which office}\n"
	for _, tt := range []struct {
		name, from, to string
		want           forms.News
	}{
		{"nothing", `version: "20`, `version: "30`, forms.News{}},
		{"the office's words", "office: {it: Da assegnare, en: To be assigned}", "office: {it: Nuova, en: New}", forms.News{}},
		{"a question more", person, question + person, forms.News{Added: []i18n.Text{{"it": "Quale ufficio", "en": "Which office"}}}},
		{"a shorter answer", "max_length: 4000", "max_length: 3000", forms.News{Changed: []i18n.Text{{"it": "Osservazioni", "en": "Observations"}}}},
		{"an option less", "                - {value: copy, label: {it: Copia semplice, en: Plain copy}}\n", "",
			forms.News{Changed: []i18n.Text{{"it": "Come vuole accedere", "en": "How you want access"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(source, tt.from, tt.to, 1)
			if changed == source {
				t.Fatal("the definition has another shape")
			}
			older, newer := accessFrom(t, source), accessFrom(t, changed)
			got := older.News(newer)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got.Empty() != (len(tt.want.Added)+len(tt.want.Changed) == 0) {
				t.Error("Empty says otherwise")
			}
			back := newer.News(older)
			if diff := cmp.Diff(tt.want.Added, back.Gone); diff != "" {
				t.Errorf("the other way round, -want +got:\n%s", diff)
			}
		})
	}
}

func accessFrom(t *testing.T, source string) *forms.Definition {
	t.Helper()
	d, faults := forms.Parse("access.yaml", []byte(source))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}
