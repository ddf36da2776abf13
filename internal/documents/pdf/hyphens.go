// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// softHyphen is shown at the end of a line where a word was divided. Being
// another character than the hyphen, it tells readers that the word goes on
// (ISO 32000-1 14.8.2.2.3).
const softHyphen = "\u00AD"

// divider says where a word may be divided: the offsets, in bytes, at which the
// next line may begin.
type divider func(word string) []int

const (
	vowels = "aeiouàèéìíîòóùú"
	// consonants are those of Italian words: one with others is foreign, and
	// its syllables are not ours to know.
	consonants = "bcdfghlmnpqrstvz"

	shortestHead, shortestTail = 2, 3 // letters that may stand alone on a line
)

// syllables divides Italian words (UNI 6461, and the grammars that it follows):
// a consonant goes with the vowel after it; double ones are parted; of several
// those stay together that can begin a word, s with all that follow it. Vowels
// are never parted. After an apostrophe a word begins.
//
// What has another letter than small Italian ones is left whole: names, codes,
// numbers, addresses.
func syllables(word string) []int {
	from := strings.IndexFunc(word, isWritten)
	if from < 0 {
		return nil
	}
	letters := []rune(strings.TrimRightFunc(word[from:], func(r rune) bool { return !isWritten(r) }))
	if slices.ContainsFunc(letters, func(r rune) bool { return !isVowel(r) && !isConsonant(r) && !isApostrophe(r) }) {
		return nil
	}
	var offsets []int
	begin := 0 // of the part after the last apostrophe
	at := from
	for i, r := range letters {
		if isApostrophe(r) {
			begin = i + 1
		}
		if i-begin >= shortestHead && len(letters)-i >= shortestTail && beginsSyllable(letters[begin:], i-begin) {
			offsets = append(offsets, at)
		}
		at += utf8.RuneLen(r)
	}
	return offsets
}

// isWritten tells what words are made of from what stands around them.
func isWritten(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isVowel(r rune) bool { return strings.ContainsRune(vowels, r) }

func isConsonant(r rune) bool { return strings.ContainsRune(consonants, r) }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// beginsSyllable says whether a syllable begins at the i-th letter: it is a
// consonant behind a syllable, and with those after it the longest group before
// the next vowel that can begin a word.
func beginsSyllable(word []rune, i int) bool {
	end := i
	for end < len(word) && isConsonant(word[end]) {
		end++
	}
	if end == i || end == len(word) || isApostrophe(word[end]) {
		return false
	}
	start := i
	for start > 0 && isConsonant(word[start-1]) {
		start--
	}
	if start == 0 { // no vowel before
		return false
	}
	for start < end-1 && !canBegin(string(word[start:end])) {
		start++
	}
	return start == i
}

// canBegin says whether a word can begin with a group of consonants.
func canBegin(group string) bool {
	if len(group) == 1 {
		return true
	}
	if rest, ok := strings.CutPrefix(group, "s"); ok {
		return rest[0] != 's' && canBegin(rest)
	}
	switch group {
	case "ch", "gh", "gn", "chr", "chl", "ghr", "ghl":
		return true
	}
	return len(group) == 2 && strings.ContainsRune("bcdfgptv", rune(group[0])) && (group[1] == 'l' || group[1] == 'r')
}
