// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import "codeberg.org/go-pdf/fpdf"

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

const fontFamily = "liberation"

type rgb [3]int

var (
	ink      = rgb{23, 27, 33}
	muted    = rgb{78, 88, 102} // 7:1 on white
	accent   = rgb{0, 74, 143}
	hairline = rgb{190, 198, 208}
	shade    = rgb{236, 240, 245}
	ghost    = rgb{226, 229, 234} // watermark: under the text, never in its way
)

// style of a line of type: size in points, leading in millimetres.
type style struct {
	size    float64
	leading float64
	bold    bool
	color   rgb
}

var (
	titleStyle      = style{17, 7.6, true, ink}
	subtitleStyle   = style{11, 5.4, false, muted}
	letterheadStyle = style{11.5, 5.4, true, accent}
	heading1Style   = style{12.5, 6, true, accent}
	heading2Style   = style{10.5, 5.2, true, ink}
	bodyStyle       = style{10, 4.9, false, ink}
	strongStyle     = style{10, 4.9, true, ink}
	labelStyle      = style{9, 4.9, false, muted}
	cellStyle       = style{9, 4.3, false, ink}
	cellHeadStyle   = style{8.5, 4.2, true, ink}
	smallStyle      = style{8.5, 4.2, false, muted}
	footerStyle     = style{7.5, footerLeading, false, muted}
	watermarkStyle  = style{64, 20, true, ghost}
)

// sheet is a document while it is set: the pages so far and the height at
// which the next line begins.
type sheet struct {
	f      *fpdf.Fpdf
	doc    Document
	glyphs coverage
	y      float64
	bottom float64 // where the text ends and the footer's space begins
	font   style   // as last told to f on this page
}

func (s *sheet) newPage() {
	s.f.AddPage()
	s.font = style{}
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
	s.f.TransformBegin()
	s.f.TransformRotate(52, pageWidth/2, pageHeight/2)
	s.line(pageWidth/2-w/2, w, pageHeight/2-st.leading/2, text, st, false)
	s.f.TransformEnd()
	s.font = style{} // the end of the transformation restores the font of before
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

func (s *sheet) use(st style) {
	if s.font == st {
		return
	}
	weight := ""
	if st.bold {
		weight = "B"
	}
	s.f.SetFont(fontFamily, weight, 1) // fpdf does not write a font that it believes current
	s.f.SetFont(fontFamily, weight, st.size)
	s.f.SetTextColor(st.color[0], st.color[1], st.color[2])
	s.font = st
}

func (s *sheet) width(text string, st style) float64 {
	s.use(st)
	return s.f.GetStringWidth(text)
}

func (s *sheet) measure(st style) func(string) float64 {
	return func(text string) float64 { return s.width(text, st) }
}

// wrapped are the lines of a text in a column.
func (s *sheet) wrapped(text string, width float64, st style) []string {
	return wrap(s.glyphs.visible(text), width, s.measure(st))
}

// line sets one line whose upper edge is at y, inside a column.
func (s *sheet) line(x, width, y float64, text string, st style, right bool) {
	if text == "" {
		return
	}
	s.use(st)
	if right {
		x += width - s.f.GetStringWidth(text)
	}
	size := st.size * pointInMM
	s.f.Text(x, y+(st.leading-size)/2+0.82*size, visual(text))
}

// flow sets a text in a column from the current height on, over as many pages
// as it takes.
func (s *sheet) flow(x, width float64, text string, st style) {
	for _, l := range s.wrapped(text, width, st) {
		if s.room() < st.leading {
			s.newPage()
		}
		s.line(x, width, s.y, l, st, false)
		s.y += st.leading
	}
}

func (s *sheet) rule(x, width, y float64, c rgb, thickness float64) {
	s.f.SetDrawColor(c[0], c[1], c[2])
	s.f.SetLineWidth(thickness)
	s.f.Line(x, y, x+width, y)
}

func (s *sheet) fill(x, y, width, height float64, c rgb) {
	s.f.SetFillColor(c[0], c[1], c[2])
	s.f.Rect(x, y, width, height, "F")
}
