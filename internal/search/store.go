// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"strconv"
	"strings"

	"pratica/internal/database"
)

// putDocument stores a document unless a newer one is there; false when it is.
func putDocument(ctx context.Context, tx *database.Tx, d Document) (bool, error) {
	passages := d.Passages
	if passages == nil {
		passages = []Passage{}
	}
	rows, err := tx.Exec(ctx, `INSERT INTO search_document (place, case_id, version, code, procedure, definition, passages, words)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (place) DO UPDATE SET version = excluded.version, code = excluded.code, procedure = excluded.procedure,
			definition = excluded.definition, passages = excluded.passages, words = excluded.words WHERE search_document.version <= excluded.version`,
		place(d.Year, d.Number), d.Case, d.Version, d.Code, d.Procedure, d.Definition, database.JSON(passages), strings.Join(d.words(), " "))
	return rows > 0, err
}

// putDefinition remembers a definition that is in use.
func putDefinition(ctx context.Context, tx *database.Tx, d Document) error {
	_, err := tx.Exec(ctx, `INSERT INTO search_definition (definition, procedure) VALUES ($1, $2) ON CONFLICT (definition) DO NOTHING`, d.Definition, d.Procedure)
	return err
}

func definitions(ctx context.Context, tx *database.Tx) ([]Indexed, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Indexed, error) {
		var i Indexed
		err := scan(&i.Procedure, &i.Definition)
		return i, err
	}, `SELECT procedure, definition FROM search_definition ORDER BY procedure, definition`)
}

// ends are the places of the first and of the last case; ErrNotFound when there
// is none.
func ends(ctx context.Context, tx *database.Tx) (first, last int64, err error) {
	if err := tx.Get(ctx, `SELECT place FROM search_document ORDER BY place LIMIT 1`, nil, &first); err != nil {
		return 0, 0, err
	}
	err = tx.Get(ctx, `SELECT place FROM search_document ORDER BY place DESC LIMIT 1`, nil, &last)
	return first, last, err
}

func remove(ctx context.Context, tx *database.Tx, caseID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_document WHERE case_id = $1`, caseID)
	return err
}

func count(ctx context.Context, tx *database.Tx) (cases, documents int, err error) {
	err = tx.Get(ctx, `SELECT (SELECT COUNT(*) FROM casework_case WHERE discarded_at IS NULL), (SELECT COUNT(*) FROM search_document)`, nil, &cases, &documents)
	return cases, documents, err
}

// casesAfter lists n indexed cases, in the order of their ids.
func casesAfter(ctx context.Context, tx *database.Tx, after string, n int) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, `SELECT case_id FROM search_document WHERE case_id > $1 ORDER BY case_id LIMIT $2`, after, n)
}

// indexed tells which of some cases have a document.
func indexed(ctx context.Context, tx *database.Tx, cases []string) (map[string]bool, error) {
	found := map[string]bool{}
	if len(cases) == 0 {
		return found, nil
	}
	args := make([]any, len(cases))
	for i, id := range cases {
		args[i] = id
	}
	list, err := database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, `SELECT case_id FROM search_document WHERE case_id IN `+database.In(1, len(cases)), args...)
	for _, id := range list {
		found[id] = true
	}
	return found, err
}

// analyze brings the planner's statistics up to date after many documents.
func analyze(ctx context.Context, tx *database.Tx) error {
	_, err := tx.Exec(ctx, `ANALYZE search_document`)
	return err
}

// planAnew has PostgreSQL plan each query by its own words: a word that stands
// everywhere is found by walking the cases, a rare one by the index, and a plan
// made for both would be bad for one.
func planAnew(ctx context.Context, tx *database.Tx) error {
	if tx.Dialect() != database.PostgreSQL {
		return nil
	}
	_, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`)
	return err
}

// selection is the part of a statement that both the page and the count share.
type selection struct {
	text, place string
	args        []any
}

func (s *selection) add(condition string, args ...any) {
	s.text += ` AND ` + condition
	s.args = append(s.args, args...)
}

func (s *selection) in(column string, values []string) string {
	text := column + ` IN ` + database.In(len(s.args)+1, len(values))
	for _, v := range values {
		s.args = append(s.args, v)
	}
	return text
}

