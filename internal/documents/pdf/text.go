// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// coverage knows which characters all fonts of the writer can show.
type coverage []*face

func (c coverage) has(r rune) bool {
	for _, f := range c {
		if !f.has(r) {
			return false
		}
	}
	return true
}

// visible makes every character of a text appear on paper: composed where the
// fonts know the composed form, and as [U+XXXX] where there is no glyph or
// where the character is a control (a name with a reversed direction must not
// be able to look like another name) or means what two parties agreed on. Line
// feeds stay.
func (c coverage) visible(text string) string {
	text = norm.NFC.String(strings.ToValidUTF8(text, string(utf8.RuneError)))
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(text)
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) && c.has(r) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "[U+%04X]", r)
	}
	return b.String()
}

// line is a part of a text that stands on one line.
type line struct {
	text string
	end  ending
}

// ending is what divides a line from the next one in the text.
type ending byte

const (
	nothing ending = iota // the last line, or a word broken where it had to be
	space                 // a space or a line feed
	hyphen                // a word that was divided
)

// shown is the line with what divides it from the next.
func (l line) shown() string {
	switch l.end {
	case space:
		return l.text + " "
	case hyphen:
		return l.text + softHyphen
	}
	return l.text
}

// wrap breaks a text into lines no wider than width, as measured by measure:
// at spaces where it can, inside a word where it must. A word is divided, where
// divide is given and says so, when without it the line would be left short.
func wrap(text string, width float64, measure func(string) float64, divide divider) []line {
	var lines []line
	for paragraph := range strings.SplitSeq(text, "\n") {
		if len(lines) > 0 {
			lines[len(lines)-1].end = space
		}
		w := wrapping{width: width, measure: measure, divide: divide}
		for _, word := range strings.FieldsFunc(paragraph, func(r rune) bool { return r == ' ' }) {
			w.add(word)
		}
		lines = append(append(lines, w.lines...), line{text: w.line})
	}
	return lines
}

// wrapping is a paragraph while it is broken into lines.
type wrapping struct {
	width   float64
	measure func(string) float64
	divide  divider
	lines   []line
	line    string // the one that is being filled
}

func (w *wrapping) add(word string) {
	joined := word
	if w.line != "" {
		joined = w.line + " " + word
	}
	if w.measure(joined) <= w.width {
		w.line = joined
		return
	}
	word = word[w.divideInto(word):]
	if w.line != "" {
		w.lines = append(w.lines, line{w.line, space})
		w.line = ""
	}
	for word != "" && w.measure(word) > w.width {
		n := w.divideInto(word)
		if n == 0 {
			n = breakWord(word, w.width, w.measure)
			w.lines = append(w.lines, line{word[:n], nothing})
		}
		word = word[n:]
	}
	w.line = word
}

const (
	fullEnough  = 0.87 // of the width: a line so long is better than a divided word
	mostHyphens = 2    // below each other
)

// divideInto ends the line with the beginning of a word, and says how many of
// its bytes that took; none when the word is better left whole.
func (w *wrapping) divideInto(word string) int {
	if w.divide == nil || w.measure(w.line) > w.width*fullEnough || w.hyphensAbove() >= mostHyphens {
		return 0
	}
	before := ""
	if w.line != "" {
		before = w.line + " "
	}
	offsets := w.divide(word)
	for _, n := range slices.Backward(offsets) {
		if w.measure(before+word[:n]+softHyphen) <= w.width {
			w.lines = append(w.lines, line{before + word[:n], hyphen})
			w.line = ""
			return n
		}
	}
	return 0
}

func (w *wrapping) hyphensAbove() int {
	n := 0
	for n < len(w.lines) && w.lines[len(w.lines)-1-n].end == hyphen {
		n++
	}
	return n
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
//
// The line itself is read from left to right whatever it begins with, as all
// documents are: the mark says so to bidi, which would go by the first letter.
func visual(line string) string {
	const leftToRight = "\u200E"
	if !strings.ContainsFunc(line, isRightToLeft) {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(leftToRight + line); err != nil {
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
	return strings.TrimPrefix(b.String(), leftToRight)
}

func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}
