// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Page is a part of a list.
type Page struct {
	Rows []Row
	Next string // for Query.After; "" at the end. A page may be short before it: no page looks at more than 10,000 cases.
	// Sort is the order that the list follows. It differs from what was asked
	// for where a span has too many cases to sort.
	Sort Order
}

// Row is a case in a list, in words.
type Row struct {
	Item
	Label  i18n.Text // of the state, for officials
	Holder string    // name of the person responsible in the last role assigned
	Pace   Pace
}

// Pace says how near the due date of an open case is.
type Pace string

// The paces.
const (
	NotDue Pace = "" // later, or never
	Late   Pace = "late"
	Today  Pace = "today"
	Soon   Pace = "soon" // within three days
)

// soonDays is how near "soon" is.
const soonDays = 3

// paceOf compares a due date with today.
func paceOf(i Item, today terms.Date) Pace {
	switch {
	case !i.Open || i.Due.IsZero():
		return NotDue
	case i.Due.Before(today):
		return Late
	case i.Due == today:
		return Today
	case !today.AddDays(soonDays).Before(i.Due):
		return Soon
	}
	return NotDue
}

// Span is the due dates of a pace.
func (p Pace) Span(today terms.Date) Span {
	switch p {
	case Late:
		return Span{To: today.AddDays(-1)}
	case Today:
		return Span{today, today}
	case Soon:
		return dueWithin(today, 1, soonDays)
	}
	return Span{}
}

// Paces lists those that are counted.
func Paces() []Pace { return []Pace{Late, Today, Soon} }

// Today is the legal day of now.
func (s *Service) Today() terms.Date { return terms.DateOf(s.Now()) }

// RowsPerPage is how long a page is unless the query says otherwise.
const RowsPerPage = 50

const maxRows = 500

// List reads a page of what the reader may see. That he saw names is recorded.
func (s *Service) List(ctx context.Context, actor casework.Actor, q Query) (page Page, err error) {
	defer problem.Wrap(&err, "worklist.List")
	if page, err = s.list(ctx, actor, q); err != nil {
		return Page{}, err
	}
	if len(page.Rows) == 0 || !slices.Contains(q.Shown(), Name) && q.Text == "" {
		return page, nil
	}
	return page, s.record(ctx, actor, audit.Read, map[string]string{"part": "list", "rows": strconv.Itoa(len(page.Rows))})
}

// chainOf is the audit chain of what an official reads in lists.
func chainOf(account string) string { return "worklist/" + account }

func (s *Service) record(ctx context.Context, actor casework.Actor, action string, detail map[string]string) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return s.Audit.Record(ctx, tx, audit.Entry{
			Chain: chainOf(actor.ID), Actor: audit.Actor{Kind: actor.Kind, ID: actor.ID}, Action: action, Subject: "worklist", Detail: detail, At: s.Now(),
		})
	})
}

func (s *Service) list(ctx context.Context, actor casework.Actor, q Query) (page Page, err error) {
	n := q.Limit
	if n <= 0 {
		n = RowsPerPage
	}
	after, order := decodePlace(q.After)
	if after != nil { // the order that the page before followed, whatever spans have grown to since
		q.Sort = order
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		p, err := prepare(ctx, tx, actor, q)
		if err != nil {
			return err
		}
		list, next, err := p.page(ctx, tx, after, min(n, maxRows))
		if err != nil {
			return err
		}
		page = Page{Sort: p.order()}
		if next != nil {
			page.Next = next.encode(page.Sort)
		}
		page.Rows, err = s.rows(ctx, tx, list)
		return err
	})
	if err != nil {
		return Page{}, err
	}
	return page, s.label(ctx, page.Rows)
}

