// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15). Who of the office
// read or did something is not said: colleagues act under its authority (CJEU C-579/21).
var held = map[string]string{
	"audit_entry": `SELECT at, actor_kind, action, detail FROM audit_entry WHERE chain = $1 ORDER BY seq`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Log) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "audit.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, CaseChain(application), held)
}
