// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"encoding/json"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// held says what a person is given of each table (GDPR art. 15). The hash of a link opens it, and stays here.
var held = map[string]string{
	"intake_application": `SELECT id, code, procedure, lang, state, email, verified, answers, way, fingerprint, created_at, changed_at, paper_on, paper_postal FROM intake_application WHERE id = $1`,
	"intake_filing":      `SELECT code, year, number, filed_at, procedure, lang, email, way, fingerprint, content FROM intake_filing WHERE application = $1`,
	"intake_link":        `SELECT kind, email, created_at, expires_at FROM intake_link WHERE application = $1 ORDER BY created_at`,
	"intake_warning":     `SELECT warned_at FROM intake_warning WHERE application = $1`,
	"intake_area":        `SELECT kept_at, removed_at FROM intake_area WHERE application = $1`,
}

// HeldIn reads what is kept here of an application and of its case, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "intake.HeldIn(%s)", application)
	return database.RecordsOf(ctx, tx, application, held)
}

// Unfiled is a draft in which somebody may stand.
type Unfiled struct {
	ID, Definition, Email string
	Answers               json.RawMessage
}

// UnfiledAfter reads drafts in pages. Answers are not indexed: whoever looks for a
// person goes through all of them, which expire.
func (s *Service) UnfiledAfter(ctx context.Context, tx *database.Tx, after string, n int) (_ []Unfiled, err error) {
	defer problem.Wrap(&err, "intake.UnfiledAfter")
	return database.All(ctx, tx, func(scan func(...any) error) (u Unfiled, err error) {
		err = scan(&u.ID, &u.Definition, &u.Email, (*[]byte)(&u.Answers))
		return u, err
	}, `SELECT id, definition, email, answers FROM intake_application WHERE state <> 'filed' AND id > $1 ORDER BY id LIMIT $2`, after, n)
}
