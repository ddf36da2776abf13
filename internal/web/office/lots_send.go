// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"net/http"

	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// sent is what was typed about the sending of a lot.
type sent struct{ day, means, protocol, note string }

// sendings shows what was written about handing a lot over, and the form that
// writes more to who may close lots of its kind.
func (f *Face) sendings(r *http.Request, page *LotPage, l lots.Lot, k lots.Kind, typed sent, wrong error) error {
	all, err := f.Lots.Sendings(r.Context(), l.ID)
	if err != nil {
		return err
	}
	people, err := f.Office.Colleagues(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.Account] = p.Name
	}
	var rows []kit.Row
	for _, s := range all {
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.Date(s.Day)}, {Text: page.T("lots.means_" + s.Means)}, {Text: s.Protocol}, {Text: s.Note},
			{Text: cmp.Or(names[s.By.ID], page.T("office.absences.gone"))}, {Text: page.Printer.DateTime(s.At)},
		}})
	}
	page.Sent = kit.NewTable(page.T("lots.sendings"), []kit.Column{
		{Title: page.T("lots.sent_on")}, {Title: page.T("lots.means")}, {Title: page.T("lots.protocol")}, {Title: page.T("lots.note")},
		{Title: page.T("lots.written_by")}, {Title: page.T("lots.written_at")},
	}, rows)
	page.Sent.Empty = kit.EmptyState{Title: page.T("lots.not_sent"), Text: page.T("lots.not_sent_text")}
	if mayLots(r, office.LotsClose, k) {
		page.sendingForm(typed, wrong)
	}
	return nil
}

func (p *LotPage) sendingForm(typed sent, wrong error) {
	texts := kit.FieldErrors(p.Printer, wrong)
	means := kit.Field{Type: kit.Select, Name: "means", Label: p.T("lots.means"), Value: typed.means, Error: texts["means"], Width: kit.Medium}
	for _, m := range lots.Means {
		means.Options = append(means.Options, kit.Option{Value: m, Label: p.T("lots.means_" + m)})
	}
	p.Sending = []kit.Field{
		{Type: kit.Date, Name: "day", Label: p.T("lots.sent_on"), Value: typed.day, Error: texts["day"]}, means,
		{Type: kit.Text, Name: "protocol", Label: p.T("lots.protocol"), Help: p.T("lots.protocol_help"), Value: typed.protocol, Error: texts["protocol"], Optional: true, Width: kit.Medium},
		{Type: kit.Text, Name: "note", Label: p.T("lots.note"), Help: p.T("lots.note_help"), Value: typed.note, Error: texts["note"], Optional: true},
	}
	p.Errors = kit.Summary("", p.Sending...)
}

// sendingSubmit writes that the lot was handed over.
func (f *Face) sendingSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	l, k, _, err := f.closedLot(r)
	if err == nil && !mayLots(r, office.LotsClose, k) {
		err = problem.New(problem.NotFound, "lots.not_found")
	}
	if err != nil {
		return err
	}
	typed := sent{form.Date("day"), form.Text("means"), form.Text("protocol"), form.Text("note")}
	on, _ := lotDay(typed.day) // no day at all is refused by the service
	err = f.Lots.RecordSent(r.Context(), clerk(r), l.ID, lots.Sending{Day: on, Means: typed.means, Protocol: typed.protocol, Note: typed.note})
	if kit.IsCorrectable(err) {
		return f.lotPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lots.was_sent", "number", l.Name())
	return kit.Redirect(w, r, lotPath+l.ID)
}
