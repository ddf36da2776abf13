// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15).
var held = map[string]string{
	"discard_hold": `SELECT reason, placed_at, released, released_at FROM discard_hold WHERE case_id = $1 ORDER BY id`,
	"discard_item": `SELECT i.code, i.state, i.why, i.done_at FROM discard_item i WHERE i.case_id = $1 ORDER BY i.list_id`,
}

// HeldIn reads what is kept here of a case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "discard.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}
