// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"pratica/internal/app"
	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/search"
)

// found is what one kind of query took, in milliseconds.
type found struct {
	Name string  `json:"name"`
	Hits int     `json:"hits"` // of the last one
	P50  float64 `json:"p50"`
	P99  float64 `json:"p99"`
}

// warmUp is how many rounds are not measured: the database reads its file then.
const warmUp = 3

// searches indexes n cases without durability, then looks for something rounds
// times in every way that officials do, each search with its entries in the
// audit trail, and prints what each way took.
func searches(ctx context.Context, out io.Writer, n, rounds int) (err error) {
	if n < 1 || rounds < 1 {
		return errUsage
	}
	l := library{n: n}
	if err := l.fill(ctx); err != nil {
		return err
	}
	a, err := openBody(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	s := l.service(a)
	var all []found
	for _, way := range l.ways(s) {
		took, err := measure(ctx, rounds, way)
		if err != nil {
			return err
		}
		all = append(all, took...)
	}
	return json.NewEncoder(out).Encode(all)
}

// measure does each of the things in turn, again and again, and tells what each
// took: what disturbs one disturbs the other.
func measure(ctx context.Context, rounds int, things ...asking) ([]found, error) {
	all, took := make([]found, len(things)), make([][]float64, len(things))
	for i := range warmUp + rounds {
		for n, thing := range things {
			began := time.Now()
			hits, err := thing.do(ctx, i)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", thing.name, err)
			}
			if i >= warmUp {
				took[n] = append(took[n], float64(time.Since(began).Microseconds())/1000)
			}
			all[n].Name, all[n].Hits = thing.name, hits
		}
	}
	for n, each := range took {
		slices.Sort(each)
		all[n].P50, all[n].P99 = each[len(each)/2], each[min(len(each)-1, len(each)*99/100)]
	}
	return all, nil
}

func (l library) service(a *app.App) *search.Service {
	return &search.Service{DB: a.DB, Audit: a.Audit, Source: l, Rights: l, Now: time.Now}
}

// fill indexes the cases, and makes those that a rapporteur holds known to
// casework.
func (l library) fill(ctx context.Context) (err error) {
	a, err := openBody(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	there := 0
	err = a.DB.View(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, `SELECT COUNT(*) FROM search_document`, nil, &there)
	})
	if err != nil || there == l.n { // what was made for an earlier measurement is measured again
		return err
	}
	if err := l.assign(ctx, a.DB); err != nil {
		return err
	}
	return l.service(a).Rebuild(ctx, func(int) {})
}

func (l library) assign(ctx context.Context, db *database.DB) error {
	return db.Update(ctx, func(tx *database.Tx) error {
		for i := 0; i < l.n; i += l.everyHeld() {
			id := caseID(i)
			_, err := tx.Exec(ctx, `INSERT INTO casework_case (id, code, year, number, procedure, definition, lang, email, filed_at, changed_at, state, outcome, counsel, due_on, facts, version)
				VALUES ($1, $1, 2026, 1, 'p', 'd', 'it', '', '2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z', 's', '', '', '', '{}', 1)`, id)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `INSERT INTO casework_assignment (case_id, role, account, at) VALUES ($1, 'rapporteur', $2, '2026-11-25T09:00:00Z')`, id, holder)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// The readers: one who sees every case, and one who sees those that he holds.
const (
	everybody = "secretary"
	holder    = "rapporteur"
)

func reader(id string) search.Reader {
	return search.Reader{Actor: audit.Actor{Kind: audit.Official, ID: id}}
}

// ways are the ways of looking for something.
func (l library) ways(s *search.Service) []asking {
	ask := func(name, who string, query func(round int) search.Query) asking {
		return asking{name, func(ctx context.Context, round int) (int, error) {
			page, err := s.Search(ctx, reader(who), query(round))
			return page.Count, err
		}}
	}
	text := func(name, who string, words func(c someone) string) asking {
		return ask(name, who, func(round int) search.Query { return search.Query{Text: words(l.at(round * 7919 % l.n))} })
	}
	fixed := func(words string) func(someone) string { return func(someone) string { return words } }
	return []asking{
		text("surname and name", everybody, func(c someone) string { return c.surname + " " + c.name }),
		text("a common surname", everybody, func(c someone) string { return surnames[len(c.name)%4] }),
		text("a tax code", everybody, func(c someone) string { return c.taxCode }),
		text("applicant and opponent", everybody, func(c someone) string { return c.opponent + " " + c.surname }),
		text("a rare word and one that stands everywhere", everybody, func(c someone) string { return "chiede " + c.taxCode }),
		text("a word of prose, by its stem", everybody, fixed("separazioni")),
		text("two words of prose", everybody, fixed("sfratti morosità")),
		text("a word that stands everywhere", everybody, fixed("chiedere")),
		text("the beginning of a name", everybody, func(c someone) string { return c.name[:4] + "*" }),
		text("nothing", everybody, fixed("inesistentissimo")),
		ask("in a procedure and a year", everybody, func(round int) search.Query {
			return search.Query{Text: surnames[round%len(surnames)], Procedure: "procedura-1", Year: firstYear + 5}
		}),
		ask("a page in the middle", everybody, func(int) search.Query {
			return search.Query{Text: "affitto", Before: (firstYear + 4) * 1_000_000_000}
		}),
		text("a common word among the cases held", holder, fixed("chiede")),
		text("a surname among the cases held", holder, func(c someone) string { return c.surname }),
		{"a number", func(ctx context.Context, round int) (int, error) {
			_, ok, err := s.Direct(ctx, reader(everybody), fmt.Sprintf("%d/%d", 1+round%l.perYear(), firstYear))
			if !ok {
				return 0, err
			}
			return 1, err
		}},
	}
}
