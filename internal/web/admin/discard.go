// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/discard"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const (
	discardPath     = Prefix + "/scarto"
	discardListPath = discardPath + "/elenchi/"
	discardRulePath = discardPath + "/procedimenti/"
	discardCasePath = discardPath + "/pratica"
)

// listsShown is how many lists stand on the first page: those of many years.
const listsShown = 200

// discardRoutes are there when cases can be discarded.
func (f *Face) discardRoutes() []kit.Route {
	if f.Discard == nil {
		return nil
	}
	return []kit.Route{
		{Pattern: "GET /scarto", Handler: f.discard},
		{Pattern: "GET /scarto/pratica", Handler: f.discardCase},
		{Pattern: "POST /scarto/pratica", Handler: f.discardCaseSubmit},
		{Pattern: "GET /scarto/procedimenti/{slug}", Handler: f.discardRule},
		{Pattern: "POST /scarto/procedimenti/{slug}", Handler: f.discardRuleSubmit},
		{Pattern: "GET /scarto/elenchi/{id}", Handler: f.discardList},
		{Pattern: "POST /scarto/elenchi/{id}", Handler: f.discardListSubmit},
		{Pattern: "GET /scarto/elenchi/{id}/elenco.csv", Handler: f.discardFile},
	}
}

// DiscardPage is how long cases are kept, and the lists of what is not.
type DiscardPage struct {
	kit.Page
	Rules  kit.Table
	Lists  kit.Table
	Action string
	Code   kit.Field
}

func (f *Face) discard(w http.ResponseWriter, r *http.Request) error {
	actor := gate.Actor(r.Context())
	page := DiscardPage{Page: f.page(r, "discard.title"), Action: discardCasePath}
	page.Lead, page.Wide = page.T("discard.lead"), true
	rules, err := f.Discard.All(r.Context(), actor)
	if err != nil {
		return err
	}
	if page.Rules, err = f.rulesTable(r, page.Page, rules); err != nil {
		return err
	}
	lists, err := f.Discard.Lists(r.Context(), actor, listsShown)
	if err != nil {
		return err
	}
	page.Lists = listsTable(page.Page, lists)
	page.Code = kit.Field{Type: kit.Text, Name: "code", Label: page.T("discard.code"), Width: kit.Small}
	return f.Kit.Render(w, r, http.StatusOK, "admin/discard", page)
}

func (f *Face) rulesTable(r *http.Request, page kit.Page, rules []discard.Procedure) (kit.Table, error) {
	rows := make([]kit.Row, len(rules))
	for i, one := range rules {
		title, err := f.procedureTitle(r, page, one)
		if err != nil {
			return kit.Table{}, err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: title, Href: discardRulePath + one.Slug}, {Text: keptText(page, one)}, {Text: groundText(page, one)}, {Text: page.Printer.Number(int64(one.Past))},
		}}
	}
	table := kit.NewTable(page.T("discard.rules"), []kit.Column{
		{Title: page.T("discard.procedure")}, {Title: page.T("discard.kept")}, {Title: page.T("discard.ground")}, {Title: page.T("discard.past"), Numeric: true},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("discard.none"), Text: page.T("discard.none_text")}
	return table, nil
}

func (f *Face) procedureTitle(r *http.Request, page kit.Page, one discard.Procedure) (string, error) {
	def, err := f.Forms.ByDigest(r.Context(), one.Definition)
	if err != nil {
		return "", err
	}
	return def.Title.In(page.Lang), nil
}

func keptText(page kit.Page, one discard.Procedure) string {
	rule, _ := one.Rule()
	return yearsText(page, rule.Years)
}

func yearsText(page kit.Page, years int) string {
	if years == discard.Forever {
		return page.T("discard.forever")
	}
	return page.T("discard.years", "count", years)
}

func groundText(page kit.Page, one discard.Procedure) string {
	rule, ok := one.Rule()
	switch {
	case !ok:
		return page.T("discard.nobody")
	case len(one.Decisions) > 0:
		return page.T("discard.by_body", "ground", rule.Ground)
	}
	return page.T("discard.by_definition", "ground", rule.Ground)
}

func listsTable(page kit.Page, lists []discard.List) kit.Table {
	rows := make([]kit.Row, len(lists))
	for i, l := range lists {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: l.Label(), Href: discardListPath + l.ID}, {Text: page.Printer.DateTime(l.MadeAt)}, {Text: page.Printer.Number(int64(l.Count.All()))}, {Badge: listBadge(page, l.State)},
		}}
	}
	table := kit.NewTable(page.T("discard.lists"), []kit.Column{
		{Title: page.T("discard.number")}, {Title: page.T("discard.made")}, {Title: page.T("discard.cases"), Numeric: true}, {Title: page.T("discard.state")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("discard.no_lists"), Text: page.T("discard.no_lists_text")}
	return table
}

func listBadge(page kit.Page, state discard.State) kit.Badge {
	tones := map[discard.State]kit.Tone{
		discard.Proposed: kit.Waiting, discard.Authorised: kit.Waiting, discard.Running: kit.Progress, discard.Done: kit.Positive, discard.Withdrawn: kit.Neutral,
	}
	return kit.Badge{Text: page.T("discard.states." + string(state)), Tone: tones[state]}
}
