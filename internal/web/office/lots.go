// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"net/url"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// LotsPath is where the lots are.
const LotsPath = Prefix + "/lotti"

// lotPath begins the address of one of them.
const lotPath = Prefix + "/lotto/"

// mountLots registers the pages of lots. Which kinds somebody may read or close
// is asked for each one: their roles stand in the procedure.
func (f *Face) mountLots(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /lotti", Handler: f.lots},
		{Pattern: "GET /lotti/{procedure}/{kind}", Handler: f.kind},
		{Pattern: "GET /lotti/{procedure}/{kind}/chiudi", Handler: f.closing},
		{Pattern: "POST /lotti/{procedure}/{kind}/chiudi", Handler: f.closeSubmit},
		{Pattern: "GET /lotti/{procedure}/{kind}/destinatari", Handler: f.missing},
		{Pattern: "POST /lotti/{procedure}/{kind}/destinatari", Handler: f.missingSubmit},
		{Pattern: "GET /lotto/{id}", Handler: f.lot},
		{Pattern: "POST /lotto/{id}", Handler: f.sendingSubmit},
		{Pattern: "GET /lotto/{id}/archivio", Handler: f.archive},
	}, f.Gate.Staff(office.InboxRead))
}

// LotsPage lists the kinds of recipients with what waits for them.
type LotsPage struct {
	kit.Page
	Kinds []KindCard
	None  kit.EmptyState
}

// KindCard is one kind of recipient.
type KindCard struct {
	Title, Procedure, Norm, How string
	Href                        string // of its lots
	Waiting                     kit.Table
}

func mayLots(r *http.Request, verb office.Verb, k lots.Kind) bool {
	return office.Can(gate.Actor(r.Context()), verb, office.Resource{Roles: k.By})
}

func kindPath(k lots.Kind) string {
	return LotsPath + "/" + url.PathEscape(k.Procedure) + "/" + url.PathEscape(k.Name)
}

func (f *Face) lots(w http.ResponseWriter, r *http.Request) error {
	kinds, err := f.Lots.Kinds(r.Context())
	if err != nil {
		return err
	}
	page := LotsPage{Page: f.page(r, f.Kit.Printer(r).T("lots.title"))}
	page.Lead = page.T("lots.lead")
	page.None = kit.EmptyState{Title: page.T("lots.no_kinds"), Text: page.T("lots.no_kinds_text")}
	for _, k := range kinds {
		if !mayLots(r, office.LotsRead, k) {
			continue
		}
		card, err := f.kindCard(r, page.Page, k)
		if err != nil {
			return err
		}
		page.Kinds = append(page.Kinds, card)
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/lots", page)
}

func (f *Face) kindCard(r *http.Request, page kit.Page, k lots.Kind) (KindCard, error) {
	title, err := f.Papers.Title(r.Context(), k.Definition, page.Lang)
	if err != nil {
		return KindCard{}, err
	}
	card := KindCard{Title: k.Label.In(page.Lang), Procedure: title, Norm: k.Norm, Href: kindPath(k)}
	card.How = page.T("lots.by_hand_" + k.Every)
	if k.Scheduled {
		card.How = page.T("lots.scheduled_" + k.Every)
	}
	groups, err := f.Lots.Waiting(r.Context(), lots.Key{Procedure: k.Procedure, Kind: k.Name})
	if err != nil {
		return card, err
	}
	var rows []kit.Row
	for _, g := range groups {
		name := kit.Cell{Text: g.Recipient}
		switch {
		case g.Recipient == "":
			name = kit.Cell{Text: page.T("lots.missing"), Href: kindPath(k) + "/destinatari"}
		case mayLots(r, office.LotsClose, k):
			name.Href = kindPath(k) + "/chiudi?" + url.Values{"recipient": {g.Recipient}}.Encode()
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{name, {Text: page.Printer.Number(int64(g.First))}, {Text: page.Printer.Number(int64(g.Corrections))}}})
	}
	card.Waiting = kit.NewTable(page.T("lots.waiting"), []kit.Column{
		{Title: page.T("lots.recipient")}, {Title: page.T("lots.first"), Numeric: true}, {Title: page.T("lots.corrections"), Numeric: true},
	}, rows)
	card.Waiting.Empty = kit.EmptyState{Title: page.T("lots.nothing_waits"), Text: page.T("lots.nothing_waits_text")}
	return card, nil
}

