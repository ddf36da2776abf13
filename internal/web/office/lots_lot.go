// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"mime"
	"net/http"

	"pratica/internal/casework"
	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// LotPage is a closed lot: what was in it, and its archive. It shows no data of
// persons; those are in the archive, whose download is recorded.
type LotPage struct {
	kit.Page
	Facts    []kit.Entry
	Download string
	Cases    kit.Table
	Sent     kit.Table   // what was written about handing it over
	Sending  []kit.Field // of the form that writes it; none for who may not
}

// closedLot finds a lot that the reader may see.
func (f *Face) closedLot(r *http.Request) (lots.Lot, lots.Kind, []lots.Item, error) {
	l, items, err := f.Lots.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return l, lots.Kind{}, nil, err
	}
	k, err := f.Lots.Kind(r.Context(), l.Key)
	if err == nil && !mayLots(r, office.LotsRead, k) {
		err = problem.New(problem.NotFound, "lots.not_found")
	}
	return l, k, items, err
}

func (f *Face) lot(w http.ResponseWriter, r *http.Request) error {
	return f.lotPage(w, r, sent{}, nil)
}

func (f *Face) lotPage(w http.ResponseWriter, r *http.Request, typed sent, wrong error) error {
	l, k, items, err := f.closedLot(r)
	if err != nil {
		return err
	}
	page := LotPage{Page: f.page(r, f.Kit.Printer(r).T("lots.lot", "number", l.Name())), Download: lotPath + l.ID + "/archivio"}
	page.Lead = page.T("lots.lot_lead")
	page.Crumbs = []kit.Crumb{{Text: page.T("lots.title"), Href: LotsPath}, {Text: k.Label.In(page.Lang), Href: kindPath(k)}, {Text: page.Title}}
	page.Facts = []kit.Entry{
		{Name: page.T("lots.recipient"), Value: l.Recipient}, {Name: page.T("lots.sort"), Value: sort(page.Page, l)},
		{Name: page.T("lots.norm"), Value: k.Norm}, {Name: page.T("lots.period"), Value: period(page.Page, l)},
		{Name: page.T("lots.closed_at"), Value: page.Printer.DateTime(l.ClosedAt)}, {Name: page.T("lots.digest"), Value: l.Digest},
	}
	page.Cases = itemsTable(page.Page, items)
	if err := f.sendings(r, &page, l, k, typed, wrong); err != nil {
		return err
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/lot", page)
}

func itemsTable(page kit.Page, items []lots.Item) kit.Table {
	var rows []kit.Row
	for _, i := range items {
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Number(int64(i.Position))}, {Text: i.Code, Href: path(i.Case)}, {Text: saysItem(page, i.Correction, i.Withdrawn)},
			{Text: i.Content.Outcome}, {Text: page.Printer.Number(int64(len(i.Content.Files)))},
		}})
	}
	return kit.NewTable(page.T("lots.in_the_lot"), []kit.Column{
		{Title: page.T("lots.position")}, {Title: page.T("office.case.code")}, {Title: page.T("lots.what")}, {Title: page.T("office.case.outcome")},
		{Title: page.T("lots.files"), Numeric: true},
	}, rows)
}

// archive streams the lot as one file. Once it began, a failure can only cut it:
// whoever gets it sees that it is broken, and the log says why.
func (f *Face) archive(w http.ResponseWriter, r *http.Request) error {
	l, _, _, err := f.closedLot(r)
	if err != nil {
		return err
	}
	a, err := f.Lots.Archive(r.Context(), clerk(r), l.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name()}))
	w.Header().Set("Cache-Control", "no-store")
	return a.WriteTo(r.Context(), w)
}

// lotsOfCase is where a case went. Only lots that the reader may see are listed.
func (f *Face) lotsOfCase(r *http.Request, page kit.Page, v casework.View) ([]kit.Table, error) {
	places, err := f.Lots.OfCase(r.Context(), v.Case.ID)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	var rows []kit.Row
	for _, p := range places {
		k, err := f.Lots.Kind(r.Context(), p.Lot.Key)
		if err != nil {
			return nil, err
		}
		if !mayLots(r, office.LotsRead, k) {
			continue
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: p.Lot.Name(), Href: lotPath + p.Lot.ID}, {Text: p.Lot.Recipient}, {Text: saysItem(page, p.Correction, p.Withdrawn)},
			{Text: page.Printer.DateTime(p.Lot.ClosedAt)},
		}})
	}
	table := kit.NewTable(page.T("lots.of_case"), []kit.Column{
		{Title: page.T("lots.number")}, {Title: page.T("lots.recipient")}, {Title: page.T("lots.what")}, {Title: page.T("lots.closed_at")},
	}, rows)
	if len(rows) == 0 {
		return nil, nil
	}
	return []kit.Table{table}, nil
}
