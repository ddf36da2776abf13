// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
)

// A page that another device saved in the meantime is merged input by input.
func TestMerge(t *testing.T) {
	def, page := parsed(t)
	answers := func(name string, income int64) forms.Answers { return forms.Answers{"name": name, "income": income} }
	for _, tt := range []struct {
		title       string
		shown, now  forms.Answers // when the page was shown, and as saved elsewhere since
		name, typed string        // the other input is sent as shown
		elsewhere   []string
		want        forms.Merged
	}{
		{"nobody else", answers("Ada", 100), answers("Ada", 100), "name", "Eva", nil, forms.Merged{Answers: answers("Eva", 100), Saved: []string{"name"}}},
		{"another input", answers("Ada", 100), answers("Ada", 200), "name", "Eva", []string{"income"}, forms.Merged{Answers: answers("Eva", 200), Saved: []string{"name"}}},
		{"the same input", answers("Ada", 100), answers("Ida", 100), "name", "Eva", []string{"name"}, forms.Merged{Answers: answers("Ida", 100), Clashes: []string{"name"}}},
		{"the same words", answers("Ada", 100), answers("Eva", 100), "name", "Eva", []string{"name"}, forms.Merged{Answers: answers("Eva", 100)}},
		{"untouched here", answers("Ada", 100), answers("Ida", 100), "name", "Ada", []string{"name"}, forms.Merged{Answers: answers("Ida", 100)}},
		{"what cannot be read", answers("Ada", 100), answers("Ada", 200), "income", "molto", []string{"income"}, forms.Merged{Answers: answers("Ada", 200), Clashes: []string{"income"}}},
	} {
		t.Run(tt.title, func(t *testing.T) {
			sent := typed(forms.ShownName, "name", forms.ShownName, "income", "name", tt.shown["name"].(string), "income", "1,00")
			sent.Set(forms.MarksName, def.Marks(page, []string{"name", "income"}, tt.shown))
			sent.Set(tt.name, tt.typed)
			got := def.Merge(page, sent, tt.now, func(input string) bool { return slices.Contains(tt.elsewhere, input) })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
