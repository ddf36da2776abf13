// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import "testing"

// The last syllable stays with the one before it when it has two letters.
func TestSyllables(t *testing.T) {
	cases := []struct{ rule, word, want string }{
		{"a consonant goes with the vowel after it", "domicilio", "do-mi-ci-lio"},
		{"double consonants are parted", "ammissione", "am-mis-sione"},
		{"cq is double", "acquistare", "ac-qui-stare"},
		{"s goes with what follows", "registrare", "re-gi-strare"},
		{"a stop and a liquid stay together", "patrocinio", "pa-tro-ci-nio"},
		{"a nasal closes the syllable", "importanza", "im-por-tanza"},
		{"three consonants", "altrimenti", "al-tri-menti"},
		{"four consonants", "substrato", "sub-strato"},
		{"ch is one sound", "parrocchiale", "par-roc-chiale"},
		{"gh is one sound", "lunghezza", "lun-ghezza"},
		{"gn is one sound", "insegnamento", "in-se-gna-mento"},
		{"gl is one sound", "famigliare", "fa-mi-gliare"},
		{"sc is one sound", "conoscenza", "co-no-scenza"},
		{"cn is parted", "tecnicamente", "tec-ni-ca-mente"},
		{"tm is parted", "aritmetica", "arit-me-tica"},
		{"vowels are never parted", "autografo", "au-to-grafo"},
		{"no letter stands alone", "adempiere", "adem-piere"},
		{"an apostrophe begins a word", "dell'istanza", "dell'istanza"},
		{"after an apostrophe", "dell'amministrazione", "dell'am-mi-ni-stra-zione"},
		{"typographic apostrophe", "all’interessato", "all’in-te-res-sato"},
		{"signs around", "«dichiarazione»,", "«di-chia-ra-zione»,"},
		{"accents", "notorietà", "no-to-rietà"},
		{"names stay whole", "Bartolomeo", "Bartolomeo"},
		{"capitals stay whole", "AMMINISTRAZIONE", "AMMINISTRAZIONE"},
		{"foreign words stay whole", "workshop", "workshop"},
		{"addresses stay whole", "posta@ordine.example", "posta@ordine.example"},
		{"codes stay whole", "dsmlcu80a41h501x", "dsmlcu80a41h501x"},
		{"words with a hyphen stay whole", "socio-sanitario", "socio-sanitario"},
		{"Greek stays whole", "επίσημο", "επίσημο"},
		{"a number", "1.234,56", "1.234,56"},
		{"signs only", "—…", "—…"},
		{"no vowel", "strng", "strng"},
		{"nothing", "", ""},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			if got := divided(c.word); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func divided(word string) string {
	out, from := "", 0
	for _, at := range syllables(word) {
		out, from = out+word[from:at]+"-", at
	}
	return out + word[from:]
}

func TestOnlyItalianIsDivided(t *testing.T) {
	for lang, want := range map[string]bool{"it": true, "IT": true, "it-CH": true, "": true, "en": false, "ita": false, "de": false} {
		s := newSheet(Document{Lang: lang}, newTypesetter(t).fonts, nil)
		if got := s.divide != nil; got != want {
			t.Errorf("Lang %q: divided %v, want %v", lang, got, want)
		}
	}
}
