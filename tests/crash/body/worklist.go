// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"pratica/internal/app"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/terms"
	"pratica/internal/worklist"
)

// lists writes n cases into the officials' list, then asks for it rounds times
// in every way that officials do, and prints what each way took. The first way
// is the bare query by key, of as many cases as a page has.
func lists(ctx context.Context, out io.Writer, n, rounds int) (err error) {
	if n < 1 || rounds < 1 {
		return errUsage
	}
	r, err := makeRegister(ctx, n)
	if err != nil {
		return err
	}
	a, err := openBody(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var all []found
	for _, asked := range r.asked(a) {
		took, err := measure(ctx, rounds, asked)
		if err != nil {
			return err
		}
		if took[0].Hits == 0 {
			return fmt.Errorf("%s: nothing was listed", asked.name)
		}
		all = append(all, took...)
	}
	return json.NewEncoder(out).Encode(all)
}

// asking is one way of asking; do tells how many cases came.
type asking struct {
	name string
	do   func(ctx context.Context, round int) (int, error)
}

// namer names officials who have no account.
type namer struct{}

// Applicant implements worklist.People.
func (namer) Applicant(context.Context, *database.Tx, casework.Case) (string, error) { return "", nil }

// Name implements worklist.People.
func (namer) Name(_ context.Context, _ *database.Tx, account string) (string, error) {
	return account, nil
}

// quiet are columns without names: a page of them is read and nothing is written.
var quiet = []worklist.Column{worklist.Number, worklist.Procedure, worklist.Filed, worklist.State, worklist.Due, worklist.Holder}

func (r register) asked(a *app.App) []asking {
	s := &worklist.Service{DB: a.DB, Audit: a.Audit, Cases: a.Casework, People: namer{}, Now: time.Now}
	all := []asking{{"50 cases by key, bare", func(ctx context.Context, round int) (int, error) { return r.byKey(ctx, a.DB, round) }}}
	for _, q := range r.queries() {
		all = append(all, asking{q.kind() + q.name, func(ctx context.Context, _ int) (int, error) { return listPage(ctx, s, q) }})
	}
	recorded := worklist.Query{}
	all = append(all, asking{"list with names, on record", func(ctx context.Context, _ int) (int, error) {
		page, err := s.List(ctx, secretaryOf(), recorded)
		return len(page.Rows), err
	}})
	for _, q := range r.queries() {
		all = append(all, asking{"count: " + q.name, func(ctx context.Context, _ int) (int, error) {
			counts, err := s.Count(ctx, q.who, q.Query)
			return counts.Total.N, err
		}})
	}
	return all
}

// listPage reads a page without names.
func listPage(ctx context.Context, s *worklist.Service, q namedQuery) (int, error) {
	q.Columns = quiet
	page, err := s.List(ctx, q.who, q.Query)
	return len(page.Rows), err
}

// byKey reads as many cases as a page has, by their key and without rights.
func (r register) byKey(ctx context.Context, db *database.DB, round int) (int, error) {
	keys := make([]any, keysPerPage)
	for i := range keys {
		year, number := r.numberOf((round*7919 + i*104_729) % r.n)
		keys[i] = int64(year)*1_000_000_000 + number
	}
	return readByKey(ctx, db, keys)
}

// keysPerPage is how many cases a page of the list has.
const keysPerPage = 50

// readByKey reads what a list shows of these cases.
func readByKey(ctx context.Context, db *database.DB, keys []any) (n int, err error) {
	err = db.View(ctx, func(tx *database.Tx) error {
		list, err := database.All(ctx, tx, func(scan func(...any) error) (code string, err error) {
			var name, state, due, holder, procedure string
			err = scan(&code, &name, &state, &due, &holder, &procedure)
			return code, err
		}, `SELECT code, name, state, due_on, holder, procedure FROM worklist_item WHERE filing IN `+database.In(1, len(keys)), keys...)
		n = len(list)
		return err
	})
	return n, err
}

// namedQuery is a query, and who asks it.
type namedQuery struct {
	name string
	who  casework.Actor
	worklist.Query
}

func secretaryOf() casework.Actor {
	return casework.Actor{Kind: audit.Official, ID: "sara", Roles: []string{"secretary"}}
}

// kind tells lists that are the next rows of an index from those whose span is
// sorted in memory.
func (q namedQuery) kind() string {
	spans := map[worklist.Order]bool{worklist.ByDue: !q.Due.IsZero(), worklist.ByFiled: !q.Filed.IsZero(), worklist.ByName: q.Text != ""}
	for order, sought := range spans {
		if sought && order != q.Sort {
			return "list, sorted in memory: "
		}
	}
	return "list: "
}

// queries are the named filters, each in every order, then the pairs of spans
// and the lists of people.
func (r register) queries() []namedQuery {
	today := terms.DateOf(r.today)
	soon, month := worklist.Span{From: today, To: today.AddDays(3)}, worklist.Span{From: terms.NewDate(firstYear+6, 3, 1), To: terms.NewDate(firstYear+6, 3, 31)}
	stage := "procedura-0/" + r.states[0].Name
	filters := []namedQuery{
		{name: "all open"}, {name: "a procedure", Query: worklist.Query{Stage: "procedura-0"}}, {name: "a state", Query: worklist.Query{Stage: stage}},
		{name: "urgent", Query: worklist.Query{Urgent: true}}, {name: "urgent in a procedure", Query: worklist.Query{Stage: "procedura-0", Urgent: true}},
		{name: "urgent in a state", Query: worklist.Query{Stage: stage, Urgent: true}},
		{name: "closed", Query: worklist.Query{Scope: worklist.Closed}}, {name: "open and closed", Query: worklist.Query{Scope: worklist.All}},
		{name: "of a colleague", Query: worklist.Query{Assignee: clerk(15)}}, {name: "of nobody", Query: worklist.Query{Assignee: worklist.Nobody}},
		{name: "due within days", Query: worklist.Query{Due: soon}}, {name: "due within days, in a state", Query: worklist.Query{Due: soon, Stage: stage}},
		{name: "filed in a month", Query: worklist.Query{Filed: month}}, {name: "filed in a month, closed", Query: worklist.Query{Filed: month, Scope: worklist.Closed}},
		{name: "filed in years and due within days", Query: worklist.Query{Filed: worklist.Span{From: terms.NewDate(firstYear, 1, 1)}, Due: soon}},
		{name: "a common name", Query: worklist.Query{Text: "rossi"}}, {name: "a name and surname", Query: worklist.Query{Text: "rossi mar"}},
		{name: "a name, closed, filed in a month", Query: worklist.Query{Text: "r", Scope: worklist.Closed, Filed: month}},
		{name: "a number", Query: worklist.Query{Text: "1/2017", Scope: worklist.All}},
	}
	var all []namedQuery
	for _, q := range filters {
		for _, order := range worklist.Orders() {
			for _, reverse := range []bool{false, true} {
				each := q
				each.who, each.Sort, each.Reverse = secretaryOf(), order, reverse
				each.name = fmt.Sprintf("%s, by %s%s", q.name, order, map[bool]string{true: ", reversed"}[reverse])
				all = append(all, each)
			}
		}
	}
	rapporteur := casework.Actor{Kind: audit.Official, ID: clerk(3), Roles: []string{"rapporteur"}}
	return append(all, namedQuery{"a rapporteur's own", rapporteur, worklist.Query{}}, namedQuery{"a rapporteur's own, by name", rapporteur, worklist.Query{Sort: worklist.ByName, Text: "r"}})
}
