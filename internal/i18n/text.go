// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"maps"
	"slices"
)

// Text is a text of data, by language: {it: ..., en: ...}.
type Text map[string]string

// In returns the text in a language; failing that in the default one; failing
// that in the first language there is.
func (t Text) In(lang string) string {
	for _, l := range []string{lang, Default} {
		if s := t[l]; s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		return t[l]
	}
	return ""
}

// IsZero tells whether there are no words in any language.
func (t Text) IsZero() bool { return t.In(Default) == "" }

// Args names the arguments that the text asks for in any language.
func (t Text) Args() []string { return entry{forms: t}.allArgs() }