// seesLots tells whether the reader may read the lots of any kind: who may not
// finds them in no menu.
func (f *Face) seesLots(r *http.Request) bool {
	kinds, err := f.Lots.Kinds(r.Context())
	return err == nil && slices.ContainsFunc(kinds, func(k lots.Kind) bool { return mayLots(r, office.LotsRead, k) })
}

// kindOf finds the kind that an address names and the reader may use so. One
// that he may not see is not there.
func (f *Face) kindOf(r *http.Request, verb office.Verb) (lots.Kind, error) {
	k, err := f.Lots.Kind(r.Context(), lots.Key{Procedure: r.PathValue("procedure"), Kind: r.PathValue("kind")})
	if err == nil && !mayLots(r, verb, k) {
		err = problem.New(problem.NotFound, "lots.not_found")
	}
	return k, err
}

// KindPage lists the closed lots of a kind.
type KindPage struct {
	kit.Page
	Closed kit.Table
	More   string
}

const lotsPerPage = 50

func (f *Face) kind(w http.ResponseWriter, r *http.Request) error {
	k, err := f.kindOf(r, office.LotsRead)
	if err != nil {
		return err
	}
	all, err := f.Lots.List(r.Context(), lots.Key{Procedure: k.Procedure, Kind: k.Name}, r.URL.Query().Get("before"), lotsPerPage)
	if err != nil {
		return err
	}
	page := KindPage{Page: f.page(r, f.Kit.Printer(r).T("lots.closed_of", "kind", k.Label))}
	page.Crumbs = []kit.Crumb{{Text: page.T("lots.title"), Href: LotsPath}, {Text: page.Title}}
	var rows []kit.Row
	for _, l := range all {
		rows = append(rows, lotRow(page.Page, l))
	}
	page.Closed = kit.NewTable(page.T("lots.closed"), lotColumns(page.Page), rows)
	page.Closed.Empty = kit.EmptyState{Title: page.T("lots.none_closed"), Text: page.T("lots.none_closed_text"), Next: &kit.Link{Text: page.T("lots.title"), Href: LotsPath}}
	if len(all) == lotsPerPage {
		page.More = "?" + url.Values{"before": {all[len(all)-1].ID}}.Encode()
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/lots_closed", page)
}

func lotColumns(page kit.Page) []kit.Column {
	return []kit.Column{
		{Title: page.T("lots.number")}, {Title: page.T("lots.recipient")}, {Title: page.T("lots.period")}, {Title: page.T("lots.sort")},
		{Title: page.T("lots.cases"), Numeric: true}, {Title: page.T("lots.closed_at")}, {Title: page.T("lots.sent_on")},
	}
}

func lotRow(page kit.Page, l lots.Lot) kit.Row {
	return kit.Row{Cells: []kit.Cell{
		{Text: l.Name(), Href: lotPath + l.ID}, {Text: l.Recipient}, {Text: period(page, l)}, {Text: sort(page, l)},
		{Text: page.Printer.Number(int64(l.Cases))}, {Text: page.Printer.DateTime(l.ClosedAt)}, sentCell(page, l),
	}}
}

// sentCell is the day on which a lot was sent, or that it still has to be.
func sentCell(page kit.Page, l lots.Lot) kit.Cell {
	if l.SentOn.IsZero() {
		return kit.Cell{Badge: kit.Badge{Text: page.T("lots.to_send"), Tone: kit.Waiting}}
	}
	return kit.Cell{Text: page.Printer.Date(l.SentOn)}
}

func period(page kit.Page, l lots.Lot) string {
	return page.T("lots.from_to", "from", l.From, "to", l.To)
}

func sort(page kit.Page, l lots.Lot) string {
	if l.Supplement {
		return page.T("lots.supplement")
	}
	return page.T("lots.ordinary")
}

func clerk(r *http.Request) audit.Actor {
	return audit.Actor{Kind: audit.Official, ID: gate.Actor(r.Context()).Account}
}
