// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font/sfnt"
)

// The fonts are those of module go-fonts/liberation, packed by the test of this
// package: as they are there they would be a fiftieth of the program.
var (
	//go:embed regular.ttf.gz
	packedRegular []byte
	//go:embed bold.ttf.gz
	packedBold []byte
)

// fonts are the two faces.
type fonts struct{ regular, bold *face }

// readFonts unpacks and reads them, once.
var readFonts = sync.OnceValues(func() (f fonts, err error) {
	if f.regular, err = readFace(packedRegular); err == nil {
		f.bold, err = readFace(packedBold)
	}
	return f, err
})

// lastRune is the last character that the fonts are asked for: glyphs are
// addressed by two bytes, and beyond the first plane these fonts have none.
const lastRune = 0xFFFF

// face is a TrueType font, with what setting a line asks of it ready at hand.
type face struct {
	name   string               // PostScript's
	tables map[string][]byte    // as they stand in the file
	glyphs [lastRune + 1]uint16 // of each character; 0 where there is none
	widths []int                // of each glyph, in thousandths of the size

	unitsPerEm               int
	box                      [4]int // these too in thousandths
	ascent, descent, capital int
}

func readFace(packed []byte) (*face, error) {
	ttf, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	f := &face{}
	if err := f.read(ttf); err != nil {
		return nil, fmt.Errorf("pdf: font: %w", err)
	}
	return f, nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("pdf: fonts: %w", err)
	}
	font, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("pdf: fonts: %w", err)
	}
	return font, nil
}

// read leaves the tables that need judgement (names, characters) to sfnt, which
// also checks the font as a whole; the measures are plain numbers.
func (f *face) read(ttf []byte) error {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return err
	}
	var buf sfnt.Buffer
	if f.name, err = parsed.Name(&buf, sfnt.NameIDPostScript); err != nil {
		return err
	}
	for r := range rune(len(f.glyphs)) {
		glyph, err := parsed.GlyphIndex(&buf, r)
		if err != nil {
			return err
		}
		f.glyphs[r] = uint16(glyph)
	}
	f.tables = tablesOf(ttf)
	return f.measure(parsed.NumGlyphs())
}

// tablesOf follows the directory of a font that sfnt has found to be sound.
func tablesOf(ttf []byte) map[string][]byte {
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		entry := ttf[12+16*i:]
		at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
		tables[string(entry[:4])] = ttf[at : at+size]
	}
	return tables
}

// Where the measures stand in their tables (ISO/IEC 14496-22).
const (
	headUnits, headBox, headLocaFormat   = 18, 36, 50
	hheaAscent, hheaDescent, hheaMetrics = 4, 6, 34
	os2Embedding, os2Capital             = 8, 88
	embeddingRestricted                  = 0x0002
)

func (f *face) measure(glyphs int) error {
	head, hhea, os2, hmtx := f.tables["head"], f.tables["hhea"], f.tables["OS/2"], f.tables["hmtx"]
	if len(head) < headLocaFormat+2 || len(hhea) < hheaMetrics+2 || len(os2) < os2Capital+2 {
		return errors.New("a table of measures is too short")
	}
	if binary.BigEndian.Uint16(os2[os2Embedding:])&embeddingRestricted != 0 {
		return errors.New("its licence does not let it be embedded")
	}
	f.unitsPerEm = int(binary.BigEndian.Uint16(head[headUnits:]))
	for i := range f.box {
		f.box[i] = f.thousandths(head[headBox+2*i:])
	}
	f.ascent, f.descent, f.capital = f.thousandths(hhea[hheaAscent:]), f.thousandths(hhea[hheaDescent:]), f.thousandths(os2[os2Capital:])
	metrics := int(binary.BigEndian.Uint16(hhea[hheaMetrics:]))
	if len(hmtx) < 4*metrics || metrics == 0 {
		return errors.New("the table of widths is too short")
	}
	f.widths = make([]int, glyphs)
	for i := range f.widths {
		f.widths[i] = f.thousandths(hmtx[4*min(i, metrics-1):])
	}
	return nil
}

// thousandths reads a measure and rounds it to what the file will say of it: so
// a line is set as wide as every reader will show it.
func (f *face) thousandths(b []byte) int {
	v := int(int16(binary.BigEndian.Uint16(b)))
	if v < 0 {
		return -((-v*1000 + f.unitsPerEm/2) / f.unitsPerEm)
	}
	return (v*1000 + f.unitsPerEm/2) / f.unitsPerEm
}

func (f *face) has(r rune) bool { return r <= lastRune && f.glyphs[r] != 0 }

// glyph of a character; those that the font lacks never get here, see visible.
func (f *face) glyph(r rune) uint16 {
	if r > lastRune {
		return 0
	}
	return f.glyphs[r]
}

// width of a text in thousandths of the size.
func (f *face) width(text string) int {
	sum := 0
	for _, r := range text {
		sum += f.widths[f.glyph(r)]
	}
	return sum
}
