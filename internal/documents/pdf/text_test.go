// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestVisible(t *testing.T) {
	glyphs := newTypesetter(t).glyphs
	cases := []struct{ name, in, want string }{
		{"latin", "Zoë Čapek", "Zoë Čapek"},
		{"decomposed becomes composed", "Zoe\u0308", "Zoë"},
		{"chinese", "王", "[U+738B]"},
		{"beyond the first plane", "𝕏", "[U+1D54F]"},
		{"a reversed direction cannot hide", "ab\u202Ecd", "ab[U+202E]cd"},
		{"zero width", "a\u200Bb", "a[U+200B]b"},
		{"null", "a\x00b", "a[U+0000]b"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"line ends", "a\r\nb\rc\nd", "a\nb\nc\nd"},
		{"tab", "a\tb", "a    b"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if !glyphs.has('\uFFFD') {
				want = strings.ReplaceAll(want, "\uFFFD", "[U+FFFD]")
			}
			if got := glyphs.visible(c.in); got != want {
				t.Errorf("visible(%q) = %q, want %q", c.in, got, want)
			}
		})
	}
}

// inCharacters measures as if each character were one wide.
func inCharacters(s string) float64 { return float64(utf8.RuneCountInString(s)) }

func TestWrap(t *testing.T) {
	cases := []struct {
		name  string
		text  string
		width float64
		want  []line
	}{
		{"empty is one empty line", "", 10, []line{{"", nothing}}},
		{"fits", "uno due", 7, []line{{"uno due", nothing}}},
		{"at a space", "uno due tre", 7, []line{{"uno due", space}, {"tre", nothing}}},
		{"line feeds stand", "uno\n\ndue", 10, []line{{"uno", space}, {"", space}, {"due", nothing}}},
		{"a long word is broken", "abcdefghij", 4, []line{{"abcd", nothing}, {"efgh", nothing}, {"ij", nothing}}},
		{"at a natural place", "anna.maria@posta", 7, []line{{"anna.", nothing}, {"maria@", nothing}, {"posta", nothing}}},
		{"narrower than a character", "abc", 0.5, []line{{"a", nothing}, {"b", nothing}, {"c", nothing}, {"", nothing}}},
		{"no width at all", "abc", -3, []line{{"a", nothing}, {"b", nothing}, {"c", nothing}, {"", nothing}}},
		{"several bytes a character", "èèèè", 2, []line{{"èè", nothing}, {"èè", nothing}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, wrap(c.text, c.width, inCharacters, nil), cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWrapDividesWords(t *testing.T) {
	cases := []struct {
		name  string
		text  string
		width float64
		want  []line
	}{
		{"where the line would be short", "la dichiarazione", 12, []line{{"la dichiara", hyphen}, {"zione", nothing}}},
		{"not where it is full enough", "la legge dichiara", 9, []line{{"la legge", space}, {"dichiara", nothing}}},
		{"a word wider than the column", "precipitevolissimevolmente", 12, []line{{"precipitevo", hyphen}, {"lissimevol", hyphen}, {"mente", nothing}}},
		{"no more than two below each other", "precipitevolissimevolmente", 5, []line{{"pre", hyphen}, {"cipi", hyphen}, {"tevol", nothing}, {"issi", hyphen}, {"me", hyphen}, {"volme", nothing}, {"nte", nothing}}},
		{"names stay whole", "io, Bartolomeo", 10, []line{{"io,", space}, {"Bartolomeo", nothing}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, wrap(c.text, c.width, inCharacters, syllables), cmp.AllowUnexported(line{})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestVisualTurnsHebrewAround(t *testing.T) {
	if got, want := visual("nome שלום"), "nome םולש"; got != want {
		t.Errorf("visual gave %q, want %q", got, want)
	}
	if got, want := visual("שלום paro"+softHyphen), "םולש paro"+softHyphen; got != want {
		t.Errorf("visual gave %q, want %q", got, want)
	}
	if got := visual("solo latino"); got != "solo latino" {
		t.Errorf("visual changed %q", got)
	}
}

// No character of any text is lost between what was given and what is set.
func FuzzWrapLosesNothing(f *testing.F) {
	f.Add("un testo qualunque con-parole.lunghissime", 7)
	f.Add("a\u202Eb 王", 1)
	f.Add("più stretto di nulla", -3)
	glyphs, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		text = glyphs.glyphs.visible(text)
		var got strings.Builder
		for _, l := range wrap(text, float64(width%40), inCharacters, syllables) {
			got.WriteString(l.text)
		}
		squeeze := strings.NewReplacer(" ", "", "\n", "").Replace
		if squeeze(got.String()) != squeeze(text) {
			t.Errorf("%q became %q", text, got.String())
		}
	})
}
