// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Filter narrows a list of cases.
type Filter struct {
	Procedure string
	State     string
	Mine      bool       // assigned to the reader, or to whom he stands in for
	DueBy     terms.Date // due on that day or before; zero is no limit
	Closed    bool       // also those in a final state
	After     Cursor     // the last one of the page before
	Limit     int        // 50 when zero, at most 200
}

// Cursor is a place in the list: the most urgent cases come first.
type Cursor struct {
	Due      terms.Date // or the day that makes the case urgent
	ID       string
	IsUrgent bool
}

// Item is a case in a list.
type Item struct {
	Case
	Label  i18n.Text // for officials the office's, for counsel the public one
	IsLate bool
	// IsUrgent puts the case before others, for the day Case.Urgent.
	IsUrgent bool
	Holder   string // name of the person responsible in the last role assigned; for officials
	// Client is who filed, the first party of the definition; for counsel.
	Client workflow.Person
}

// Cursor is the item's place in the list.
func (i Item) Cursor() Cursor {
	if i.IsUrgent {
		return Cursor{Due: i.Urgent, ID: i.ID, IsUrgent: true}
	}
	return Cursor{Due: i.Due, ID: i.ID}
}

// inboxQuery is a filter with what the reader may see.
type inboxQuery struct {
	Filter
	accounts []string            // his own, and those in whose place he stands
	urgentOn string              // the day on which cases are urgent; "" when urgency does not count
	counsel  string              // tax code: only the cases of a counsel
	all      []string            // definitions of which he sees every case
	assigned []string            // definitions of which he sees those assigned to him
	final    map[string][]string // definition → final states
}

// Inbox lists the cases that the reader may see.
func (s *Service) Inbox(ctx context.Context, actor Actor, filter Filter) (items []Item, err error) {
	defer problem.Wrap(&err, "casework.Inbox")
	if filter.Limit == 0 {
		filter.Limit = 50
	}
	filter.Limit = min(filter.Limit, 200)
	var nameless []Case
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		q, err := s.scope(ctx, tx, actor, filter)
		if err != nil {
			return err
		}
		cases, err := inboxPage(ctx, tx, q)
		if err != nil {
			return err
		}
		items = nil
		for _, c := range cases {
			item, err := s.item(ctx, tx, c, actor)
			if err != nil {
				return err
			}
			items = append(items, item)
		}
		nameless, err = nameClients(ctx, tx, actor, items)
		return err
	})
	if err != nil || len(nameless) == 0 {
		return items, err
	}
	return items, s.rememberClients(ctx, nameless, items)
}

// scope finds out what the reader may see; a reader without rights sees nothing.
func (s *Service) scope(ctx context.Context, tx *database.Tx, actor Actor, filter Filter) (inboxQuery, error) {
	q := inboxQuery{Filter: filter, accounts: append([]string{actor.ID}, actor.For...), final: map[string][]string{}}
	if actor.Kind == audit.Lawyer || actor.Kind == audit.Helper {
		q.counsel = actor.TaxCode
	} else {
		q.urgentOn = terms.DateOf(s.Now()).String()
	}
	if actor.Kind != audit.Official && q.counsel == "" {
		return q, problem.New(problem.Forbidden, "workflow.not_yours")
	}
	if q.counsel != "" && filter.Closed { // neither roles nor final states matter
		return q, nil
	}
	used, err := definitionsInUse(ctx, tx)
	if err != nil {
		return q, err
	}
	for _, digest := range used {
		def, err := s.definition(ctx, tx, digest)
		if err != nil {
			return q, err
		}
		q.admit(def, digest, actor)
	}
	return q, nil
}

func (q *inboxQuery) admit(def *workflow.Definition, digest string, actor Actor) {
	for _, state := range def.States {
		if state.Final {
			q.final[digest] = append(q.final[digest], state.Name)
		}
	}
	held := slices.DeleteFunc(slices.Clone(def.Roles), func(r workflow.Role) bool { return !slices.Contains(actor.Roles, r.Name) })
	switch {
	case slices.ContainsFunc(held, func(r workflow.Role) bool { return !r.OnlyAssigned }):
		q.all = append(q.all, digest)
	case len(held) > 0:
		q.assigned = append(q.assigned, digest)
	}
}

func (s *Service) item(ctx context.Context, tx *database.Tx, c Case, actor Actor) (Item, error) {
	def, err := s.definition(ctx, tx, c.Definition)
	if err != nil {
		return Item{}, err
	}
	state, _ := def.State(c.State)
	item := Item{Case: c, Label: state.Public, IsLate: !c.Due.IsZero() && c.Due.Before(terms.DateOf(s.Now()))}
	if actor.Kind != audit.Official {
		item.Facts = nil
		return item, nil
	}
	item.Label, item.IsUrgent = state.Office, c.IsUrgent(terms.DateOf(s.Now()))
	held, err := assignments(ctx, tx, c.ID)
	if err != nil {
		return Item{}, err
	}
	declared, err := declarations(ctx, tx, c.ID)
	if err != nil {
		return Item{}, err
	}
	if f := (&folder{Case: c, def: def, assigned: held, declared: declared}); f.withheld(actor) {
		item.Email, item.Facts, item.Counsel = "", nil, ""
	}
	for _, role := range def.Roles {
		if account := held[role.Name]; account != "" {
			if item.Holder, err = s.Officials.Name(ctx, tx, account); err != nil {
				return Item{}, err
			}
		}
	}
	return item, nil
}

// Position is what a list or an index may know of a case without reading it.
type Position struct {
	Case    Case
	Public  i18n.Text
	Office  i18n.Text
	Final   bool
	Holders map[string]string // role → account
}

// Position returns where a case stands, for the read models of the house. It
// asks for no right and is recorded nowhere: no face calls it.
func (s *Service) Position(ctx context.Context, tx *database.Tx, caseID string) (p Position, err error) {
	defer problem.Wrap(&err, "casework.Position(%s)", caseID)
	if p.Case, err = getCase(ctx, tx, caseID); err != nil {
		return p, notFound(err)
	}
	def, err := s.definition(ctx, tx, p.Case.Definition)
	if err != nil {
		return p, err
	}
	state, _ := def.State(p.Case.State)
	p.Public, p.Office, p.Final = state.Public, state.Office, state.Final
	p.Holders, err = assignments(ctx, tx, caseID)
	return p, err
}
