// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"
)

// Typesetter is the Writer on fpdf. It is safe for concurrent use.
type Typesetter struct {
	fonts  fonts
	glyphs coverage
}

var _ Writer = (*Typesetter)(nil)

// New reads the fonts.
func New() (*Typesetter, error) {
	f, err := readFonts()
	if err != nil {
		return nil, err
	}
	glyphs, err := newCoverage(f.regular, f.bold)
	if err != nil {
		return nil, err
	}
	return &Typesetter{fonts: f, glyphs: glyphs}, nil
}

// Write implements Writer.
func (t *Typesetter) Write(ctx context.Context, d Document) ([]byte, error) {
	s := newSheet(d, t.fonts, t.glyphs)
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
	var out bytes.Buffer
	if err := s.f.Output(&out); err != nil {
		return nil, fmt.Errorf("pdf: %q: %w", d.Title, err)
	}
	return out.Bytes(), nil
}

func newSheet(d Document, of fonts, glyphs coverage) *sheet {
	f := fpdf.New("P", "mm", "A4", "")
	f.AddUTF8FontFromBytes(fontFamily, "", of.regular)
	f.AddUTF8FontFromBytes(fontFamily, "B", of.bold)
	f.SetCatalogSort(true) // without it fonts come in the order of a Go map
	f.SetCreationDate(d.Created.UTC())
	f.SetModificationDate(d.Created.UTC())
	f.SetProducer("Pratica", true)
	f.SetTitle(d.Title, true)
	f.SetAuthor(d.Author, true)
	f.SetLang(safeLang(d.Lang))
	f.SetMargins(marginLeft, marginTop, marginRight)
	f.SetAutoPageBreak(false, 0) // pages are broken here, between lines and rows
	return &sheet{f: f, doc: d, glyphs: glyphs, bottom: pageHeight - marginBottom - footerLeading*float64(len(d.Footer))}
}

// safeLang keeps what a language tag is made of: it goes into the file as is.
func safeLang(tag string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, tag)
}

// head sets letterhead, title and QR code of the first page.
func (s *sheet) head() error {
	width := textWidth
	if s.doc.QR != "" {
		code, err := qr.Encode(s.doc.QR, qr.M)
		if err != nil {
			return fmt.Errorf("pdf: qr code: %w", err)
		}
		s.qrCode(code, marginLeft+textWidth-qrSize, marginTop)
		width -= qrSize + 6
	}
	s.letterhead(width)
	s.flow(marginLeft, width, s.doc.Title, titleStyle)
	if s.doc.Subtitle != "" {
		s.flow(marginLeft, width, s.doc.Subtitle, subtitleStyle)
	}
	if s.doc.QR != "" {
		s.y = max(s.y, marginTop+qrSize)
	}
	s.y += 3
	return nil
}

func (s *sheet) letterhead(width float64) {
	for i, line := range s.doc.Letterhead {
		st := smallStyle
		if i == 0 {
			st = letterheadStyle
		}
		s.flow(marginLeft, width, line, st)
	}
	if len(s.doc.Letterhead) > 0 {
		s.y += 2
		s.rule(marginLeft, width, s.y, accent, 0.5)
		s.y += 5
	}
}

func (s *sheet) qrCode(code *qr.Code, x, y float64) {
	module := qrSize / float64(code.Size)
	s.f.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			run := col
			for run < code.Size && code.Black(run, row) {
				run++
			}
			if run > col {
				s.f.Rect(x+float64(col)*module, y+float64(row)*module, float64(run-col)*module, module, "F")
				col = run
			}
		}
	}
}

// footers are set last, when the number of pages is known.
func (s *sheet) footers() {
	pages := s.f.PageCount()
	label := s.doc.PageLabel
	if label == "" {
		label = "{page} / {pages}"
	}
	for page := 1; page <= pages; page++ {
		s.f.SetPage(page)
		s.font = style{} // the page may have ended in another font than the last one
		text := strings.NewReplacer("{page}", strconv.Itoa(page), "{pages}", strconv.Itoa(pages)).Replace(label)
		s.footer(text)
	}
}

func (s *sheet) footer(pageLabel string) {
	y := s.bottom + 4
	s.rule(marginLeft, textWidth, y, hairline, 0.2)
	y += 1.5
	s.line(marginLeft, textWidth, y, s.glyphs.visible(pageLabel), footerStyle, true)
	for _, text := range s.doc.Footer {
		s.line(marginLeft, textWidth, y, s.fit(s.glyphs.visible(text), textWidth-30, footerStyle), footerStyle, false)
		y += footerLeading
	}
}

// fit shortens a line that has no room to wrap, visibly.
func (s *sheet) fit(text string, width float64, st style) string {
	if lines := wrap(text, width, s.measure(st)); len(lines) > 1 {
		return lines[0] + " …"
	}
	return text
}
