// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15).
var held = map[string]string{
	"worklist_item": `SELECT name, state, outcome, urgent, hearing_on, due_on FROM worklist_item WHERE case_id = $1`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "worklist.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}