// seen says that some grant gives the document. This statement and the one that
// counts are the only ones with tables that are not of this package.
func (s *selection) seen(r Reach) string {
	byKind := map[Grant][]string{} // what a grant asks for → definitions
	for _, g := range r.Grants {
		kind := Grant{Assigned: g.Assigned, Declared: g.Declared}
		byKind[kind] = append(byKind[kind], g.Definition)
	}
	var ways []string
	for _, kind := range []Grant{{}, {Assigned: true}, {Declared: true}, {Assigned: true, Declared: true}} {
		if len(byKind[kind]) == 0 {
			continue
		}
		way := s.in(`d.definition`, byKind[kind])
		if kind.Assigned {
			way += ` AND d.case_id IN (SELECT a.case_id FROM casework_assignment a WHERE ` + s.in(`a.account`, r.Accounts) + `)`
		}
		if kind.Declared {
			way += ` AND EXISTS (SELECT 1 FROM casework_declaration c WHERE c.case_id = d.case_id AND c.verdict = 'no_conflict' AND ` +
				s.in(`c.account`, []string{r.Account}) + `)`
		}
		ways = append(ways, way)
	}
	return `((` + strings.Join(ways, `) OR (`) + `))`
}

// with is a statement of the selection with one more argument at its end.
func (s selection) with(columns, end string, arg any) (string, []any) {
	args := append(s.args[:len(s.args):len(s.args)], arg)
	return `SELECT ` + columns + s.text + end + ` LIMIT $` + strconv.Itoa(len(args)), args
}

// ftsKey is the only key that an index of FTS5 has. The migration fills it with
// the place, which the application makes.
const ftsKey = `f.rowid`

// found are the documents that answer a query, as each engine writes it: $1 is
// the query, and place the name of the place there. To SQLite a CROSS JOIN says
// that the index comes first; else it would rather begin with who holds what, and
// ask the index again for each.
func found(d database.Dialect) (from, place string) {
	if d == database.PostgreSQL {
		return ` FROM search_document d WHERE d.vector @@ $1::tsquery`, `d.place`
	}
	return ` FROM search_index f CROSS JOIN search_document d ON d.place = ` + ftsKey + ` WHERE search_index MATCH $1`, ftsKey
}

// selected asks the engine for a query within places first and last, and asks
// the cases themselves who holds them and who declared what, now.
func selected(d database.Dialect, q query, first, last int64, r Reach) selection {
	from, place := found(d)
	s := selection{text: from, place: place, args: []any{q.expression(d)}}
	s.add(place+` BETWEEN $2 AND $3`, first, last)
	if !r.isWhole() {
		s.add(s.seen(r))
	}
	return s
}

// stored is a document as found.
type stored struct {
	place int64
	Document
}

func hits(ctx context.Context, tx *database.Tx, s selection, limit int) ([]stored, error) {
	q, args := s.with(`d.place, d.case_id, d.code, d.procedure, d.definition, d.passages`, ` ORDER BY `+s.place+` DESC`, limit)
	return database.All(ctx, tx, func(scan func(...any) error) (stored, error) {
		var d stored
		err := scan(&d.place, &d.Case, &d.Code, &d.Procedure, &d.Definition, database.JSON(&d.Passages))
		d.Year, d.Number = int(d.place/numbersOfAYear), d.place%numbersOfAYear
		return d, err
	}, q, args...)
}

func countHits(ctx context.Context, tx *database.Tx, s selection, limit int) (n int, err error) {
	q, args := s.with(`1`, ``, limit)
	err = tx.Get(ctx, `SELECT COUNT(*) FROM (`+q+`) AS counted`, args, &n)
	return n, err
}

// oneCase finds a case by its code or by its place, if the reader sees it.
func oneCase(ctx context.Context, tx *database.Tx, code string, at int64, r Reach) (caseID string, err error) {
	if len(r.Grants) == 0 {
		return "", database.ErrNotFound
	}
	s := selection{text: `SELECT d.case_id FROM search_document d WHERE (d.code = $1 OR d.place = $2)`, args: []any{code, at}}
	s.add(s.seen(r))
	err = tx.Get(ctx, s.text, s.args, &caseID)
	return caseID, err
}
