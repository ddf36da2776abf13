// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/italian"
	"golang.org/x/text/unicode/norm"
)

// maxWord bounds a word, in bytes: longer ones are what a machine wrote, and
// PostgreSQL takes none over 2046.
const maxWord = 64

// word is a run of letters and digits with its place in a text.
type word struct {
	text       string // folded; never empty
	start, end int    // bytes of the text
	// joined says how it holds to the word before it.
	joined link
}

// link is what stands between two words.
type link int

const (
	apart  link = iota // anything else
	spaced             // only spaces
	tied               // one apostrophe or hyphen, without spaces: D'Angelo, Anna-Maria
)

// scan cuts a text into words.
func scan(text string) []word {
	var words []word
	end := 0 // of the last word
	for at := 0; at < len(text); {
		start := at + strings.IndexFunc(text[at:], isWord)
		if start < at {
			break
		}
		stop := len(text)
		if n := strings.IndexFunc(text[start:], func(r rune) bool { return !isWord(r) }); n >= 0 {
			stop = start + n
		}
		if folded := fold(text[start:stop]); folded != "" {
			words = append(words, word{text: folded, start: start, end: stop, joined: between(text[end:start])})
			end = stop
		}
		at = stop
	}
	return words
}

// isWord accepts marks too: a letter may be followed by its accent (NFD).
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// between is the link that a gap makes. Before the first word there is none that
// matters.
func between(gap string) link {
	switch gap {
	case "'", "’", "‘", "ʼ", "`", "´", "′", "-", "‐", "‑":
		return tied
	}
	if gap != "" && strings.TrimSpace(gap) == "" {
		return spaced
	}
	return apart
}

// letters are those that no decomposition turns into plain ones.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h")

// fold writes a word without case and diacritics.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return clipped(letters.Replace(b.String()))
}

func clipped(s string) string {
	if len(s) <= maxWord {
		return s
	}
	return strings.ToValidUTF8(s[:maxWord], "")
}

// stem is the root of an Italian word, as Snowball has it. The word is folded, so
// "città", "citta'" and "citta" have one root.
func stem(folded string) string {
	env := snowballstem.NewEnv(folded)
	italian.Stem(env)
	return env.Current()
}

// silent are words that say nothing about a case: they are not indexed, and no
// query needs them. Elided forms are among them: "l'" of "l'avvocato". Not so the
// particles of names that are no Italian word by themselves, such as "de".
var silent = set(`a ad ai al alla alle allo agli all anche anch c che chi ci come con da dai dal dalla dalle dallo dagli dall dei del
	della delle dello degli dell di e ed ha gli gl i il in io l la le lo ma mi ne nei nel nella nelle nello negli nell non o per piu quell quest s se
	si su sui sul sulla sulle sullo sugli sull tra fra un una uno`)

// particles may stand before a surname, and are written with it or apart.
var particles = set(`al d da dal dalla de dei degli del dell della dello der di el la le li lo mac mc o san sant santa santo van von`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
