// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"math"
	"strconv"
	"strings"
)

// Measures of the page, in millimetres (A4).
const (
	pageWidth    = 210.0
	pageHeight   = 297.0
	marginLeft   = 22.0
	marginRight  = 22.0
	marginTop    = 20.0
	marginBottom = 18.0 // below the text, with the page label; footer lines are added
	textWidth    = pageWidth - marginLeft - marginRight

	qrSize        = 24.0
	footerLeading = 3.6
	pointInMM     = 25.4 / 72
)

type rgb [3]int

var (
	ink      = rgb{23, 27, 33}
	muted    = rgb{78, 88, 102} // 7:1 on white
	accent   = rgb{0, 74, 143}
	hairline = rgb{190, 198, 208}
	shade    = rgb{236, 240, 245}
	ghost    = rgb{226, 229, 234} // watermark: under the text, never in its way
)

// style of a line of type: size in points, leading in millimetres. Words of
// running text may be divided at the end of a line; those of a title, a label or
// an answer stay whole.
type style struct {
	size    float64
	leading float64
	bold    bool
	color   rgb
	running bool
}

var (
	titleStyle      = style{17, 7.6, true, ink, false}
	subtitleStyle   = style{11, 5.4, false, muted, false}
	letterheadStyle = style{11.5, 5.4, true, accent, false}
	heading1Style   = style{12.5, 6, true, accent, false}
	heading2Style   = style{10.5, 5.2, true, ink, false}
	bodyStyle       = style{10, 4.9, false, ink, true}
	strongStyle     = style{10, 4.9, true, ink, true}
	valueStyle      = style{10, 4.9, false, ink, false}
	labelStyle      = style{9, 4.9, false, muted, false}
	cellStyle       = style{9, 4.3, false, ink, true}
	cellHeadStyle   = style{8.5, 4.2, true, ink, false}
	smallStyle      = style{8.5, 4.2, false, muted, false}
	footerStyle     = style{7.5, footerLeading, false, muted, false}
	watermarkStyle  = style{64, 20, true, ghost, false}
)

// sheet is a document while it is set: the pages so far and the height at
// which the next line begins.
type sheet struct {
	doc    Document
	lang   string
	glyphs coverage
	types  [2]typeface // regular and bold
	divide divider     // of words, in the language of the document
	logo   *picture
	pages  []*page
	page   *page    // the one that is being set
	root   *element // of the structure
	depth  int      // of the last heading
	y      float64
	bottom float64 // where the text ends and the footer's space begins
}

func (s *sheet) newPage() {
	if s.page != nil {
		s.page.leave()
	}
	s.page = &page{number: len(s.pages)}
	s.pages = append(s.pages, s.page)
	s.y = marginTop
	if s.doc.Watermark != "" {
		s.watermark(s.glyphs.visible(s.doc.Watermark))
	}
}

// watermark is set first, so that all text lies over it; long texts are made
// smaller until they fit the diagonal.
func (s *sheet) watermark(text string) {
	st := watermarkStyle
	for st.size > 12 && s.width(text, st) > 260 {
		st.size -= 2
	}
	w := s.width(text, st)
	s.page.enter(watermarkMark)
	sin, cos := math.Sincos(52 * math.Pi / 180)
	s.page.turned(cos, sin, func() {
		s.line(watermarkMark, pageWidth/2-w/2, w, pageHeight/2-st.leading/2, line{text: text}, st, false)
	})
}

// room is the height left on the page.
func (s *sheet) room() float64 { return s.bottom - s.y }

// need begins a new page unless h millimetres are left. A block higher than a
// page begins where it is.
func (s *sheet) need(h float64) {
	if h > s.room() && h <= s.bottom-marginTop {
		s.newPage()
	}
}

func (s *sheet) typeface(st style) *typeface {
	if st.bold {
		return &s.types[1]
	}
	return &s.types[0]
}

func (s *sheet) width(text string, st style) float64 {
	return float64(s.typeface(st).face.width(text)) * st.size * pointInMM / 1000
}

func (s *sheet) measure(st style) func(string) float64 {
	return func(text string) float64 { return s.width(text, st) }
}

// wrapped are the lines of a text in a column.
func (s *sheet) wrapped(text string, width float64, st style) []line {
	divide := s.divide
	if !st.running {
		divide = nil
	}
	return wrap(s.glyphs.visible(text), width, s.measure(st), divide)
}

// line sets one line whose upper edge is at y, inside a column. What divides it
// from the next in the text is set too, so that words do not run together when
// they are copied or read aloud.
func (s *sheet) line(m mark, x, width, y float64, l line, st style, right bool) {
	if l.text == "" {
		return
	}
	t := s.typeface(st)
	if right {
		x += width - s.width(strings.TrimSuffix(l.shown(), " "), st)
	}
	shown := l.shown()
	onPaper := visual(shown)
	if onPaper != shown && m.element != nil {
		// From right to left, the glyphs stand the other way round than they are
		// read: what is read is told beside them (ISO 32000-1 14.9.4).
		span := m.element.add("Span")
		span.actual, m = shown, span.mark()
	}
	size := st.size * pointInMM
	s.page.enter(m)
	s.page.text(x, y+(st.leading-size)/2+0.82*size, t.show(onPaper), t.face, t.resource, st)
}

// flow sets a text in a column from the current height on, over as many pages
// as it takes.
func (s *sheet) flow(m mark, x, width float64, text string, st style) {
	for _, l := range s.wrapped(text, width, st) {
		if s.room() < st.leading {
			s.newPage()
		}
		s.line(m, x, width, s.y, l, st, false)
		s.y += st.leading
	}
}

// heading sets a text that heads what follows. Its place among the headings is
// one below the one above it at most: no level is skipped (ISO 14289-1 7.4.2),
// and a blank text heads nothing.
func (s *sheet) heading(level int, x, width float64, text string, st style) {
	if strings.TrimSpace(text) != "" {
		s.depth = min(level, s.depth+1)
	}
	s.flow(s.root.add("H"+strconv.Itoa(max(1, s.depth))).mark(), x, width, text, st)
}

// rule is a line that means nothing to who does not see it.
func (s *sheet) rule(x, width, y float64, c rgb, thickness float64) {
	s.fill(x, y-thickness/2, width, thickness, c)
}

func (s *sheet) fill(x, y, width, height float64, c rgb) {
	s.page.enter(layoutMark)
	s.page.rectangle(x, y, width, height, c)
}
