// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// StatisticsPath is where the yearly counts are.
const StatisticsPath = Prefix + "/statistiche"

// mountStatistics registers the pages of yearly counts. Who may read a table is
// asked for each one: the roles stand in the procedure.
func (f *Face) mountStatistics(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /statistiche", Handler: f.statistics},
		{Pattern: "GET /statistiche/{procedure}/{name}", Handler: f.statistic},
		{Pattern: "GET /statistiche/{procedure}/{name}/csv", Handler: f.statisticFile},
	}, f.Gate.Staff(office.InboxRead))
}

func mayCount(r *http.Request, k casework.StatisticKind) bool {
	return office.Can(gate.Actor(r.Context()), office.StatisticsRead, office.Resource{Roles: k.By})
}

// seesStatistics tells whether the reader may read any table: who may not finds
// them in no menu.
func (f *Face) seesStatistics(r *http.Request) bool {
	kinds, err := f.Reports.Statistics(r.Context())
	return err == nil && slices.ContainsFunc(kinds, func(k casework.StatisticKind) bool { return mayCount(r, k) })
}

func statisticPath(k casework.StatisticKind) string {
	return StatisticsPath + "/" + url.PathEscape(k.Procedure) + "/" + url.PathEscape(k.Name)
}

// StatisticsPage lists the tables that the reader may see.
type StatisticsPage struct {
	kit.Page
	Tables []kit.Link
	None   kit.EmptyState
}

func (f *Face) statistics(w http.ResponseWriter, r *http.Request) error {
	kinds, err := f.Reports.Statistics(r.Context())
	if err != nil {
		return err
	}
	page := StatisticsPage{Page: f.page(r, f.Kit.Printer(r).T("statistics.title"))}
	page.Lead = page.T("statistics.lead")
	page.None = kit.EmptyState{Title: page.T("statistics.none"), Text: page.T("statistics.none_text")}
	for _, k := range kinds {
		if !mayCount(r, k) {
			continue
		}
		title, err := f.Papers.Title(r.Context(), k.Definition, page.Lang)
		if err != nil {
			return err
		}
		page.Tables = append(page.Tables, kit.Link{Text: k.Label.In(page.Lang) + " (" + title + ")", Href: statisticPath(k)})
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/statistics", page)
}

// StatisticPage is one table of a year with its chart.
type StatisticPage struct {
	kit.Page
	Norm  string
	Years []kit.Link
	Table kit.Table
	Chart Chart
	File  string
}

// counts finds the table that an address names, of the year that it asks for.
func (f *Face) counts(r *http.Request) (casework.StatisticKind, casework.StatisticTable, error) {
	kinds, err := f.Reports.Statistics(r.Context())
	if err != nil {
		return casework.StatisticKind{}, casework.StatisticTable{}, err
	}
	for _, k := range kinds {
		if k.Procedure == r.PathValue("procedure") && k.Name == r.PathValue("name") && mayCount(r, k) {
			table, err := f.Reports.StatisticOf(r.Context(), k, f.yearOf(r))
			return k, table, err
		}
	}
	return casework.StatisticKind{}, casework.StatisticTable{}, problem.New(problem.NotFound, "kit.not_found")
}

// yearOf is the year asked for; this one when it is none that could have counts.
func (f *Face) yearOf(r *http.Request) int {
	now, _, _ := terms.DateOf(f.Now()).Date()
	year, err := strconv.Atoi(r.URL.Query().Get("year"))
	if err != nil || year < 2000 || year > now {
		return now
	}
	return year
}

func (f *Face) statistic(w http.ResponseWriter, r *http.Request) error {
	k, t, err := f.counts(r)
	if err != nil {
		return err
	}
	page := StatisticPage{Page: f.page(r, k.Label.In(f.Kit.Printer(r).Lang())), Norm: k.Norm, File: statisticPath(k) + "/csv?year=" + strconv.Itoa(t.Year)}
	page.Lead = page.T("statistics.of_year", "year", strconv.Itoa(t.Year))
	page.Crumbs = []kit.Crumb{{Text: page.T("statistics.title"), Href: StatisticsPath}, {Text: page.Title}}
	now, _, _ := terms.DateOf(f.Now()).Date()
	for year := now; year >= t.First && len(page.Years) < yearsShown; year-- {
		text := strconv.Itoa(year)
		page.Years = append(page.Years, kit.Link{Text: text, Href: statisticPath(k) + "?year=" + text, Current: year == t.Year})
	}
	page.Table = countsTable(page.Page, t)
	page.Chart = chartOf(page.Page, t)
	return f.Kit.Render(w, r, http.StatusOK, "office/statistic", page)
}

// yearsShown bounds the links to other years.
const yearsShown = 20

func countsTable(page kit.Page, t casework.StatisticTable) kit.Table {
	var rows []kit.Row
	for _, row := range t.Rows {
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: rowName(page, row)}, {Text: page.Printer.Number(row.N)}, {Text: page.Printer.Number(row.YearAfore)},
			{Text: row.Explain.In(page.Lang)},
		}})
	}
	return kit.NewTable(page.T("statistics.cases"), []kit.Column{
		{Title: page.T("statistics.what")}, {Title: strconv.Itoa(t.Year), Numeric: true}, {Title: strconv.Itoa(t.Year - 1), Numeric: true},
		{Title: page.T("statistics.how")},
	}, rows)
}

