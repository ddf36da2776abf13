// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/forms"
)

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []forms.Difference
	}{
		{name: "nothing"},
		{name: "written differently", old: "{it: Nato, en: Born}", new: "{en: Born, it: \"Nato\"}"},
		{name: "a label", old: "{it: Nato, en: Born}", new: "{it: Nato il, en: Born}", want: []forms.Difference{
			{Kind: forms.Changed, Where: []string{"One", "One", "Born"}, Key: "label.it", Old: "Nato", New: "Nato il"},
		}},
		{name: "a key", old: "id: born, type: date,", new: "id: born, type: date, max: today,", want: []forms.Difference{
			{Kind: forms.Added, Where: []string{"One", "One", "Born"}, Key: "max", New: "today"},
		}},
		{name: "a field more", old: "            - {id: born", new: "            - {id: died, type: date, label: {it: Morto, en: Died}}\n            - {id: born", want: []forms.Difference{
			{Kind: forms.Added, Where: []string{"One", "One", "Died"}, New: "died"},
		}},
		{name: "a field less", old: "                - {id: pay, type: amount, label: {it: Paga, en: Pay}}\n", want: []forms.Difference{
			{Kind: forms.Removed, Where: []string{"One", "One", "People", "Pay"}, Old: "pay"},
		}},
		{name: "an option", old: "- {value: b, label: {it: B, en: B}}", new: "- {value: b, label: {it: Bi, en: Bee}}", want: []forms.Difference{
			{Kind: forms.Changed, Where: []string{"One", "One", "Ways", "Bee"}, Key: "label.it", Old: "B", New: "Bi"},
			{Kind: forms.Changed, Where: []string{"One", "One", "Ways", "Bee"}, Key: "label.en", Old: "B", New: "Bee"},
		}},
		{name: "a format of a file", old: "formats: [pdf]", new: "formats: [pdf, jpg]", want: []forms.Difference{
			{Kind: forms.Added, Where: []string{"By hand", "Scan"}, Key: "formats.jpg", New: "jpg"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			newer := small
			if test.old != "" {
				newer = strings.Replace(small, test.old, test.new, 1)
			}
			got, err := forms.Compare([]byte(small), []byte(newer), "en")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestCompareTellsOrder: who exchanges two questions is told of both.
func TestCompareTellsOrder(t *testing.T) {
	first := "            - {id: name, type: text, label: {it: Nome, en: Name}, required: true}\n"
	second := "            - {id: born, type: date, label: {it: Nato, en: Born}}\n"
	got, err := forms.Compare([]byte(small), []byte(strings.Replace(small, first+second, second+first, 1)), "it")
	if err != nil {
		t.Fatal(err)
	}
	want := []forms.Difference{{Kind: forms.Moved, Where: []string{"Uno", "Uno", "Nato"}}, {Kind: forms.Moved, Where: []string{"Uno", "Uno", "Nome"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
