// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lots

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15). Of a lot it is only the line of the case.
var held = map[string]string{
	"lots_pending":   `SELECT kind, recipient, decided_on, withdrawn FROM lots_pending WHERE case_id = $1 ORDER BY kind`,
	"lots_recipient": `SELECT kind, recipient, at FROM lots_recipient WHERE case_id = $1 ORDER BY kind`,
	"lots_item":      `SELECT lot_id, kind, correction, withdrawn, recipient, content FROM lots_item WHERE case_id = $1 ORDER BY kind, correction`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "lots.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}
