// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn forgets what was written to whom; that a message of a kind left, and when,
// stays.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "delivery.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`DELETE FROM delivery_message WHERE owner = $1 AND state IN ('queued', 'deferred')`,
		`UPDATE delivery_message SET recipient = '', subject = '', body = '', secrets = '[]', reason = CASE WHEN reason = '' THEN '' ELSE '-' END WHERE owner = $1`,
	)
}