func rowName(page kit.Page, row casework.StatisticRow) string {
	name := row.Label.In(page.Lang)
	if row.Value == "" {
		return name
	}
	return name + ": " + row.Value
}

// Chart is a bar for each row of the table beside it: the same figures for the
// eye, and nothing that the table does not say.
type Chart struct {
	Title, Text string
	Height      int
	Bars        []Bar
}

// Bar is one row of a chart, in the units of its drawing.
type Bar struct {
	Name, N        string
	Width          int
	TextY, Y, EndX int
	NumberY        int
}

// The measures of a chart: a line of words above each bar.
const (
	chartWidth = 560 // of the longest bar; the figure stands behind it
	rowHeight  = 52
	barTop     = 22
	barHeight  = 18
)

func chartOf(page kit.Page, t casework.StatisticTable) Chart {
	c := Chart{Title: page.T("statistics.chart", "year", strconv.Itoa(t.Year)), Text: page.T("statistics.chart_text"), Height: len(t.Rows) * rowHeight}
	most := int64(1)
	for _, row := range t.Rows {
		most = max(most, row.N)
	}
	for n, row := range t.Rows {
		width, top := int(row.N*chartWidth/most), n*rowHeight
		c.Bars = append(c.Bars, Bar{
			Name: rowName(page, row), N: page.Printer.Number(row.N), Width: max(width, 1), TextY: top + barTop - 6, Y: top + barTop,
			EndX: width + 8, NumberY: top + barTop + barHeight - 4,
		})
	}
	return c
}

// statisticFile is the table for a spreadsheet.
func (f *Face) statisticFile(w http.ResponseWriter, r *http.Request) error {
	k, t, err := f.counts(r)
	if err != nil {
		return err
	}
	page := f.page(r, "")
	name := fmt.Sprintf("statistica_%s_%d.csv", k.Name, t.Year)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	var b strings.Builder
	b.WriteString("\ufeff") // so that spreadsheets read UTF-8
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	rows := [][]string{{page.T("statistics.what"), page.T("statistics.value"), strconv.Itoa(t.Year), strconv.Itoa(t.Year - 1), page.T("statistics.how")}}
	for _, row := range t.Rows {
		rows = append(rows, []string{row.Label.In(page.Lang), inertCell(row.Value), strconv.FormatInt(row.N, 10), strconv.FormatInt(row.YearAfore, 10), row.Explain.In(page.Lang)})
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	_, err = w.Write([]byte(b.String()))
	return err
}

// inertCell keeps a spreadsheet from computing what somebody typed.
func inertCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
