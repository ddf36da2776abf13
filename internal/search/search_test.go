// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/search"
)

// shelf is a Source and Rights that hold what the test puts into them.
type shelf struct {
	documents map[string]search.Document
	reach     map[string]search.Reach // by reader
}

func (s *shelf) Document(_ context.Context, _ *database.Tx, id string) (search.Document, error) {
	d, ok := s.documents[id]
	if !ok {
		return d, problem.New(problem.NotFound, "casework.not_found")
	}
	return d, nil
}

func (s *shelf) Cases(_ context.Context, after string, n int) ([]string, error) {
	var list []string
	for id := range s.documents {
		if id > after {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list[:min(n, len(list))], nil
}

func (s *shelf) Reach(_ context.Context, _ *database.Tx, r search.Reader, definitions []string) (search.Reach, error) {
	if reach, ok := s.reach[r.ID]; ok {
		return reach, nil
	}
	reach := search.Reach{Account: r.ID, Accounts: []string{r.ID}}
	for _, d := range definitions {
		reach.Grants = append(reach.Grants, search.Grant{Definition: d})
	}
	return reach, nil
}

// bench is a service with its shelf.
type bench struct {
	*search.Service
	*shelf
	t     *testing.T
	audit *audit.Log
}

var all = reader("sees-all")

func reader(id string) search.Reader {
	return search.Reader{Actor: audit.Actor{Kind: audit.Official, ID: id}}
}

func newBench(t *testing.T, db *database.DB) *bench {
	now := func() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }
	s := &shelf{documents: map[string]search.Document{}, reach: map[string]search.Reach{}}
	log := audit.New(db, now)
	return &bench{&search.Service{DB: db, Audit: log, Source: s, Rights: s, Now: now}, s, t, log}
}

// add indexes a document; its id follows from its number.
func (b *bench) add(d search.Document) search.Document {
	b.t.Helper()
	if d.Case == "" {
		d.Case = fmt.Sprintf("case-%d-%03d", d.Year, d.Number)
	}
	if d.Code == "" {
		d.Code = ids.Code()
	}
	if d.Procedure == "" {
		d.Procedure, d.Definition = "patrocinio", "d1"
	}
	d.Version++
	b.documents[d.Case] = d
	b.must(b.Refresh(b.t.Context(), d.Case))
	return d
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) find(r search.Reader, q search.Query) search.Page {
	b.t.Helper()
	page, err := b.Search(b.t.Context(), r, q)
	b.must(err)
	return page
}

// holds makes an account responsible for a case, as casework stores it.
func (b *bench) holds(caseID, account string) {
	b.t.Helper()
	b.exec(`INSERT INTO casework_case (id, code, year, number, procedure, definition, lang, email, filed_at, changed_at, state, outcome, counsel, due_on, facts, version)
		VALUES ($1, $1, 2026, 1, 'p', 'd', 'it', '', '2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z', 's', '', '', '', '{}', 1) ON CONFLICT (id) DO NOTHING`, caseID)
	b.exec(`INSERT INTO casework_assignment (case_id, role, account, at) VALUES ($1, 'rapporteur', $2, '2026-11-25T09:00:00Z')`, caseID, account)
}

func (b *bench) exec(q string, args ...any) {
	b.t.Helper()
	ctx := b.t.Context()
	b.must(b.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, q, args...)
		return err
	}))
}

func numbers(p search.Page) []int64 {
	var list []int64
	for _, h := range p.Hits {
		list = append(list, h.Number)
	}
	return list
}

// Both databases find the same.
func TestWhatIsFound(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		for i, passages := range corpus[1:] {
			b.add(search.Document{Year: 2026, Number: int64(i + 1), Passages: passages})
		}
		for _, tt := range expected {
			t.Run(tt.name, func(t *testing.T) {
				b.t = t
				page := b.find(all, search.Query{Text: tt.text})
				if diff := cmp.Diff(tt.want, numbers(page)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", tt.text, diff)
				}
				if page.Count != len(tt.want) || page.More {
					t.Errorf("%q: counted %d, more %v", tt.text, page.Count, page.More)
				}
			})
		}
	})
}

func TestWhatCannotBeLookedFor(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"nothing", "  ", "search.nothing_to_find"},
		{"only signs", "*-'’", "search.nothing_to_find"},
		{"only words that say nothing", "di la per", "search.nothing_to_find"},
		{"too long", strings.Repeat("a", search.MaxQuery+1), "search.too_long"},
		{"too many words", strings.Repeat("parola ", 13), "search.too_many_words"},
		{"a beginning that is too short", "ro*", "search.short_beginning"},
	}
	b := newBench(t, databasetest.SQLite(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := b.Search(t.Context(), all, search.Query{Text: tt.text}); !problem.Is(err, tt.code) {
				t.Errorf("%v, want %s", err, tt.code)
			}
		})
	}
}

