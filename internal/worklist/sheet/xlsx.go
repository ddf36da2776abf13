// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// maxRows is what one sheet of XLSX holds; a longer table goes on in another.
const maxRows = 1_048_576

// maxCell is the longest text of a cell, in UTF-16 units.
const maxCell = 32_767

const (
	mainSpace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace     = "http://schemas.openxmlformats.org/package/2006/relationships"
	officeSpace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typeSpace    = "http://schemas.openxmlformats.org/package/2006/content-types"
	contentMain  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	xmlBeginning = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// The styles of cells, by their place in styles.xml.
const (
	plainStyle = iota
	headStyle
	dayStyle
	textStyle // quoted: it stays text also when it is edited
)

const styles = `<styleSheet xmlns="` + mainSpace + `">` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` +
	`</styleSheet>`

// xlsxWriter writes the sheets first and what names them last, so that nothing
// is kept. ECMA-376 part 1, 18.2 and 18.3; texts are inline strings (18.18.11).
type xlsxWriter struct {
	zip    *zip.Writer
	out    *bufio.Writer
	name   string
	sheets int
	rows   int    // of the sheet that is being written
	head   []Cell // repeated on each sheet
	max    int
}

// NewXLSX writes a workbook whose sheet has a name. It writes to w as rows come.
func NewXLSX(w io.Writer, name string) (Writer, error) {
	x := &xlsxWriter{zip: zip.NewWriter(w), name: name, max: maxRows}
	return x, x.begin()
}

func (x *xlsxWriter) begin() error {
	x.sheets, x.rows = x.sheets+1, 0
	part, err := x.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", x.sheets))
	if err != nil {
		return err
	}
	x.out = bufio.NewWriterSize(part, 64<<10)
	_, err = x.out.WriteString(xmlBeginning + `<worksheet xmlns="` + mainSpace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr baseColWidth="20" defaultRowHeight="15"/><sheetData>`)
	return err
}

func (x *xlsxWriter) end() error {
	if _, err := x.out.WriteString(`</sheetData></worksheet>`); err != nil {
		return err
	}
	return x.out.Flush()
}

// Row is part of Writer.
func (x *xlsxWriter) Row(cells ...Cell) error {
	if x.rows == x.max {
		if err := x.end(); err != nil {
			return err
		}
		if err := x.begin(); err != nil {
			return err
		}
		if err := x.row(x.head); err != nil {
			return err
		}
	}
	if x.sheets == 1 && x.rows == 0 {
		x.head = append([]Cell{}, cells...)
	}
	return x.row(cells)
}

func (x *xlsxWriter) row(cells []Cell) error {
	x.rows++
	if _, err := fmt.Fprintf(x.out, `<row r="%d">`, x.rows); err != nil {
		return err
	}
	for i, c := range cells {
		if err := x.cell(column(i)+strconv.Itoa(x.rows), c); err != nil {
			return err
		}
	}
	_, err := x.out.WriteString(`</row>`)
	return err
}

func (x *xlsxWriter) cell(at string, c Cell) error {
	var err error
	switch {
	case c.kind == numberCell:
		_, err = fmt.Fprintf(x.out, `<c r="%s"><v>%d</v></c>`, at, c.number)
	case c.kind == dayCell:
		_, err = fmt.Fprintf(x.out, `<c r="%s" s="%d"><v>%d</v></c>`, at, dayStyle, serial(c))
	case c.text != "":
		style := textStyle
		if x.rows == 1 {
			style = headStyle
		}
		if _, err = fmt.Fprintf(x.out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, at, style); err != nil {
			return err
		}
		if err = xml.EscapeText(x.out, []byte(cut(c.text))); err != nil {
			return err
		}
		_, err = x.out.WriteString(`</t></is></c>`)
	}
	return err
}

// serial counts days as spreadsheets do, from 30 December 1899.
func serial(c Cell) int64 {
	y, m, d := c.day.Date()
	return int64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// column is the name of a column from its number: A, B, …, Z, AA.
func column(i int) string {
	name := string(rune('A' + i%26))
	for i = i/26 - 1; i >= 0; i = i/26 - 1 {
		name = string(rune('A'+i%26)) + name
	}
	return name
}

// cut shortens a text to what a cell holds, between characters.
func cut(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > maxCell {
			return s[:i]
		}
	}
	return s
}

// Close is part of Writer.
func (x *xlsxWriter) Close() error {
	if err := x.end(); err != nil {
		return err
	}
	for _, part := range x.parts() {
		w, err := x.zip.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xmlBeginning+part[1]); err != nil {
			return err
		}
	}
	return x.zip.Close()
}

// parts are the files that name the sheets.
func (x *xlsxWriter) parts() [][2]string {
	types := `<Types xmlns="` + typeSpace + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + contentMain + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + contentMain + `styles+xml"/>`
	book := `<workbook xmlns="` + mainSpace + `" xmlns:r="` + officeSpace + `"><sheets>`
	links := `<Relationships xmlns="` + relSpace + `"><Relationship Id="styles" Type="` + officeSpace + `/styles" Target="styles.xml"/>`
	for n := 1; n <= x.sheets; n++ {
		types += fmt.Sprintf(`<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, contentMain)
		book += fmt.Sprintf(`<sheet name="%s" sheetId="%d" r:id="sheet%d"/>`, x.sheetName(n), n, n)
		links += fmt.Sprintf(`<Relationship Id="sheet%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, officeSpace, n)
	}
	return [][2]string{
		{"[Content_Types].xml", types + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + relSpace + `"><Relationship Id="book" Type="` + officeSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", book + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", links + `</Relationships>`},
		{"xl/styles.xml", styles},
	}
}

// maxName is the longest name of a sheet.
const maxName = 31

// sheetName is the name of the n-th sheet, without the signs that none may have.
func (x *xlsxWriter) sheetName(n int) string {
	end := ""
	if n > 1 {
		end = " " + strconv.Itoa(n)
	}
	var clean []rune
	for _, r := range x.name {
		if r >= ' ' && r != utf8.RuneError && !isIn(r, `[]:*?/\'"<>&`) {
			clean = append(clean, r)
		}
	}
	return string(clean[:min(len(clean), maxName-len(end))]) + end
}

func isIn(r rune, set string) bool {
	for _, s := range set {
		if r == s {
			return true
		}
	}
	return false
}
