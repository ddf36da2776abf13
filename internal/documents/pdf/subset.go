// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"encoding/binary"
	"errors"
)

// subset is a font with the glyphs that a document uses, under their numbers in
// the whole font, up to the last that is used. Instructions for low resolutions
// are left out: they would double the file and no reader of PDFs needs them.
//
// A font inside a PDF has no table of characters: the text is written in
// numbers of glyphs (ISO 32000-1 9.9).
func (f *face) subset(used []rune) ([]byte, error) {
	wanted, last, err := f.closure(used)
	if err != nil {
		return nil, err
	}
	var glyf, loca, hmtx []byte
	for g := 0; g <= last; g++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if !wanted[g] {
			hmtx = append(hmtx, 0, 0, 0, 0)
			continue
		}
		outline, err := f.withoutInstructions(f.outline(g))
		if err != nil {
			return nil, err
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = append(hmtx, f.metrics(g)...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	count := uint16(last + 1)
	maxp := clone(f.tables["maxp"], 4, count)
	clear(maxp[16:28]) // what instructions would need
	return assemble([]fontTable{
		{"glyf", glyf},
		{"head", clone(f.tables["head"], headLocaFormat, 1)},
		{"hhea", clone(f.tables["hhea"], hheaMetrics, count)},
		{"hmtx", hmtx},
		{"loca", loca},
		{"maxp", maxp},
	}), nil
}

// clone copies a table and writes a number into it.
func clone(b []byte, at int, v uint16) []byte {
	b = append([]byte(nil), b...)
	binary.BigEndian.PutUint16(b[at:], v)
	return b
}

var errGlyph = errors.New("pdf: font: a glyph is damaged")

// closure adds to the used glyphs those that they are composed of, and the sign
// for a missing glyph, which every font must have.
func (f *face) closure(used []rune) ([]bool, int, error) {
	wanted, last := make([]bool, len(f.widths)), 0
	var add func(g, depth int) error
	add = func(g, depth int) error {
		if g >= len(wanted) || depth > 8 {
			return errGlyph
		}
		if wanted[g] {
			return nil
		}
		wanted[g], last = true, max(last, g)
		return eachComponent(f.outline(g), func(at []byte) error {
			return add(int(binary.BigEndian.Uint16(at[2:])), depth+1)
		})
	}
	if err := add(0, 0); err != nil {
		return nil, 0, err
	}
	for g, r := range used {
		if r == 0 {
			continue
		}
		if err := add(g, 0); err != nil {
			return nil, 0, err
		}
	}
	return wanted, last, nil
}

// outline of a glyph as the font has it.
func (f *face) outline(g int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int
	if binary.BigEndian.Uint16(f.tables["head"][headLocaFormat:]) == 0 {
		from, to = 2*int(binary.BigEndian.Uint16(loca[2*g:])), 2*int(binary.BigEndian.Uint16(loca[2*g+2:]))
	} else {
		from, to = int(binary.BigEndian.Uint32(loca[4*g:])), int(binary.BigEndian.Uint32(loca[4*g+4:]))
	}
	return glyf[from:to]
}

func (f *face) metrics(g int) []byte {
	hmtx, metrics := f.tables["hmtx"], int(binary.BigEndian.Uint16(f.tables["hhea"][hheaMetrics:]))
	if g < metrics {
		return hmtx[4*g : 4*g+4]
	}
	bearing := hmtx[4*metrics+2*(g-metrics):]
	return []byte{hmtx[4*metrics-4], hmtx[4*metrics-3], bearing[0], bearing[1]}
}

// Flags of a component (ISO/IEC 14496-22, glyf).
const (
	wordArguments   = 0x0001
	oneScale        = 0x0008
	moreComponents  = 0x0020
	twoScales       = 0x0040
	fourScales      = 0x0080
	hasInstructions = 0x0100

	glyphHeader = 10
)

func isComposite(outline []byte) bool {
	return len(outline) >= glyphHeader && int16(binary.BigEndian.Uint16(outline)) < 0
}

// eachComponent visits the components of a glyph that is composed of others.
func eachComponent(outline []byte, visit func(at []byte) error) error {
	if !isComposite(outline) {
		return nil
	}
	for at := outline[glyphHeader:]; ; {
		if len(at) < 4 {
			return errGlyph
		}
		flags := binary.BigEndian.Uint16(at)
		if err := visit(at); err != nil {
			return err
		}
		size := 6
		if flags&wordArguments != 0 {
			size += 2
		}
		switch {
		case flags&oneScale != 0:
			size += 2
		case flags&twoScales != 0:
			size += 4
		case flags&fourScales != 0:
			size += 8
		}
		if len(at) < size {
			return errGlyph
		}
		if flags&moreComponents == 0 {
			return nil
		}
		at = at[size:]
	}
}

func (f *face) withoutInstructions(outline []byte) ([]byte, error) {
	if len(outline) < glyphHeader {
		return nil, nil // a space
	}
	if isComposite(outline) {
		bare := append([]byte(nil), outline...)
		err := eachComponent(bare, func(at []byte) error {
			binary.BigEndian.PutUint16(at, binary.BigEndian.Uint16(at)&^hasInstructions)
			return nil
		})
		return bare, err // the instructions at the end are no longer looked at
	}
	length := glyphHeader + 2*int(binary.BigEndian.Uint16(outline))
	if len(outline) < length+2 {
		return nil, errGlyph
	}
	points := length + 2 + int(binary.BigEndian.Uint16(outline[length:]))
	if len(outline) < points {
		return nil, errGlyph
	}
	bare := append([]byte(nil), outline[:length]...)
	return append(append(bare, 0, 0), outline[points:]...), nil
}

type fontTable struct {
	tag  string
	data []byte
}

// assemble writes a font file from its tables, which are in the order of their
// tags.
func assemble(tables []fontTable) []byte {
	power, log := 1, 0
	for power*2 <= len(tables) {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{len(tables), power * 16, log, (len(tables) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := len(out)+16*len(tables), 0
	var body []byte
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at + len(body)
			binary.BigEndian.PutUint32(t.data[8:], 0) // the sum of the whole is computed without itself
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) uint32 {
	sum := uint32(0)
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}