// rows completes the places of a page.
func (s *Service) rows(ctx context.Context, tx *database.Tx, list []place) ([]Row, error) {
	found, err := items(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	names := map[string]string{"": ""}
	var rows []Row
	for _, p := range list {
		item, ok := found[p.filing]
		if !ok {
			continue
		}
		name, known := names[item.Holder]
		if !known {
			if name, err = s.People.Name(ctx, tx, item.Holder); err != nil {
				return nil, err
			}
			names[item.Holder] = name
		}
		rows = append(rows, Row{Item: item, Holder: name, Pace: paceOf(item, s.Today())})
	}
	return rows, nil
}

// label adds the words of the definitions.
func (s *Service) label(ctx context.Context, rows []Row) error {
	for i, row := range rows {
		def, err := s.Cases.Definition(ctx, row.Definition)
		if err != nil {
			return err
		}
		state, _ := def.State(row.State)
		rows[i].Label = state.Office
	}
	return nil
}

// Counts are how many cases a query has, and how many of them are near their end.
type Counts struct {
	Total Count
	Paces map[Pace]Count // without the query's own due dates
}

// Count counts what the reader may see.
func (s *Service) Count(ctx context.Context, actor casework.Actor, q Query) (c Counts, err error) {
	defer problem.Wrap(&err, "worklist.Count")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c = Counts{Paces: map[Pace]Count{}}
		if c.Total, err = total(ctx, tx, actor, q); err != nil || q.Scope == Closed {
			return err
		}
		q.Scope = Open
		for _, pace := range Paces() {
			q.Due = pace.Span(s.Today())
			if c.Paces[pace], err = total(ctx, tx, actor, q); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

func total(ctx context.Context, tx *database.Tx, actor casework.Actor, q Query) (Count, error) {
	p, err := prepare(ctx, tx, actor, q)
	if err != nil {
		return Count{}, err
	}
	return p.total(ctx, tx)
}

// Stage is a state to choose, of a procedure.
type Stage struct {
	Procedure  string
	Definition string // a version that has the state
	State      string
	Label      i18n.Text
}

// Choices are what a list can be narrowed to.
type Choices struct {
	Stages    []Stage
	Assignees []Assignee // by name; only for those who see all cases of a kind
}

// Assignee is somebody whom cases are or were assigned to.
type Assignee struct{ Account, Name string }

// Choices lists what the reader's lists can be narrowed to.
func (s *Service) Choices(ctx context.Context, actor casework.Actor) (c Choices, err error) {
	defer problem.Wrap(&err, "worklist.Choices")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c = Choices{}
		if c.Stages, err = s.stages(ctx, tx, actor); err != nil {
			return err
		}
		c.Assignees, err = s.assignees(ctx, tx, actor)
		return err
	})
	if err != nil {
		return Choices{}, err
	}
	places := map[string]int{} // on the way of a case: who reads the list looks for what comes next
	for i, st := range c.Stages {
		def, err := s.Cases.Definition(ctx, st.Definition)
		if err != nil {
			return Choices{}, err
		}
		at := slices.IndexFunc(def.States, func(s workflow.State) bool { return s.Name == st.State })
		if at >= 0 {
			c.Stages[i].Label = def.States[at].Office
		}
		places[st.Procedure+"/"+st.State] = at
	}
	slices.SortStableFunc(c.Stages, func(a, b Stage) int {
		return cmp.Or(strings.Compare(a.Procedure, b.Procedure), cmp.Compare(places[a.Procedure+"/"+a.State], places[b.Procedure+"/"+b.State]))
	})
	return c, nil
}

func (s *Service) stages(ctx context.Context, tx *database.Tx, actor casework.Actor) ([]Stage, error) {
	all, err := stages(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []Stage
	for _, st := range all {
		a := accessOf(actor, st.audience)
		last := len(out) - 1
		if !a.all && len(a.assigned) == 0 || last >= 0 && out[last].Procedure == st.procedure && out[last].State == st.state {
			continue
		}
		out = append(out, Stage{Procedure: st.procedure, Definition: st.definition, State: st.state})
	}
	return out, nil
}

func (s *Service) assignees(ctx context.Context, tx *database.Tx, actor casework.Actor) ([]Assignee, error) {
	all, err := seats(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []Assignee
	for _, st := range all {
		known := slices.ContainsFunc(out, func(a Assignee) bool { return a.Account == st.account })
		if st.account == everyone || st.account == "" || known || !accessOf(actor, st.audience).all {
			continue
		}
		name, err := s.People.Name(ctx, tx, st.account)
		if err != nil {
			return nil, err
		}
		out = append(out, Assignee{st.account, name})
	}
	slices.SortFunc(out, func(a, b Assignee) int { return compareNames(a.Name, b.Name) })
	return out, nil
}
