// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package verdicts

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15).
var held = map[string]string{
	"signatures_verdict": `SELECT file, digest, arrived_at, judged_at, verdict, sub, report FROM signatures_verdict WHERE owner = $1 ORDER BY file`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "verdicts.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}

// DiscardIn forgets the verdicts on the files of a case, which go too.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "verdicts.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at, `DELETE FROM signatures_verdict WHERE owner = $1`)
}
