// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15). The bytes are given as files.
var held = map[string]string{
	"documents_file": `SELECT id, slot, item, name, media_type, digest, size, state, reason, uploaded_at, changed_at FROM documents_file WHERE owner = $1 ORDER BY id`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "documents.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}
