// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"io"
	"net/http"

	"pratica/internal/terms"
	"pratica/internal/web/kit"
	"pratica/internal/worklist"
	"pratica/internal/worklist/sheet"
)

// filePath is the address of a list as a file.
func filePath(format string, q worklist.Query) string {
	at := Prefix + "/elenco." + format
	if v := q.Values().Encode(); v != "" {
		at += "?" + v
	}
	return at
}

func (f *Face) exportCSV(w http.ResponseWriter, r *http.Request) error {
	return f.export(w, r, "csv", "text/csv; charset=utf-8", func(to io.Writer, _ string) (sheet.Writer, error) { return sheet.NewCSV(to) })
}

func (f *Face) exportXLSX(w http.ResponseWriter, r *http.Request) error {
	return f.export(w, r, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.NewXLSX)
}

// export streams the list as a file. What fails after the first row cannot be
// told in words any more: the connection is cut, and the file is not valid.
func (f *Face) export(w http.ResponseWriter, r *http.Request, format, kind string, open func(io.Writer, string) (sheet.Writer, error)) error {
	q := f.queryOf(r)
	page := f.page(r, f.Kit.Printer(r).T("office.inbox.title"))
	shown := append([]worklist.Column{}, worklist.Columns()...)
	if len(q.Columns) > 0 {
		shown = q.Columns
	}
	words := f.newWords(page)
	var out sheet.Writer
	begin := func() error {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+page.T("worklist.file")+"-"+terms.DateOf(f.Kit.Now()).String()+"."+format+`"`)
		w.Header().Set("Cache-Control", "private, no-store")
		var err error
		if out, err = open(w, page.Title); err != nil {
			return err
		}
		return out.Row(headRow(page, shown)...)
	}
	err := f.Worklist.Export(r.Context(), actor(r), q, format, func(row worklist.Row) error {
		if out == nil {
			if err := begin(); err != nil {
				return err
			}
		}
		if err := f.learn(r, words, row); err != nil {
			return err
		}
		return out.Row(words.fileRow(row, shown)...)
	})
	if err == nil && out == nil {
		err = begin() // a list without cases is a file with its heading
	}
	if err == nil {
		return out.Close()
	}
	if out != nil {
		panic(http.ErrAbortHandler)
	}
	return err
}

func headRow(page kit.Page, shown []worklist.Column) []sheet.Cell {
	cells := []sheet.Cell{sheet.Text(page.T("office.case.code"))}
	for _, c := range shown {
		cells = append(cells, sheet.Text(page.T("worklist.column."+string(c))))
	}
	return cells
}

func (w words) fileRow(row worklist.Row, shown []worklist.Column) []sheet.Cell {
	cells := []sheet.Cell{sheet.Text(row.Code)}
	for _, c := range shown {
		cells = append(cells, w.fileCell(row, c))
	}
	return cells
}

// fileCell is a cell that a spreadsheet can sort: days are days.
func (w words) fileCell(row worklist.Row, c worklist.Column) sheet.Cell {
	switch c {
	case worklist.Filed:
		return sheet.Day(terms.DateOf(row.FiledAt))
	case worklist.Changed:
		return sheet.Day(terms.DateOf(row.ChangedAt))
	case worklist.Due:
		return sheet.Day(row.Due)
	case worklist.Hearing:
		return sheet.Day(row.Hearing)
	case worklist.State:
		return sheet.Text(row.Label.In(w.page.Lang))
	}
	return sheet.Text(w.cell(row, c).Text)
}