// What a reader may not see is not counted.
func TestRightsComeBeforeTheCount(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		for n := int64(1); n <= 6; n++ {
			d := search.Document{Year: 2026, Number: n, Procedure: "patrocinio", Definition: "d1", Passages: []search.Passage{person("Mario Rossi")}}
			if n > 4 {
				d.Procedure, d.Definition = "accesso", "d2"
			}
			if n == 2 || n == 5 {
				d.Holders = []string{"rapporteur"}
			}
			d = b.add(d)
			if n == 2 || n == 3 {
				b.holds(d.Case, map[int64]string{2: "rapporteur", 3: "somebody"}[n])
			}
		}
		own, held, sworn := search.Grant{Definition: "d1"}, search.Grant{Definition: "d1", Assigned: true}, search.Grant{Definition: "d1", Assigned: true, Declared: true}
		own2, held2 := search.Grant{Definition: "d2"}, search.Grant{Definition: "d2", Assigned: true}
		grant := func(account, place string, grants ...search.Grant) {
			b.reach[account] = search.Reach{Grants: grants, Account: account, Accounts: []string{account, place}}
		}
		grant("of-one", "", own2)
		grant("of-both", "", own, own2)
		grant("rapporteur", "", held, held2)
		grant("substitute", "rapporteur", own2, held)
		grant("undeclared", "rapporteur", sworn)
		grant("declared", "rapporteur", sworn)
		grant("declared-of-any", "", search.Grant{Definition: "d1", Declared: true})
		b.exec(`INSERT INTO casework_declaration (case_id, account, act, verdict, reason, at)
			VALUES ('case-2026-002', 'declared', 1, 'no_conflict', '', '2026-11-25T09:00:00Z'), ('case-2026-003', 'declared-of-any', 1, 'no_conflict', '', '2026-11-25T09:00:00Z'),
				('case-2026-002', 'undeclared', 1, 'abstains', '', '2026-11-25T09:00:00Z')`)
		b.reach["nobody"] = search.Reach{}
		for name, want := range map[string][]int64{
			"sees-all": {6, 5, 4, 3, 2, 1}, "of-one": {6, 5}, "substitute": {6, 5, 2}, "nobody": nil,
			"undeclared": nil, "declared": {2}, "declared-of-any": {3}, "of-both": {6, 5, 4, 3, 2, 1},
			"rapporteur": {2}, // 5 was taken away since: the index does not know yet, the case does
		} {
			page := b.find(reader(name), search.Query{Text: "rossi"})
			if diff := cmp.Diff(want, numbers(page)); diff != "" || page.Count != len(want) {
				t.Errorf("%s: counted %d (-want +got):\n%s", name, page.Count, diff)
			}
			if _, ok, err := b.Direct(t.Context(), reader(name), "2/2026"); err != nil || ok != slices.Contains(want, 2) {
				t.Errorf("%s: direct %v, %v", name, ok, err)
			}
		}
	})
}

func TestFiltersAndPages(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		for n := int64(1); n <= 5; n++ {
			for _, year := range []int{2025, 2026} {
				d := search.Document{Year: year, Number: n, Procedure: "patrocinio-civile", Definition: "d1", Passages: []search.Passage{person("Ada Prova")}}
				if n%2 == 0 {
					d.Procedure, d.Definition = "accesso_atti", "d2"
				}
				b.add(d)
			}
		}
		walked := []int64{}
		for q := (search.Query{Text: "prova", Limit: 3}); ; {
			page := b.find(all, q)
			if page.Count != 10 {
				t.Errorf("counted %d", page.Count)
			}
			for _, h := range page.Hits {
				walked = append(walked, int64(h.Year)*10+h.Number)
			}
			if q.Before = page.Next; page.Next == 0 {
				break
			}
		}
		if diff := cmp.Diff([]int64{20265, 20264, 20263, 20262, 20261, 20255, 20254, 20253, 20252, 20251}, walked); diff != "" {
			t.Errorf("walked (-want +got):\n%s", diff)
		}
		for _, tt := range []struct {
			query search.Query
			want  []int64
		}{
			{search.Query{Text: "prova", Year: 2025}, []int64{5, 4, 3, 2, 1}},
			{search.Query{Text: "prova", Year: 2025, Procedure: "accesso_atti"}, []int64{4, 2}},
			{search.Query{Text: "prova", Procedure: "patrocinio-civile", Year: 2026}, []int64{5, 3, 1}},
			{search.Query{Text: "prova", Procedure: "patrocinio_civile"}, nil},
			{search.Query{Text: "prova", Year: 2024}, nil},
		} {
			if diff := cmp.Diff(tt.want, numbers(b.find(all, tt.query))); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", tt.query, diff)
			}
		}
		choices, err := b.Choices(t.Context())
		b.must(err)
		want := search.Choices{Definitions: []search.Indexed{{"accesso_atti", "d2"}, {"patrocinio-civile", "d1"}}, Years: []int{2026, 2025}}
		if diff := cmp.Diff(want, choices); diff != "" {
			t.Errorf("choices (-want +got):\n%s", diff)
		}
	})
}

func TestCodeAndNumberLeadStraight(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		b := newBench(t, db)
		d := b.add(search.Document{Year: 2026, Number: 12, Passages: []search.Passage{person("Ada Prova")}})
		for typed, want := range map[string]bool{
			d.Code: true, strings.ToLower(strings.ReplaceAll(d.Code, "-", " ")): true, "12/2026": true, " n. 12 / 2026 ": true, "N°12/2026": true,
			"13/2026": false, "12/2025": false, ids.Code(): false, "12": false, "Ada": false, "": false,
		} {
			got, ok, err := b.Direct(t.Context(), all, typed)
			if err != nil || ok != want || ok && got != d.Case {
				t.Errorf("%q: %q, %v, %v", typed, got, ok, err)
			}
		}
		if got := numbers(b.find(all, search.Query{Text: d.Code + " prova"})); len(got) != 1 {
			t.Errorf("a code among words finds %v", got)
		}
	})
}
