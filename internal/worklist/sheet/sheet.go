// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"pratica/internal/terms"
)

// Cell is a text, a whole number or a day; the zero value is empty.
type Cell struct {
	text   string
	number int64
	day    terms.Date
	kind   kind
}

type kind int

const (
	textCell kind = iota
	numberCell
	dayCell
)

// Text makes a cell of text.
func Text(s string) Cell { return Cell{text: s} }

// Number makes a cell of a whole number.
func Number(n int64) Cell { return Cell{number: n, kind: numberCell} }

// Day makes a cell of a day; the zero day is an empty cell.
func Day(d terms.Date) Cell {
	if d.IsZero() {
		return Cell{}
	}
	return Cell{day: d, kind: dayCell}
}

// Writer writes a table. The first row is the heading. Close ends the file, not
// what it is written to.
type Writer interface {
	Row(cells ...Cell) error
	Close() error
}

// csvWriter writes what the Italian
// Excel opens with a double click. The mark at the beginning tells it the
// encoding.
type csvWriter struct{ out *csv.Writer }

// NewCSV writes CSV: UTF-8 with its mark, semicolons, lines that end in CRLF
// (RFC 4180).
func NewCSV(w io.Writer) (Writer, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	return csvWriter{out}, nil
}

// Row is part of Writer.
func (w csvWriter) Row(cells ...Cell) error {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = c.plain()
	}
	return w.out.Write(row)
}

// Close is part of Writer.
func (w csvWriter) Close() error {
	w.out.Flush()
	return w.out.Error()
}

func (c Cell) plain() string {
	switch c.kind {
	case numberCell:
		return strconv.FormatInt(c.number, 10)
	case dayCell:
		y, m, d := c.day.Date()
		return fmt.Sprintf("%02d/%02d/%04d", d, m, y)
	}
	return Harmless(c.text)
}

// Harmless puts an apostrophe before a text that a spreadsheet would take for a
// formula.
func Harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
