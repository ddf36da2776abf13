// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn takes a case from the index.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "search.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`DELETE FROM search_document WHERE case_id = $1`,
	)
}
