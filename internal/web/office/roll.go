// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// rollPath is the page of who takes turns in which order.
const rollPath = Prefix + "/turni"

// RollPage has the roll of each role whose people take turns.
type RollPage struct {
	kit.Page
	Rolls []RollCard
	None  kit.EmptyState
}

// RollCard is one roll; Rule says how it is used.
type RollCard struct {
	Role, Title, Rule string
	People            []RollRow
	Empty             string
}

// RollRow is somebody of a roll.
type RollRow struct {
	Account, Name, Note string
	CanUp, CanDown      bool
}

// turns are the roles whose roll the reader may order.
func (f *Face) turns(r *http.Request) ([]casework.Turn, error) {
	all, err := f.Casework.Turns(r.Context())
	return slices.DeleteFunc(all, func(t casework.Turn) bool {
		return !office.Can(gate.Actor(r.Context()), office.RollManage, office.Resource{Roles: t.By})
	}), err
}

func (f *Face) rolls(w http.ResponseWriter, r *http.Request) error {
	turns, err := f.turns(r)
	if err != nil {
		return err
	}
	page := RollPage{Page: f.page(r, f.Kit.Printer(r).T("office.roll.title"))}
	page.Lead, page.Wide = page.T("office.roll.lead"), false
	page.None = kit.EmptyState{Title: page.T("office.roll.none"), Text: page.T("office.roll.none_text")}
	for _, t := range turns {
		people, err := f.Office.Roll(r.Context(), gate.Actor(r.Context()), t.Role, t.By)
		if err != nil {
			return err
		}
		page.Rolls = append(page.Rolls, page.card(t, people))
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/roll", page)
}

func (p *RollPage) card(t casework.Turn, people []office.Holder) RollCard {
	var rule []string
	for _, criterion := range t.Rule {
		rule = append(rule, p.T("office.roll.criterion_"+criterion))
	}
	card := RollCard{Role: t.Role, Title: t.Label.In(p.Lang), Rule: p.T("office.roll.rule", "rule", strings.Join(rule, "; ")), Empty: p.T("office.roll.nobody")}
	for i, h := range people {
		row := RollRow{Account: h.Account, Name: h.Name, CanUp: i > 0, CanDown: i < len(people)-1}
		switch {
		case h.Away:
			row.Note = p.T("office.choice.out_away")
		case h.Excluded:
			row.Note = p.T("office.choice.out_no_new")
		}
		card.People = append(card.People, row)
	}
	return card
}

// rollSubmit moves somebody one place up or down.
func (f *Face) rollSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	turns, err := f.turns(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(turns, func(t casework.Turn) bool { return t.Role == form.Text("role") })
	if at < 0 {
		return problem.New(problem.Forbidden, "workflow.not_yours")
	}
	account, down := form.Text("up"), false
	if account == "" {
		account, down = form.Text("down"), true
	}
	if err := f.Office.MoveInRoll(r.Context(), gate.Actor(r.Context()), turns[at].Role, turns[at].By, account, down); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "office.roll.moved")
	return kit.Redirect(w, r, rollPath)
}
