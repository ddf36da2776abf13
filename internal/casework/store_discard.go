// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"strconv"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn forgets what a case says of people, in words that anybody wrote. Which acts
// were done when and by whom, the outcome and what statistics count stay.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "casework.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`UPDATE casework_case SET email = '', counsel = '', facts = '{}', discarded_at = $2 WHERE id = $1`,
		`UPDATE casework_act SET note = '', detail = '{}' WHERE case_id = $1`,
		`UPDATE casework_integration SET asked = '{}', answer = '{}' WHERE case_id = $1`,
		`UPDATE casework_decision SET text = '{}', notice = '{}' WHERE case_id = $1`,
		`UPDATE casework_declaration SET reason = '' WHERE case_id = $1`,
		`UPDATE casework_sitting_case SET reasons = '' WHERE case_id = $1`,
		`DELETE FROM casework_answers WHERE case_id = $1`,
		`DELETE FROM casework_client WHERE case_id = $1`,
		`DELETE FROM casework_party WHERE case_id = $1`,
		`DELETE FROM casework_note WHERE case_id = $1`,
	)
}

func standings(ctx context.Context, tx *database.Tx, procedure string, before time.Time) ([]standing, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (at standing, err error) {
		return at, scan(&at.definition, &at.state, &at.cases)
	}, `SELECT definition, state, COUNT(*) FROM casework_case
		WHERE procedure = $1 AND changed_at < $2 AND discarded_at IS NULL GROUP BY definition, state ORDER BY definition, state`, procedure, database.T(before))
}

func closedBefore(ctx context.Context, tx *database.Tx, procedure string, before time.Time, final []standing, n int) ([]Closed, error) {
	args := []any{procedure, database.T(before), n}
	var pairs []string
	for _, at := range final {
		args = append(args, at.definition, at.state)
		pairs = append(pairs, "($"+strconv.Itoa(len(args)-1)+", $"+strconv.Itoa(len(args))+")")
	}
	return database.All(ctx, tx, func(scan func(...any) error) (Closed, error) {
		var (
			c  Closed
			at database.Time
		)
		err := scan(&c.ID, &c.Code, &c.Year, &c.Number, &c.Outcome, &at)
		c.ChangedAt = at.Time
		return c, err
	}, `SELECT id, code, year, number, outcome, changed_at FROM casework_case
		WHERE procedure = $1 AND changed_at < $2 AND discarded_at IS NULL AND (definition, state) IN (VALUES `+strings.Join(pairs, ", ")+`)
		ORDER BY changed_at, id LIMIT $3`, args...)
}

func discardedIDs(ctx context.Context, tx *database.Tx, after string, n int) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (id string, err error) {
		return id, scan(&id)
	}, `SELECT id FROM casework_case WHERE id > $1 AND discarded_at IS NOT NULL ORDER BY id LIMIT $2`, after, n)
}
