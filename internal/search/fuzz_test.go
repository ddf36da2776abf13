// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pratica/internal/database"
)

var skeleton = regexp.MustCompile(`^[()]+$`)

// FuzzParse proves that no text that a person types, or that stands in a case,
// can say anything to an engine but words: what remains of an expression without
// its quoted words are brackets and operators. Marking loses nothing of a text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "Nicolò D'Angelo", "ross*", `"a" OR b`, "'; DROP TABLE x; --", "l’università", "ﬁne ½ ① İstanbul", "a-b-c-d-e-f-g", "\xff\xfe", "Иван* 日本", "de la cruz*", "__a1 _stem",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Passage{Text: text, Prose: true}
		for _, w := range (Document{Passages: []Passage{p}}).words() {
			if strings.ContainsFunc(w, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) || len(w) > 2*maxWord {
				t.Errorf("the index is given %q", w)
			}
		}
		q, err := parse(text)
		if err != nil {
			return
		}
		lite := regexp.MustCompile(`"[\p{L}\p{N}_]+"\*?| AND | OR `).ReplaceAllString(q.expression(database.SQLite), "")
		postgres := regexp.MustCompile(`'[\p{L}\p{N}_]+'(:\*)?| & | \| `).ReplaceAllString(q.expression(database.PostgreSQL), "")
		if !skeleton.MatchString(lite) || !skeleton.MatchString(postgres) {
			t.Errorf("beside words there are %q and %q", lite, postgres)
		}
		var whole strings.Builder
		for _, piece := range pieces(text, newFinder(q).spans(p)) {
			whole.WriteString(piece.Text)
		}
		if whole.String() != text {
			t.Errorf("marked: %q", whole.String())
		}
	})
}
