// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// HeldIn reads what is kept here of an application, by table.
func (s *Service) HeldIn(ctx context.Context, tx *database.Tx, application string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "office.HeldIn")
	return database.RecordsOf(ctx, tx, application, map[string]string{
		"office_helper_act": `SELECT action, first_at, last_at, times FROM office_helper_act WHERE application = $1 ORDER BY id`,
	})
}

// HeldOf reads what is kept here of an account, by table.
func (s *Service) HeldOf(ctx context.Context, tx *database.Tx, account string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "office.HeldOf")
	return database.RecordsOf(ctx, tx, account, map[string]string{
		"office_membership": `SELECT role, unit_id, granted_at, ended_at FROM office_membership WHERE account_id = $1 ORDER BY granted_at`,
		"office_absence":    `SELECT from_day, to_day FROM office_absence WHERE account_id = $1 ORDER BY from_day`,
		"office_helper":     `SELECT rights, invited_at, ended_at FROM office_helper WHERE account_id = $1 OR lawyer = $1 ORDER BY invited_at`,
		"office_roll":       `SELECT role, place FROM office_roll WHERE account_id = $1 ORDER BY role`,
	})
}

// HeldBy reads what is kept here of somebody who need not have an account: the list
// of counsel by tax code, reports of pages by address.
func (s *Service) HeldBy(ctx context.Context, tx *database.Tx, taxCode, email string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "office.HeldBy")
	counsel, err := database.RecordsOf(ctx, tx, taxCode, map[string]string{
		"office_counsel": `SELECT fiscal_code, name, bar, pec, email, enrolled_since, invited_at, updated_at, removed_at FROM office_counsel WHERE fiscal_code = $1`,
	})
	if err != nil {
		return nil, err
	}
	counsel["office_feedback"], err = database.Records(ctx, tx, `SELECT at, place, report, email, answer, answered_at FROM office_feedback WHERE $1 <> '' AND email = $1 ORDER BY at`, email)
	return counsel, err
}
