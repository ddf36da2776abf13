// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"pratica/internal/fiscal"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Bounds of an import. The largest order of Italy has some 25,000 members, not all in the list.
const (
	maxFile = 10 << 20
	maxRows = 50_000
)

// Row is one line of the file as read, with what is wrong in it.
type Row struct {
	Line    int // in the file, from 1
	Counsel Counsel
	Faults  []problem.Field
}

// columns knows the headings of each field, folded. The first one names the field in messages.
var columns = []struct {
	field string
	names []string
}{
	{"name", []string{"nome e cognome", "cognome e nome", "nominativo", "avvocato", "name", "full name", "difensore"}},
	{"surname", []string{"cognome", "surname", "last name"}},
	{"given", []string{"nome", "given name", "first name"}},
	{"fiscal_code", []string{"codice fiscale", "cf", "c f", "cod fiscale", "tax code", "fiscal code"}},
	{"bar", []string{"ordine", "foro", "ordine di appartenenza", "bar", "order"}},
	{"pec", []string{"pec", "indirizzo pec", "posta certificata", "certified mail"}},
	{"email", []string{"email", "e mail", "mail", "posta elettronica", "indirizzo email"}},
	{"since", []string{"iscritto dal", "data iscrizione", "iscrizione", "data di iscrizione", "enrolled since", "since"}},
}

// ReadCounsel reads a list as spreadsheets export it: UTF-8 with or without a byte order mark, or Windows-1252; fields parted by
// semicolon, comma or tab. A line that is wrong does not stop the others. The error is a problem (Invalid) when the file as a whole cannot be read.
func ReadCounsel(r io.Reader) ([]Row, error) {
	text, err := decode(r)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = separator(text), -1, true
	head, err := reader.Read()
	if err != nil {
		return nil, problem.New(problem.Invalid, "office.csv_empty").Because(err)
	}
	at, err := headings(head)
	if err != nil {
		return nil, err
	}
	return rows(reader, at)
}

// decode returns the file as UTF-8. A file in another Unicode form, or no text at all, is refused with the reason.
func decode(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxFile:
		return nil, problem.New(problem.Invalid, "office.csv_too_large", "mb", maxFile>>20)
	case bytes.IndexByte(data, 0) >= 0: // UTF-16, a workbook, a picture
		return nil, problem.New(problem.Invalid, "office.csv_not_text")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return data, nil
	}
	return charmap.Windows1252.NewDecoder().Bytes(data)
}

// separator is the one that occurs most in the first line.
func separator(text []byte) rune {
	line, _ := bufio.NewReader(bytes.NewReader(text)).ReadString('\n')
	best, most := ';', 0
	for _, candidate := range ";,\t" {
		if n := strings.Count(line, string(candidate)); n > most {
			best, most = candidate, n
		}
	}
	return best
}

// headings finds the columns; it names those that must be there and are not.
func headings(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, title := range head {
		folded := foldName(title)
		for _, c := range columns {
			for _, name := range c.names {
				if _, taken := at[c.field]; folded == name && !taken {
					at[c.field] = i
				}
			}
		}
	}
	has := func(field string) bool { _, ok := at[field]; return ok }
	var absent []problem.Field
	need := func(present bool, title string) {
		if !present {
			absent = append(absent, problem.Field{Path: title, Code: "office.csv_column_missing", Args: []any{"column", title}})
		}
	}
	need(has("name") || has("surname") && has("given"), "nominativo")
	need(has("fiscal_code"), "codice fiscale")
	need(has("pec") || has("email"), "pec")
	if len(absent) > 0 {
		return nil, problem.New(problem.Invalid, "office.csv_columns").With(absent...)
	}
	return at, nil
}

func rows(reader *csv.Reader, at map[string]int) ([]Row, error) {
	var list []Row
	seen := map[string]int{}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if isBlank(record) {
			continue
		}
		if len(list) == maxRows {
			return nil, problem.New(problem.Invalid, "office.csv_too_many", "max", maxRows)
		}
		line, _ := reader.FieldPos(0)
		row := readRow(record, at)
		row.Line = line
		row.noteRepeat(seen)
		list = append(list, row)
	}
}

// unreadable names the line at which the quotes of the file stop making sense; what follows it cannot be parted into lines.
func unreadable(err error) error {
	line := 0
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		line = parse.Line
	}
	return problem.New(problem.Invalid, "office.csv_quotes", "line", line).Because(err)
}

func isBlank(record []string) bool { return strings.TrimSpace(strings.Join(record, "")) == "" }

func readRow(record []string, at map[string]int) Row {
	cell := func(field string) string {
		i, ok := at[field]
		if !ok || i >= len(record) {
			return ""
		}
		return norm.NFC.String(strings.Join(strings.Fields(record[i]), " "))
	}
	c := Counsel{Name: cell("name"), Bar: cell("bar"), PEC: strings.ToLower(cell("pec")), Email: strings.ToLower(cell("email"))}
	if c.Name == "" {
		c.Name = strings.TrimSpace(cell("given") + " " + cell("surname"))
	}
	row := Row{Counsel: c}
	row.check(cell("fiscal_code"), cell("since"))
	return row
}

// check fills in the values that have a form of their own, and notes what is wrong.
func (r *Row) check(code, since string) {
	fault := func(is bool, path, code string, args ...any) {
		if is {
			r.Faults = append(r.Faults, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	c := &r.Counsel
	fault(c.Name == "", "name", "office.counsel_name_missing")
	fault(utf8.RuneCountInString(c.Name) > 120, "name", "office.text_long", "max", 120)
	fault(utf8.RuneCountInString(c.Bar) > maxText, "bar", "office.text_long", "max", maxText)
	parsed, err := fiscal.Parse(code)
	fault(err != nil || parsed.IsNumeric(), "fiscal_code", "office.fiscal_code_invalid")
	if err == nil {
		c.FiscalCode = string(parsed)
	}
	fault(c.PEC != "" && !isAddress(c.PEC), "pec", "office.address_invalid")
	fault(c.Email != "" && !isAddress(c.Email), "email", "office.address_invalid")
	fault(c.PEC == "" && c.Email == "", "pec", "office.counsel_address_missing")
	day, ok := readDay(since)
	fault(!ok, "since", "office.day_invalid")
	c.Since = day
}

// readDay takes a day as Italian spreadsheets write it, or in ISO form.
func readDay(s string) (string, bool) {
	if s == "" {
		return "", true
	}
	for _, layout := range []string{"02/01/2006", "2/1/2006", "02-01-2006", "02.01.2006", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1900 {
			return terms.NewDate(t.Date()).String(), true
		}
	}
	return "", false
}

// noteRepeat marks a person who stood in an earlier line already: which line is meant, nobody can tell.
func (r *Row) noteRepeat(seen map[string]int) {
	code := r.Counsel.FiscalCode
	if code == "" {
		return
	}
	if first, repeated := seen[code]; repeated {
		r.Faults = append(r.Faults, problem.Field{Path: "fiscal_code", Code: "office.counsel_repeated", Args: []any{"line", first}})
		return
	}
	seen[code] = r.Line
}
