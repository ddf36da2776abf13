// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Service finds cases. It is safe for concurrent use; all fields are required.
type Service struct {
	DB     *database.DB
	Audit  *audit.Log
	Source Source
	Rights Rights
	Now    func() time.Time
}

// Action is the action of a search in the audit trail.
const Action = "search"

// Search returns a page of the cases that answer a query and that the reader may
// see, and records the search and each case shown. What was typed is personal
// data and stands in no record.
func (s *Service) Search(ctx context.Context, r Reader, q Query) (page Page, err error) {
	defer problem.Wrap(&err, "search.Search")
	asked, err := parse(q.Text)
	if err != nil {
		return Page{}, err
	}
	q.Limit = min(q.Limit, 50)
	if q.Limit <= 0 {
		q.Limit = 20
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		page, err = s.find(ctx, tx, r, q, asked)
		return err
	})
	if err != nil {
		return Page{}, err
	}
	return page, s.record(ctx, r, q, page)
}

func (s *Service) find(ctx context.Context, tx *database.Tx, r Reader, q Query, asked query) (Page, error) {
	reach, err := s.reach(ctx, tx, r)
	if err != nil || len(reach.Grants) == 0 {
		return Page{}, err
	}
	full := slices.Clone(asked)
	if !reach.all {
		full = append(full, reach.marks())
	}
	if q.Procedure != "" {
		full = append(full, marked(procedureMark(q.Procedure)))
	}
	if err := planAnew(ctx, tx); err != nil {
		return Page{}, err
	}
	from, to := bounds(q)
	all := selected(tx.Dialect(), full, from, to, reach.Reach)
	n, err := countHits(ctx, tx, all, Counted+1)
	if err != nil || n == 0 {
		return Page{}, err
	}
	page := Page{Count: min(n, Counted), More: n > Counted}
	if q.Before > 0 {
		to = min(to, q.Before-1)
	}
	list, err := hits(ctx, tx, selected(tx.Dialect(), full, from, to, reach.Reach), q.Limit+1)
	if err != nil {
		return Page{}, err
	}
	if len(list) > q.Limit {
		list = list[:q.Limit]
		page.Next = list[q.Limit-1].place
	}
	page.Hits = shown(list, asked)
	return page, nil
}

// bounds are the places of the cases of a year, or of all.
func bounds(q Query) (from, to int64) {
	if q.Year == 0 {
		return 0, int64(1<<63 - 1)
	}
	return place(q.Year, 0), place(q.Year+1, 0) - 1
}

func shown(list []stored, asked query) []Hit {
	f := newFinder(asked)
	all := make([]Hit, len(list))
	for i, d := range list {
		all[i] = Hit{Case: d.Case, Code: d.Code, Year: d.Year, Number: d.Number, Procedure: d.Procedure, Definition: d.Definition}
		all[i].Person, all[i].Passages = f.show(d.Passages)
	}
	return all
}

// knownReach is a reach beside the definitions that are in use.
type knownReach struct {
	Reach
	all bool // nothing is kept from the reader
}

func (s *Service) reach(ctx context.Context, tx *database.Tx, r Reader) (knownReach, error) {
	known, err := definitions(ctx, tx)
	if err != nil {
		return knownReach{}, err
	}
	digests := make([]string, len(known))
	for i, k := range known {
		digests[i] = k.Definition
	}
	reach, err := s.Rights.Reach(ctx, tx, r, digests)
	return knownReach{reach, reach.covers(digests)}, err
}

// record writes the search and the reading of each case shown.
func (s *Service) record(ctx context.Context, r Reader, q Query, page Page) error {
	entries := []audit.Entry{{
		Chain: Chain(r.ID), Actor: r.Actor, Action: Action, Subject: r.ID, At: s.Now(),
		Detail: map[string]string{"hits": strconv.Itoa(page.Count), "shown": strconv.Itoa(len(page.Hits)), "procedure": q.Procedure, "year": strconv.Itoa(q.Year)},
	}}
	for _, h := range page.Hits {
		entries = append(entries, audit.Entry{
			Chain: audit.CaseChain(h.Case), Actor: r.Actor, Action: audit.Read, Subject: h.Case, At: s.Now(),
			Detail: map[string]string{"part": "search"},
		})
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error { return s.Audit.Record(ctx, tx, entries...) })
}

// Chain is the audit chain of a reader's searches: one for each reader, so that
// readers do not wait for each other.
func Chain(account string) string { return "search/" + account }

var numbered = regexp.MustCompile(`^(?:(?i:n)[.°]?\s*)?(\d{1,9})\s*/\s*(\d{4})$`)

// Direct is the case whose code or yearly number was typed alone; ok is false
// when it is neither, or no case that the reader may see has it.
func (s *Service) Direct(ctx context.Context, r Reader, typed string) (caseID string, ok bool, err error) {
	defer problem.Wrap(&err, "search.Direct")
	code, isCode := ids.ParseCode(typed)
	at := int64(-1)
	if m := numbered.FindStringSubmatch(strings.TrimSpace(typed)); m != nil {
		number, _ := strconv.ParseInt(m[1], 10, 64) // digits only
		year, _ := strconv.Atoi(m[2])
		at = place(year, number)
	}
	if !isCode && at < 0 {
		return "", false, nil
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		reach, err := s.reach(ctx, tx, r)
		if err != nil {
			return err
		}
		caseID, err = oneCase(ctx, tx, code, at, reach.Reach)
		return err
	})
	if errors.Is(err, database.ErrNotFound) {
		return "", false, nil
	}
	return caseID, err == nil, err
}

// Choices are what queries can be narrowed by.
func (s *Service) Choices(ctx context.Context) (c Choices, err error) {
	defer problem.Wrap(&err, "search.Choices")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if c.Definitions, err = definitions(ctx, tx); err != nil {
			return err
		}
		first, last, err := ends(ctx, tx)
		if errors.Is(err, database.ErrNotFound) {
			return nil
		}
		for year := last / numbersOfAYear; err == nil && year >= first/numbersOfAYear; year-- {
			c.Years = append(c.Years, int(year))
		}
		return err
	})
	return c, err
}
