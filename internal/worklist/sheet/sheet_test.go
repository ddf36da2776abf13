// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/terms"
)

// nasty are texts that have been used to run something in who opens a file.
var nasty = []string{`=HYPERLINK("http://x.example";"y")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1+1"}

func day(t *testing.T, s string) terms.Date {
	t.Helper()
	d, err := terms.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	w, err := NewCSV(&b)
	if err != nil {
		t.Fatal(err)
	}
	must(t, w.Row(Text("Codice"), Text("Nome")))
	must(t, w.Row(Text(`D'Àngelo; detto "Ugo"`), Number(12), Day(day(t, "2026-11-04")), Day(terms.Date{})))
	for _, text := range nasty {
		must(t, w.Row(Text(text)))
	}
	must(t, w.Close())
	lines := strings.Split(b.String(), "\r\n")
	want := []string{"\ufeffCodice;Nome", `"D'Àngelo; detto ""Ugo""";12;04/11/2026;`}
	if diff := cmp.Diff(want, lines[:2]); diff != "" {
		t.Error(diff)
	}
	for i, text := range nasty {
		if got := strings.TrimLeft(lines[i+2], `"`); !strings.HasPrefix(got, "'") {
			t.Errorf("%q is written as %q", text, got)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// read is what a spreadsheet finds in a sheet.
type read struct {
	Rows []struct {
		Cells []struct {
			At      string `xml:"r,attr"`
			Type    string `xml:"t,attr"`
			Formula string `xml:"f"`
			Value   string `xml:"v"`
			Inline  string `xml:"is>t"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

func open(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		parts[f.Name], err = io.ReadAll(r)
		must(t, err)
		must(t, xml.Unmarshal(parts[f.Name], new(struct{ XMLName xml.Name })))
	}
	return parts
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	w, err := NewXLSX(&b, "Pratiche [2026]")
	must(t, err)
	w.(*xlsxWriter).max = 3
	must(t, w.Row(Text("Codice"), Text("Scadenza")))
	must(t, w.Row(Text("a<b&\x01"), Day(day(t, "2026-11-24")), Number(7)))
	for _, text := range nasty {
		must(t, w.Row(Text(text)))
	}
	must(t, w.Close())
	parts := open(t, b.Bytes())
	var first, last read
	must(t, xml.Unmarshal(parts["xl/worksheets/sheet1.xml"], &first))
	must(t, xml.Unmarshal(parts["xl/worksheets/sheet4.xml"], &last))
	cells := first.Rows[1].Cells
	if cells[0].Inline != "a<b&\ufffd" || cells[1].Value != "46350" || cells[2].Value != "7" || cells[2].At != "C2" {
		t.Errorf("%+v", cells)
	}
	if last.Rows[0].Cells[0].Inline != "Codice" || last.Rows[2].Cells[0].Inline != nasty[5] && last.Rows[1].Cells[0].Inline != nasty[5] {
		t.Errorf("the last sheet: %+v", last.Rows)
	}
	for name, part := range parts {
		if strings.Contains(string(part), "<f>") {
			t.Errorf("%s holds a formula", name)
		}
	}
	if !strings.Contains(string(parts["xl/workbook.xml"]), `name="Pratiche 2026 4"`) {
		t.Errorf("%s", parts["xl/workbook.xml"])
	}
}

func TestColumns(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := column(n); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}

// TestMemory writes 100,000 rows: what is kept does not grow with them.
func TestMemory(t *testing.T) {
	w, err := NewXLSX(io.Discard, "x")
	must(t, err)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 100_000 {
		must(t, w.Row(Text("AAAA-BBBB-C"), Number(12), Text("Rossi Anna"), Text("Patrocinio a spese dello Stato"), Text("In carico")))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	must(t, w.Close())
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("grown by %d bytes", grown)
	}
}

func TestLongText(t *testing.T) {
	if got := cut(strings.Repeat("𝄞", maxCell)); len(got) != maxCell/2*4 {
		t.Errorf("%d bytes", len(got))
	}
}
