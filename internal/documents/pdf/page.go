// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"fmt"
	"strconv"
)

// page collects the drawing operators of one page (ISO 32000-1 8 and 9). Every
// one of them stands in marked content: it belongs to an element of the
// structure, or it is an artifact (14.8.2.2).
type page struct {
	number int // from 0
	ops    []byte
	open   mark       // the marked content that is open
	owners []*element // of each marked content, by its number on the page
	pen    pen        // what the file would set next, as last told
}

// pen is the state of drawing that lasts until it is changed.
type pen struct {
	face  *face
	size  float64
	color rgb
	isSet bool // before, a page has no font and is black
}

// mark says what a piece of a page is.
type mark struct {
	element  *element
	artifact string // the properties of an artifact; of no element
}

// Artifacts are what readers aloud leave out.
var (
	layoutMark    = mark{artifact: "/Type/Layout"}
	repeatedMark  = mark{artifact: "/Type/Pagination"}
	footerMark    = mark{artifact: "/Type/Pagination/Subtype/Footer/Attached[/Bottom]"}
	watermarkMark = mark{artifact: "/Type/Pagination/Subtype/Watermark"}
)

// enter opens the marked content of m, unless it is the open one.
func (p *page) enter(m mark) {
	if p.open == m {
		return
	}
	p.leave()
	p.open = m
	if m.element == nil {
		p.ops = fmt.Appendf(p.ops, "/Artifact<<%s>>BDC\n", m.artifact)
		return
	}
	p.ops = fmt.Appendf(p.ops, "/%s<</MCID %d>>BDC\n", m.element.tag, len(p.owners))
	m.element.kids = append(m.element.kids, kid{page: p, id: len(p.owners)})
	p.owners = append(p.owners, m.element)
}

func (p *page) leave() {
	if p.open != (mark{}) {
		p.ops = append(p.ops, "EMC\n"...)
		p.open = mark{}
	}
}

// numbers appends numbers and an operator.
func (p *page) numbers(operator string, numbers ...float64) {
	for _, n := range numbers {
		p.ops = append(appendNumber(p.ops, n, 2), ' ')
	}
	p.ops = append(append(p.ops, operator...), '\n')
}

// appendNumber writes a number as short as it can be, with some decimals at most.
func appendNumber(b []byte, n float64, decimals int) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, n, 'f', decimals, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[start:]) == "-0" {
		b = append(b[:start], '0')
	}
	return b
}

func (p *page) color(c rgb) {
	if p.pen.isSet && p.pen.color == c {
		return
	}
	for _, v := range c {
		p.ops = append(appendNumber(p.ops, float64(v)/255, 3), ' ')
	}
	p.ops = append(p.ops, "rg\n"...)
	p.pen.color, p.pen.isSet = c, true
}

// rectangle fills one; measures in millimetres from the upper left corner.
func (p *page) rectangle(x, y, width, height float64, c rgb) {
	p.color(c)
	p.numbers("re f", x/pointInMM, (pageHeight-y-height)/pointInMM, width/pointInMM, height/pointInMM)
}

// text shows glyphs with the baseline at y.
func (p *page) text(x, y float64, show []byte, f *face, resource string, st style) {
	p.color(st.color)
	p.ops = append(p.ops, "BT\n"...)
	if p.pen.face != f || p.pen.size != st.size {
		p.ops = append(append(append(p.ops, '/'), resource...), ' ')
		p.numbers("Tf", st.size)
		p.pen.face, p.pen.size = f, st.size
	}
	p.numbers("Td", x/pointInMM, (pageHeight-y)/pointInMM)
	p.ops = append(p.ops, show...)
	p.ops = append(p.ops, "ET\n"...)
}

// turned draws in a system of coordinates that is turned around the middle of
// the page; cos and sin are those of the angle.
func (p *page) turned(cos, sin float64, draw func()) {
	const middleX, middleY = pageWidth / 2 / pointInMM, pageHeight / 2 / pointInMM
	before := p.pen
	p.ops = append(p.ops, "q "...)
	for _, n := range []float64{cos, sin, -sin, cos} {
		p.ops = append(appendNumber(p.ops, n, 5), ' ')
	}
	p.numbers("cm", middleX-cos*middleX+sin*middleY, middleY-sin*middleX-cos*middleY)
	draw()
	p.ops = append(p.ops, "Q\n"...)
	p.pen = before
}

// image draws a picture of the page's resources.
func (p *page) image(x, y, width, height float64, resource string) {
	p.ops = append(p.ops, "q "...)
	p.numbers("cm", width/pointInMM, 0, 0, height/pointInMM, x/pointInMM, (pageHeight-y-height)/pointInMM)
	p.ops = append(append(append(p.ops, '/'), resource...), " Do Q\n"...)
}
