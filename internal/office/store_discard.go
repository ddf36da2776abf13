// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn forgets who helped a lawyer with an application.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "office.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`DELETE FROM office_helper_act WHERE application = $1`,
	)
}
