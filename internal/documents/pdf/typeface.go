// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"crypto/sha256"
	"fmt"
)

// typeface is a face as one document uses it.
type typeface struct {
	face     *face
	resource string // its name among the resources of a page
	used     []rune // by glyph: the character that it stands for; in these fonts no glyph stands for two
	isUsed   bool
}

const hexDigits = "0123456789ABCDEF"

// show gives the operator that shows a text.
func (t *typeface) show(text string) []byte {
	t.isUsed = true
	b := append(make([]byte, 0, 4*len(text)+8), '<')
	for _, r := range text {
		g := t.face.glyph(r)
		t.used[g] = r
		b = append(b, hexDigits[g>>12], hexDigits[g>>8&15], hexDigits[g>>4&15], hexDigits[g&15])
	}
	return append(b, ">Tj\n"...)
}

// write adds the font to a file: addressed by glyph, with the way back to
// characters (ISO 32000-1 9.7 and 9.10, ISO 19005-2 6.2.11).
func (t *typeface) write(f *file) (ref, error) {
	program, err := t.face.subset(t.used)
	if err != nil {
		return 0, err
	}
	base := t.tag() + "+" + t.face.name
	embedded := f.packed(fmt.Sprintf("/Length1 %d", len(program)), program)
	const nonsymbolic, stem = 32, 80
	descriptor := f.add(fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %s>>",
		base, nonsymbolic, t.face.box[0], t.face.box[1], t.face.box[2], t.face.box[3], t.face.ascent, t.face.descent, t.face.capital, stem, embedded))
	descendant := f.add(fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %s/DW 0/W[%s]>>",
		base, descriptor, t.widths()))
	characters := f.packed("", t.toUnicode())
	return f.add(fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>", base, descendant, characters)), nil
}

// tag tells subsets of a font apart (9.6.4): six letters, from what is in it.
func (t *typeface) tag() string {
	h := sha256.New()
	for g, r := range t.used {
		if r != 0 {
			fmt.Fprintln(h, g)
		}
	}
	letters := h.Sum(nil)[:6]
	for i := range letters {
		letters[i] = 'A' + letters[i]%26
	}
	return string(letters)
}

// widths of the used glyphs, in runs of neighbours.
func (t *typeface) widths() []byte {
	var b []byte
	for g := 0; g < len(t.used); g++ {
		if t.used[g] == 0 {
			continue
		}
		b = fmt.Appendf(b, "%d[", g)
		for ; g < len(t.used) && t.used[g] != 0; g++ {
			b = fmt.Appendf(b, "%d ", t.face.widths[g])
		}
		b[len(b)-1] = ']'
	}
	return b
}

const (
	mapBegin = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
	mapEnd     = "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
	mapEntries = 100 // as many a section may have
)

// toUnicode is the map from glyphs to characters.
func (t *typeface) toUnicode() []byte {
	var entries [][]byte
	for g, r := range t.used {
		if r != 0 {
			entries = append(entries, fmt.Appendf(nil, "<%04X><%04X>\n", g, r))
		}
	}
	b := []byte(mapBegin)
	for len(entries) > 0 {
		n := min(len(entries), mapEntries)
		b = fmt.Appendf(b, "%d beginbfchar\n", n)
		for _, e := range entries[:n] {
			b = append(b, e...)
		}
		b = append(b, "endbfchar\n"...)
		entries = entries[n:]
	}
	return append(b, mapEnd...)
}
