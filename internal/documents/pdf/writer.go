// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// Typesetter is the Writer. It is safe for concurrent use.
type Typesetter struct {
	fonts    fonts
	glyphs   coverage
	profile  []byte // compressed
	pictures pictures
}

var _ Writer = (*Typesetter)(nil)

// New reads the fonts.
func New() (*Typesetter, error) {
	f, err := readFonts()
	if err != nil {
		return nil, err
	}
	return &Typesetter{fonts: f, glyphs: coverage{f.regular, f.bold}, profile: compress(colorProfile())}, nil
}

// Write implements Writer.
func (t *Typesetter) Write(ctx context.Context, d Document) ([]byte, error) {
	s := newSheet(d, t.fonts, t.glyphs)
	if d.Logo != nil {
		logo, err := t.pictures.of(*d.Logo)
		if err != nil {
			return nil, err
		}
		s.logo = &logo
	}
	s.newPage()
	if err := s.head(); err != nil {
		return nil, err
	}
	for _, b := range d.Blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.set(s)
	}
	s.footers()
	return s.file(t.profile)
}

func newSheet(d Document, of fonts, glyphs coverage) *sheet {
	s := &sheet{
		doc: d, glyphs: glyphs, lang: safeLang(d.Lang), root: &element{tag: "Document"},
		bottom: pageHeight - marginBottom - footerLeading*float64(len(d.Footer)),
	}
	for i, f := range []*face{of.regular, of.bold} {
		s.types[i] = typeface{face: f, resource: "F" + strconv.Itoa(i+1), used: make([]rune, len(f.widths))}
	}
	if isItalian(s.lang) {
		s.divide = syllables
	}
	return s
}

// languageTag is the shape of a tag (BCP 47, as ISO 32000-1 14.9.2.2 reads it).
var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// safeLang is the tag that goes into the file. Who reads aloud must be told some
// language (ISO 14289-1 7.2): where none can be read, the one of the bodies that
// this program is for.
func safeLang(tag string) string {
	if languageTag.MatchString(tag) {
		return tag
	}
	return "it"
}

func isItalian(tag string) bool {
	tag = strings.ToLower(tag)
	return tag == "it" || strings.HasPrefix(tag, "it-")
}

// head sets letterhead, title and QR code of the first page. The code is drawn
// before it is known how far the title goes, and read after it.
func (s *sheet) head() error {
	width := textWidth
	var figure *element
	if s.doc.QR != "" {
		code, err := qr.Encode(s.doc.QR, qr.M)
		if err != nil {
			return fmt.Errorf("pdf: qr code: %w", err)
		}
		figure = newFigure("QR: "+s.oneLine(s.doc.QR), marginLeft+textWidth-qrSize, marginTop, qrSize, qrSize)
		s.qrCode(figure, code, marginLeft+textWidth-qrSize, marginTop)
		width -= qrSize + 6
	}
	s.letterhead(width)
	s.heading(1, marginLeft, width, s.doc.Title, titleStyle)
	if s.doc.Subtitle != "" {
		s.flow(s.root.add("P").mark(), marginLeft, width, s.doc.Subtitle, subtitleStyle)
	}
	if figure != nil {
		s.root.adopt(figure)
		if s.page.number == 0 {
			s.y = max(s.y, marginTop+qrSize)
		}
	}
	s.y += 3
	return nil
}

func (s *sheet) letterhead(width float64) {
	x, below := marginLeft, s.y
	if s.logo != nil {
		w, h := s.logo.place()
		s.picture(x, s.y, w, h)
		x, below = x+w+logoGap, s.y+h
		width -= w + logoGap
	}
	for i, line := range s.doc.Letterhead {
		st := smallStyle
		if i == 0 {
			st = letterheadStyle
		}
		s.flow(s.root.add("P").mark(), x, width, line, st)
	}
	s.y = max(s.y, below)
	if len(s.doc.Letterhead) > 0 || s.logo != nil {
		s.y += 2
		s.rule(marginLeft, width+x-marginLeft, s.y, accent, 0.5)
		s.y += 5
	}
}

func (s *sheet) picture(x, y, width, height float64) {
	alt := s.oneLine(s.doc.Logo.Alt)
	if alt == "" {
		alt = "Logo"
	}
	s.page.enter(s.root.adopt(newFigure(alt, x, y, width, height)).mark())
	s.page.image(x, y, width, height, logoResource)
}

// newFigure is a picture of the structure, with its place (ISO 14289-1 7.3).
func newFigure(alt string, x, y, width, height float64) *element {
	box := "/O/Layout/Placement/Block/BBox["
	for i, v := range []float64{x, pageHeight - y - height, x + width, pageHeight - y} {
		if i > 0 {
			box += " "
		}
		box += string(appendNumber(nil, v/pointInMM, 2))
	}
	return &element{tag: "Figure", alt: alt, attributes: box + "]"}
}

func (s *sheet) qrCode(figure *element, code *qr.Code, x, y float64) {
	module := qrSize / float64(code.Size)
	s.page.enter(figure.mark())
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			run := col
			for run < code.Size && code.Black(run, row) {
				run++
			}
			if run > col {
				s.page.rectangle(x+float64(col)*module, y+float64(row)*module, float64(run-col)*module, module, rgb{})
				col = run
			}
		}
	}
}

// footers are set last, when the number of pages is known.
func (s *sheet) footers() {
	label := s.doc.PageLabel
	if label == "" {
		label = "{page} / {pages}"
	}
	for i, p := range s.pages {
		s.page = p
		s.footer(strings.NewReplacer("{page}", strconv.Itoa(i+1), "{pages}", strconv.Itoa(len(s.pages))).Replace(label))
		p.leave()
	}
}

func (s *sheet) footer(pageLabel string) {
	y := s.bottom + 4
	s.page.enter(footerMark)
	s.page.rectangle(marginLeft, y-0.1, textWidth, 0.2, hairline)
	y += 1.5
	s.line(footerMark, marginLeft, textWidth, y, line{text: s.glyphs.visible(pageLabel)}, footerStyle, true)
	for _, text := range s.doc.Footer {
		s.line(footerMark, marginLeft, textWidth, y, line{text: s.fit(s.glyphs.visible(text), textWidth-30, footerStyle)}, footerStyle, false)
		y += footerLeading
	}
}

// fit shortens a line that has no room to wrap, visibly.
func (s *sheet) fit(text string, width float64, st style) string {
	if lines := wrap(text, width, s.measure(st), nil); len(lines) > 1 {
		return lines[0].text + " …"
	}
	return text
}
