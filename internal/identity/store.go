// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
)

// credentials is an account with its secrets as stored. It does not leave the package.
type credentials struct {
	Account
	password    string
	version     int64
	totpSecret  []byte // sealed
	totpStep    int64
	totpPending []byte // sealed
}

// kindColumn is the kind of an account: helpers are stored as a mark beside that of lawyers, whose door they use.
const kindColumn = `CASE WHEN a.helper THEN 'helper' ELSE a.kind END`

const accountColumns = `a.id, a.email, a.name, COALESCE(a.fiscal_code, ''), ` + kindColumn + `, a.state, a.lang, a.created_at, a.last_login_at`

func scanAccount(scan func(...any) error) (Account, error) {
	var a Account
	err := scan(a.into()...)
	return a, err
}

// into lists the destinations of accountColumns.
func (a *Account) into() []any {
	return []any{&a.ID, &a.Email, &a.Name, &a.FiscalCode, &a.Kind, &a.State, &a.Lang, instant{&a.CreatedAt}, instant{&a.LastLogin}}
}

// instant scans a stored instant, or its absence as the zero time.
type instant struct{ to *time.Time }

func (i instant) Scan(v any) error {
	var t database.NullTime
	err := t.Scan(v)
	*i.to = t.Time
	return err
}

func oneAccount(ctx context.Context, tx *database.Tx, where string, arg any) (credentials, error) {
	var c credentials
	dst := append(c.into(), &c.password, &c.version, &c.totpSecret, &c.totpStep, &c.totpPending)
	err := tx.Get(ctx, `
		SELECT `+accountColumns+`, a.password, a.password_version, a.totp_secret, a.totp_step, a.totp_pending
		FROM identity_account a WHERE `+where, []any{arg}, dst...)
	return c, err
}

func accountByID(ctx context.Context, tx *database.Tx, id string) (credentials, error) {
	return oneAccount(ctx, tx, `a.id = $1`, id)
}

func accountByEmail(ctx context.Context, tx *database.Tx, email string) (credentials, error) {
	return oneAccount(ctx, tx, `a.email = $1`, email)
}

// searchAccounts pages by name and identifier; the page starts after the account f.After.
func searchAccounts(ctx context.Context, tx *database.Tx, f Filter) ([]Account, error) {
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(strings.TrimSpace(f.Query))) + "%"
	return database.All(ctx, tx, scanAccount, `
		SELECT `+accountColumns+` FROM identity_account a
		WHERE (LOWER(a.name) LIKE $1 ESCAPE '\' OR a.email LIKE $1 ESCAPE '\')
		  AND ($2 = '' OR `+kindColumn+` = $2) AND ($3 = '' OR a.state = $3)
		  AND ($4 = '' OR (a.name, a.id) > (SELECT b.name, b.id FROM identity_account b WHERE b.id = $4))
		ORDER BY a.name, a.id LIMIT $5`, like, string(f.Kind), string(f.State), f.After, f.Limit)
}

func countActive(ctx context.Context, tx *database.Tx, accounts []string) (int, error) {
	if len(accounts) == 0 {
		return 0, nil
	}
	args := []any{string(Active)}
	for _, id := range accounts {
		args = append(args, id)
	}
	var n int
	err := tx.Get(ctx, `SELECT COUNT(*) FROM identity_account WHERE state = $1 AND id IN `+database.In(2, len(accounts)), args, &n)
	return n, err
}

func insertAccount(ctx context.Context, tx *database.Tx, a Account) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_account (id, email, name, fiscal_code, kind, state, lang, password, password_version, totp_step, created_at, helper)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, $7, '', 0, 0, $8, $9)`,
		a.ID, a.Email, a.Name, a.FiscalCode, string(doorOf(a.Kind)), string(a.State), a.Lang, database.T(a.CreatedAt), a.Kind == Helper)
	return err
}

// doorOf is the kind whose door an account of a kind uses.
func doorOf(k Kind) Kind {
	if k == Helper {
		return Lawyer
	}
	return k
}

func setState(ctx context.Context, tx *database.Tx, account string, state State) error {
	_, err := tx.Exec(ctx, `UPDATE identity_account SET state = $1 WHERE id = $2`, string(state), account)
	return err
}

func setPassword(ctx context.Context, tx *database.Tx, account, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE identity_account SET password = $1, password_version = password_version + 1 WHERE id = $2`, hash, account)
	return err
}

// refreshHash stores the same password at a new cost, unless the password changed in the meantime.
func refreshHash(ctx context.Context, tx *database.Tx, account, old, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE identity_account SET password = $1 WHERE id = $2 AND password = $3`, hash, account, old)
	return err
}

func setPendingTOTP(ctx context.Context, tx *database.Tx, account string, sealed []byte) error {
	_, err := tx.Exec(ctx, `UPDATE identity_account SET totp_pending = $1 WHERE id = $2`, sealed, account)
	return err
}

// adoptTOTP makes the pending secret the one in force, with the step of its first code as used.
func adoptTOTP(ctx context.Context, tx *database.Tx, account string, step int64) error {
	_, err := tx.Exec(ctx, `
		UPDATE identity_account SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $1, state = 'active' WHERE id = $2`,
		step, account)
	return err
}

// useStep notes a time step as used; false when it, or a later one, was used before (RFC 6238 §5.2).
func useStep(ctx context.Context, tx *database.Tx, account string, step int64) (bool, error) {
	rows, err := tx.Exec(ctx, `UPDATE identity_account SET totp_step = $1 WHERE id = $2 AND totp_step < $1`, step, account)
	return rows == 1, err
}

func setLastLogin(ctx context.Context, tx *database.Tx, account string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE identity_account SET last_login_at = $1 WHERE id = $2`, database.T(at), account)
	return err
}

