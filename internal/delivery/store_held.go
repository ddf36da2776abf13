// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15).
var held = map[string]string{
	// A message that is not sent yet may hold a link that opens the application.
	"delivery_message": `SELECT kind, lang, channel, recipient, subject, CASE WHEN state IN ('queued', 'deferred') THEN '' ELSE body END AS body, state, created_at, sent_at FROM delivery_message WHERE owner = $1 ORDER BY id`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "delivery.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}
