// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn forgets what lots told of a case. The papers of a lot name all its cases:
// they go with the first of them; their hash stays, and the recipient has its copy.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "lots.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`UPDATE lots_item SET content = '{}' WHERE case_id = $1`,
		`UPDATE lots_lot SET manifest = substr(manifest, 1, 0), list = substr(list, 1, 0) WHERE length(manifest) > 0 AND id IN (SELECT lot_id FROM lots_item WHERE case_id = $1)`,
	)
}

// Waits tells whether a recipient has still to be told of a case.
func (s *Service) Waits(ctx context.Context, tx *database.Tx, caseID string) (bool, error) {
	n := 0
	err := tx.Get(ctx, `SELECT COUNT(*) FROM lots_pending WHERE case_id = $1`, []any{caseID}, &n)
	return n > 0, err
}
