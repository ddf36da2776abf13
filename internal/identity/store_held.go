// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// HeldOf reads what is kept of an account, by table; never what lets in.
func (s *Service) HeldOf(ctx context.Context, tx *database.Tx, account string) (_ map[string][]database.Record, err error) {
	defer problem.Wrap(&err, "identity.HeldOf")
	return database.RecordsOf(ctx, tx, account, map[string]string{
		"identity_account":      `SELECT email, name, fiscal_code, kind, state, lang, created_at, last_login_at FROM identity_account WHERE id = $1`,
		"identity_session":      `SELECT agent, created_at, seen_at, expires_at, ended_at FROM identity_session WHERE account_id = $1 ORDER BY created_at`,
		"identity_totp_request": `SELECT requested_at, state, decided_at FROM identity_totp_request WHERE account_id = $1 ORDER BY requested_at`,
	})
}

// AccountsOf finds the accounts of somebody, by tax code or by address.
func (s *Service) AccountsOf(ctx context.Context, tx *database.Tx, taxCode, email string) (_ []string, err error) {
	defer problem.Wrap(&err, "identity.AccountsOf")
	return database.All(ctx, tx, func(scan func(...any) error) (id string, err error) {
		err = scan(&id)
		return id, err
	}, `SELECT id FROM identity_account WHERE $1 <> '' AND fiscal_code = $1 OR $2 <> '' AND email = $2 ORDER BY id`, taxCode, email)
}
