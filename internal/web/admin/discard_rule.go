// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"slices"
	"strconv"

	"pratica/internal/discard"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// DiscardRulePage is how long cases of one procedure are kept, and the way to a list.
type DiscardRulePage struct {
	kit.Page
	Action   string
	Facts    []kit.Entry
	History  kit.Table
	Years    kit.Field
	Reason   kit.Field
	Can      bool     // propose a list
	Would    []string // what a list would have; nil before it was asked
	Question *kit.Question
}

func (f *Face) discardRule(w http.ResponseWriter, r *http.Request) error {
	return f.discardRulePage(w, r, "", "", nil, nil)
}

func (f *Face) discardRulePage(w http.ResponseWriter, r *http.Request, years, reason string, would *discard.Proposal, wrong error) error {
	one, err := f.Discard.One(r.Context(), gate.Actor(r.Context()), r.PathValue("slug"))
	if err != nil {
		return err
	}
	page := DiscardRulePage{Page: f.page(r, "discard.title"), Action: discardRulePath + one.Slug, Can: !one.IsForever()}
	if page.Title, err = f.procedureTitle(r, page.Page, one); err != nil {
		return err
	}
	page.Wide, page.Crumbs = true, []kit.Crumb{{Text: page.T("discard.title"), Href: discardPath}, {Text: page.Title}}
	page.Facts = []kit.Entry{
		{Name: page.T("discard.kept"), Value: keptText(page.Page, one)}, {Name: page.T("discard.ground"), Value: groundText(page.Page, one)},
		{Name: page.T("discard.past"), Value: page.Printer.Number(int64(one.Past))},
	}
	if page.History, err = f.decisionsTable(r, page.Page, one); err != nil {
		return err
	}
	page.Years = kit.Field{Type: kit.Number, Name: "years", Label: page.T("discard.decide_years"), Help: page.T("discard.decide_years_help"), Value: years, Width: kit.Small}
	page.Reason = kit.Field{Type: kit.LongText, Name: "reason", Label: page.T("discard.decide_reason"), Help: page.T("discard.decide_reason_help"), Value: reason, Rows: 2}
	withErrors(&page.Page, wrong, &page.Years, &page.Reason)
	if would != nil {
		page.Would = wouldText(page.Page, *would)
		if would.Ready > 0 {
			page.Question = &kit.Question{
				Action: page.Action, Text: page.T("discard.propose"), Confirm: page.T("discard.propose_submit"), Cancel: page.Action, Hidden: []kit.Hidden{{Name: "act", Value: "propose"}},
			}
		}
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/discard_rule", page)
}

func wouldText(page kit.Page, p discard.Proposal) (lines []string) {
	if p.Ready == 0 {
		lines = append(lines, page.T("discard.would_none"))
	} else {
		lines = append(lines, page.T("discard.would", "count", p.Ready, "day", p.Before),
			page.T("discard.would_span", "oldest", page.Printer.DateTime(p.Oldest), "newest", page.Printer.DateTime(p.Newest)))
	}
	var reasons []string
	for why := range p.LeftOut {
		reasons = append(reasons, why)
	}
	slices.Sort(reasons)
	for _, why := range reasons {
		lines = append(lines, page.T("discard.left_out."+why, "count", p.LeftOut[why]))
	}
	if p.More {
		lines = append(lines, page.T("discard.more", "most", discard.MaxList))
	}
	return lines
}

func (f *Face) decisionsTable(r *http.Request, page kit.Page, one discard.Procedure) (kit.Table, error) {
	names := map[string]string{}
	rows := make([]kit.Row, len(one.Decisions))
	for i, d := range one.Decisions {
		if err := f.learn(r.Context(), names, d.By); err != nil {
			return kit.Table{}, err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.DateTime(d.At)}, {Text: yearsText(page, d.Years)}, {Text: d.Ground}, {Text: names[d.By]},
		}}
	}
	table := kit.NewTable(page.T("discard.history"), []kit.Column{
		{Title: page.T("discard.decided_at")}, {Title: page.T("discard.kept")}, {Title: page.T("discard.decide_reason")}, {Title: page.T("discard.decided_by")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("discard.no_history")}
	return table, nil
}

func (f *Face) discardRuleSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	slug, actor := r.PathValue("slug"), gate.Actor(r.Context())
	switch form.Text("act") {
	case "preview":
		would, err := f.Discard.Preview(r.Context(), actor, slug)
		if kit.IsCorrectable(err) {
			return f.discardRulePage(w, r, "", "", nil, err)
		}
		if err != nil {
			return err
		}
		return f.discardRulePage(w, r, "", "", &would, nil)
	case "propose":
		l, err := f.Discard.Propose(r.Context(), actor, slug)
		if kit.IsCorrectable(err) {
			return f.discardRulePage(w, r, "", "", nil, err)
		}
		if err != nil {
			return err
		}
		f.Kit.Flash(w, kit.Success, "discard.proposed", "number", l.Label())
		return kit.Redirect(w, r, discardListPath+l.ID)
	}
	years, reason := form.Text("years"), form.Text("reason")
	n, err := strconv.Atoi(years)
	if err != nil {
		n = -1 // refused with the rest
	}
	if err := f.Discard.Decide(r.Context(), actor, slug, n, reason); kit.IsCorrectable(err) {
		return f.discardRulePage(w, r, years, reason, nil, err)
	} else if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "discard.decided")
	return kit.Redirect(w, r, discardRulePath+slug)
}
