// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn takes a case from the list, and what runs said of it.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "worklist.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`DELETE FROM worklist_entry WHERE filing IN (SELECT filing FROM worklist_item WHERE case_id = $1)`,
		`DELETE FROM worklist_item WHERE case_id = $1`,
		`UPDATE worklist_run_case SET said = '' WHERE case_id = $1`,
	)
}
