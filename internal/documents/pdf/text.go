// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// coverage knows which characters all fonts of the writer can show.
type coverage []*sfnt.Font

func newCoverage(fonts ...[]byte) (coverage, error) {
	var c coverage
	for _, ttf := range fonts {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			return nil, fmt.Errorf("pdf: font: %w", err)
		}
		c = append(c, f)
	}
	return c, nil
}

func (c coverage) has(r rune) bool {
	if r > 0xFFFF { // the writer's fonts are addressed by two bytes
		return false
	}
	var buf sfnt.Buffer
	for _, f := range c {
		if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

// visible makes every character of a text appear on paper: composed where the
// fonts know the composed form, and as [U+XXXX] where there is no glyph or
// where the character is a control (a name with a reversed direction must not
// be able to look like another name). Line feeds stay.
func (c coverage) visible(text string) string {
	text = norm.NFC.String(strings.ToValidUTF8(text, string(utf8.RuneError)))
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(text)
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || !unicode.In(r, unicode.Cc, unicode.Cf) && c.has(r) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "[U+%04X]", r)
	}
	return b.String()
}

// wrap breaks a text into lines no wider than width, as measured by measure:
// at spaces where it can, inside a word where it must.
func wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, width, measure)...)
	}
	return lines
}

func wrapParagraph(text string, width float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		joined := word
		if line != "" {
			joined = line + " " + word
		}
		if measure(joined) <= width {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for measure(word) > width {
			head := breakWord(word, width, measure)
			lines = append(lines, word[:head])
			word = word[head:]
		}
		line = word
	}
	return append(lines, line)
}

// breakWord is the number of bytes of the longest head of word that fits:
// at least one character, and up to a natural place when one is near the end.
func breakWord(word string, width float64, measure func(string) float64) int {
	fits, natural := 0, 0
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if fits > 0 && measure(word[:end]) > width {
			break
		}
		fits = end
		if strings.ContainsRune("-/.,;:@_", r) {
			natural = end
		}
	}
	if natural > fits*2/3 && fits < len(word) {
		return natural
	}
	return fits
}

// visual puts the runs of a line that are read from right to left in the order
// in which they stand on paper.
func visual(line string) string {
	if !strings.ContainsFunc(line, isRightToLeft) {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(line, bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
		return line
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	var b strings.Builder
	for i := range order.NumRuns() {
		run := order.Run(i)
		if run.Direction() == bidi.RightToLeft {
			b.WriteString(bidi.ReverseString(run.String()))
			continue
		}
		b.WriteString(run.String())
	}
	return b.String()
}

func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}