// dropSecondFactor removes the authenticator and the recovery codes.
func dropSecondFactor(ctx context.Context, tx *database.Tx, account string) error {
	if _, err := tx.Exec(ctx, `UPDATE identity_account SET totp_secret = NULL, totp_pending = NULL WHERE id = $1`, account); err != nil {
		return err
	}
	return deleteCodes(ctx, tx, account)
}

func deleteCodes(ctx context.Context, tx *database.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM identity_recovery_code WHERE account_id = $1`, account)
	return err
}

func insertCode(ctx context.Context, tx *database.Tx, account, mac string) error {
	_, err := tx.Exec(ctx, `INSERT INTO identity_recovery_code (account_id, mac) VALUES ($1, $2)`, account, mac)
	return err
}

func useCode(ctx context.Context, tx *database.Tx, account, mac string, at time.Time) (bool, error) {
	rows, err := tx.Exec(ctx, `
		UPDATE identity_recovery_code SET used_at = $1 WHERE account_id = $2 AND mac = $3 AND used_at IS NULL`,
		database.T(at), account, mac)
	return rows == 1, err
}

func countCodes(ctx context.Context, tx *database.Tx, account string) (int, error) {
	var n int
	err := tx.Get(ctx, `SELECT COUNT(*) FROM identity_recovery_code WHERE account_id = $1 AND used_at IS NULL`, []any{account}, &n)
	return n, err
}

func insertTicket(ctx context.Context, tx *database.Tx, hash, account string, purpose Purpose, now, expires time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_ticket (token_hash, account_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		hash, account, string(purpose), database.T(now), database.T(expires))
	return err
}

func ticketAccount(ctx context.Context, tx *database.Tx, hash string, purpose Purpose, now time.Time) (string, error) {
	var account string
	err := tx.Get(ctx, `
		SELECT account_id FROM identity_ticket
		WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3`,
		[]any{hash, string(purpose), database.T(now)}, &account)
	return account, err
}

func useTicket(ctx context.Context, tx *database.Tx, hash string, purpose Purpose, now time.Time) (bool, error) {
	rows, err := tx.Exec(ctx, `
		UPDATE identity_ticket SET used_at = $3
		WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3`,
		hash, string(purpose), database.T(now))
	return rows == 1, err
}

// voidTickets ends the open tickets of an account for some purposes, or for all when none is named.
func voidTickets(ctx context.Context, tx *database.Tx, account string, now time.Time, purposes ...Purpose) error {
	q := `UPDATE identity_ticket SET used_at = $1 WHERE account_id = $2 AND used_at IS NULL`
	args := []any{database.T(now), account}
	for _, p := range purposes {
		args = append(args, string(p))
	}
	if len(purposes) > 0 {
		q += ` AND purpose IN ` + database.In(3, len(purposes))
	}
	_, err := tx.Exec(ctx, q, args...)
	return err
}

func deleteTickets(ctx context.Context, tx *database.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM identity_ticket WHERE expires_at < $1`, database.T(before))
}

const requestColumns = `id, account_id, requested_by, requested_at, state, COALESCE(decided_by, ''), decided_at`

func scanRequest(scan func(...any) error) (TOTPRequest, error) {
	var r TOTPRequest
	err := scan(&r.ID, &r.Account, &r.RequestedBy, instant{&r.RequestedAt}, &r.State, &r.DecidedBy, instant{&r.DecidedAt})
	return r, err
}

func insertRequest(ctx context.Context, tx *database.Tx, account, by string, at time.Time) (string, error) {
	id := ids.New()
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_totp_request (id, account_id, requested_by, requested_at, state) VALUES ($1, $2, $3, $4, 'open')`,
		id, account, by, database.T(at))
	return id, err
}

func requestByID(ctx context.Context, tx *database.Tx, id string) (TOTPRequest, error) {
	var r TOTPRequest
	err := tx.Get(ctx, `SELECT `+requestColumns+` FROM identity_totp_request WHERE id = $1`, []any{id},
		&r.ID, &r.Account, &r.RequestedBy, instant{&r.RequestedAt}, &r.State, &r.DecidedBy, instant{&r.DecidedAt})
	return r, err
}

func openRequests(ctx context.Context, tx *database.Tx) ([]TOTPRequest, error) {
	return database.All(ctx, tx, scanRequest, `
		SELECT `+requestColumns+` FROM identity_totp_request WHERE state = 'open' ORDER BY requested_at, id LIMIT 200`)
}

// decideRequest settles an open request; false when somebody else did before.
func decideRequest(ctx context.Context, tx *database.Tx, id, by string, state RequestState, at time.Time) (bool, error) {
	rows, err := tx.Exec(ctx, `
		UPDATE identity_totp_request SET state = $1, decided_by = $2, decided_at = $3 WHERE id = $4 AND state = 'open'`,
		string(state), by, database.T(at), id)
	return rows == 1, err
}
