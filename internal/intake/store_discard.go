// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"time"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// DiscardIn forgets what was filed and by whom. Code, number, instant and fingerprint
// stay: they prove that it was filed, and what.
func (s *Service) DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) (err error) {
	defer problem.Wrap(&err, "intake.DiscardIn(%s)", application)
	return database.Discard(ctx, tx, application, at,
		`UPDATE intake_filing SET email = '', content = substr(content, 1, 0), discarded_at = $2 WHERE application = $1`,
		`UPDATE intake_application SET email = '', answers = substr(answers, 1, 0), saved = '{}', frozen_file = '', paper_by = '', paper_postal = '' WHERE id = $1`,
		`DELETE FROM intake_link WHERE application = $1`,
		`DELETE FROM intake_area WHERE application = $1`,
		`DELETE FROM intake_warning WHERE application = $1`,
	)
}
