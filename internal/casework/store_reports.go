// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/terms"
)

// usedVersions jumps from one digest to the next in the index: DISTINCT would walk
// all cases for a handful of them.
const usedVersions = `WITH RECURSIVE used (definition) AS (
	SELECT MIN(definition) FROM casework_case
	UNION ALL
	SELECT (SELECT MIN(c.definition) FROM casework_case c WHERE c.definition > used.definition) FROM used WHERE used.definition IS NOT NULL
)
`

// definitionsByAge lists pairs of procedure and digest, the version of the
// newest case last. It goes from one digest to the next along an index: menus
// ask it, and a body may have a million cases of five versions.
func definitionsByAge(ctx context.Context, tx *database.Tx) ([][2]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) ([2]string, error) {
		var p [2]string
		err := scan(&p[0], &p[1])
		return p, err
	}, usedVersions+`
		SELECT (SELECT c.procedure FROM casework_case c WHERE c.definition = used.definition LIMIT 1), definition FROM used WHERE definition IS NOT NULL
		ORDER BY (SELECT MAX(c.filed_at) FROM casework_case c WHERE c.definition = used.definition), definition`)
}

// tally is one count that a case is in.
type tally struct {
	procedure, statistic, count, value string
	year                               int
}

// replaceTallies makes the rows of a case be these.
func replaceTallies(ctx context.Context, tx *database.Tx, caseID string, all []tally) error {
	if _, err := tx.Exec(ctx, `DELETE FROM casework_tally WHERE case_id = $1`, caseID); err != nil || len(all) == 0 {
		return err
	}
	var args []any
	for _, t := range all {
		args = append(args, caseID, t.statistic, t.count, t.procedure, t.year, t.value)
	}
	_, err := tx.Exec(ctx, `INSERT INTO casework_tally (case_id, statistic, count, procedure, year, value) VALUES `+database.Values(len(all), 6), args...)
	return err
}

// counted is how many cases of a year a count has, for one value.
type counted struct {
	year         int
	count, value string
	n            int64
}

func countTallies(ctx context.Context, tx *database.Tx, procedure, statistic string, from, to int) ([]counted, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (counted, error) {
		var c counted
		err := scan(&c.year, &c.count, &c.value, &c.n)
		return c, err
	}, `SELECT year, count, value, COUNT(*) FROM casework_tally WHERE procedure = $1 AND statistic = $2 AND year >= $3 AND year <= $4
		GROUP BY year, count, value`, procedure, statistic, from, to)
}

// firstYear is that of the oldest count; 0 when there is none.
func firstYear(ctx context.Context, tx *database.Tx, procedure, statistic string) (year int, err error) {
	err = tx.Get(ctx, `SELECT COALESCE(MIN(year), 0) FROM casework_tally WHERE procedure = $1 AND statistic = $2`, []any{procedure, statistic}, &year)
	return year, err
}

// running counts the cases of a definition whose main term has not passed.
type running struct {
	procedure, definition string
	cases                 int
}

func runningCases(ctx context.Context, tx *database.Tx, today terms.Date) ([]running, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (running, error) {
		var r running
		err := scan(&r.procedure, &r.definition, &r.cases)
		return r, err
	}, `SELECT procedure, definition, COUNT(*) FROM casework_case WHERE due_on >= $1 AND due_on < $2 GROUP BY procedure, definition ORDER BY procedure, definition`,
		today.String(), noDue)
}

func filedBetween(ctx context.Context, tx *database.Tx, procedure string, from, to time.Time) (n int, err error) {
	err = tx.Get(ctx, `SELECT COUNT(*) FROM casework_case WHERE procedure = $1 AND filed_at >= $2 AND filed_at < $3`,
		[]any{procedure, database.T(from), database.T(to)}, &n)
	return n, err
}
