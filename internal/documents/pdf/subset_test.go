// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/google/go-cmp/cmp"
)

// A character has a glyph of its own: else text could not be told from the
// glyphs that show it.
func TestNoGlyphStandsForTwoCharacters(t *testing.T) {
	for _, f := range newTypesetter(t).glyphs {
		seen := map[uint16]rune{}
		for r, g := range f.glyphs {
			if other, ok := seen[g]; ok && g != 0 {
				t.Errorf("%s: glyph %d stands for %U and %U", f.name, g, other, r)
			}
			seen[g] = rune(r)
		}
		if !f.has([]rune(softHyphen)[0]) {
			t.Errorf("%s: no soft hyphen", f.name)
		}
	}
}

// outlined is a subset with what sfnt wants of a font and a PDF does not.
func outlined(t *testing.T, f *face, subset []byte) *sfnt.Font {
	t.Helper()
	tables := tablesOf(subset)
	var list []fontTable
	for _, tag := range []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"} {
		data := tables[tag]
		if data == nil {
			data = f.tables[tag]
		}
		if tag == "post" {
			data = append([]byte{0, 3, 0, 0}, data[4:32]...) // without names of glyphs
		}
		list = append(list, fontTable{tag, append([]byte(nil), data...)})
	}
	font, err := sfnt.Parse(assemble(list))
	if err != nil {
		t.Fatal(err)
	}
	return font
}

// Each glyph of the subset, composed or not, has the outline that it has in the
// whole font, and the sums of the file are right.
func TestSubsetKeepsOutlines(t *testing.T) {
	const text = "Àèìòù ÇŁȘñß Ωλ Жя שם €1.234,56 fi–"
	for _, packed := range [][]byte{packedRegular, packedBold} {
		ttf, err := unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := sfnt.Parse(ttf)
		if err != nil {
			t.Fatal(err)
		}
		f, err := readFace(packed)
		if err != nil {
			t.Fatal(err)
		}
		used := make([]rune, len(f.widths))
		for _, r := range text {
			used[f.glyph(r)] = r
		}
		subset, err := f.subset(used)
		if err != nil {
			t.Fatal(err)
		}
		if checksum(subset) != 0xB1B0AFBA {
			t.Error("the sum of the font is wrong")
		}
		part := outlined(t, f, subset)
		for _, r := range text {
			g := sfnt.GlyphIndex(f.glyph(r))
			if diff := cmp.Diff(segments(t, whole, g), segments(t, part, g)); diff != "" {
				t.Errorf("%q (-whole +subset)\n%s", r, diff)
			}
		}
	}
}

func segments(t *testing.T, f *sfnt.Font, g sfnt.GlyphIndex) sfnt.Segments {
	t.Helper()
	var buf sfnt.Buffer
	s, err := f.LoadGlyph(&buf, g, fixed.I(2048), nil)
	if err != nil {
		t.Fatalf("glyph %d: %v", g, err)
	}
	return append(sfnt.Segments(nil), s...)
}
