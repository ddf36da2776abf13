// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"reflect"

	"pratica/internal/i18n"
)

// News is what a newer version asks otherwise, question by question, for people
// whose draft goes on with the older one. What only the office sees is not in it.
type News struct{ Added, Gone, Changed []i18n.Text }

// Empty says that people are asked the same.
func (n News) Empty() bool { return len(n.Added)+len(n.Gone)+len(n.Changed) == 0 }

// News compares the questions of a definition with those of a newer one.
func (d *Definition) News(newer *Definition) News {
	var n News
	for _, f := range newer.order {
		switch old := d.top[f.ID]; {
		case f.IsComputed():
		case old == nil:
			n.Added = append(n.Added, f.Label)
		case !sameQuestion(old, f):
			n.Changed = append(n.Changed, f.Label)
		}
	}
	for _, f := range d.order {
		if newer.top[f.ID] == nil && !f.IsComputed() {
			n.Gone = append(n.Gone, f.Label)
		}
	}
	return n
}

// sameQuestion says that a question is put in the same words and takes the same
// answers.
func sameQuestion(a, b *Field) bool {
	same := a.Type == b.Type && reflect.DeepEqual(a.Label, b.Label) && reflect.DeepEqual(a.Help, b.Help) &&
		reflect.DeepEqual(a.Options, b.Options) && reflect.DeepEqual(a.Bounds, b.Bounds)
	if !same || (a.Group == nil) != (b.Group == nil) {
		return false
	}
	if a.Group == nil {
		return true
	}
	if len(a.Group.Fields) != len(b.Group.Fields) {
		return false
	}
	for i, f := range a.Group.Fields {
		if f.ID != b.Group.Fields[i].ID || !sameQuestion(f, b.Group.Fields[i]) {
			return false
		}
	}
	return true
}
