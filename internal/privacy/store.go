// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"context"

	"pratica/internal/database"
)

const requestColumns = `id, year, number, name, tax_code, email, asked_on, due_on, extended, with_files, state, total, done, file, made_by, made_at, answered_by, answered_at`

func scanRequest(scan func(...any) error) (Request, error) {
	var (
		r          Request
		asked, due string
		made       database.Time
		answered   database.NullTime
	)
	err := scan(&r.ID, &r.Year, &r.Number, &r.Name, &r.TaxCode, &r.Email, &asked, &due, &r.Extended, &r.WithFiles, &r.State,
		&r.Total, &r.Done, &r.File, &r.MadeBy, &made, &r.AnsweredBy, &answered)
	if err != nil {
		return r, err
	}
	r.MadeAt, r.AnsweredAt = made.Time, answered.Time
	if err := r.AskedOn.UnmarshalText([]byte(asked)); err != nil {
		return r, err
	}
	return r, r.DueOn.UnmarshalText([]byte(due))
}

func nextNumber(ctx context.Context, tx *database.Tx, year int) (n int64, err error) {
	err = tx.Get(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM privacy_request WHERE year = $1`, []any{year}, &n)
	return n, err
}

func insertRequest(ctx context.Context, tx *database.Tx, r Request) error {
	_, err := tx.Exec(ctx, `INSERT INTO privacy_request (`+requestColumns+`) VALUES `+database.Values(1, 18),
		r.ID, r.Year, r.Number, r.Name, r.TaxCode, r.Email, r.AskedOn.String(), r.DueOn.String(), r.Extended, r.WithFiles, string(r.State),
		r.Total, r.Done, r.File, r.MadeBy, database.T(r.MadeAt), r.AnsweredBy, database.NullTime{Time: r.AnsweredAt})
	return err
}

// updateRequest writes what may change of a line.
func updateRequest(ctx context.Context, tx *database.Tx, r Request) error {
	_, err := tx.Exec(ctx, `UPDATE privacy_request SET due_on = $2, extended = $3, state = $4, total = $5, done = $6, file = $7, answered_by = $8, answered_at = $9
		WHERE id = $1`,
		r.ID, r.DueOn.String(), r.Extended, string(r.State), r.Total, r.Done, r.File, r.AnsweredBy, database.NullTime{Time: r.AnsweredAt})
	return err
}

// setProgress writes how far the copy is, and touches nothing else.
func setProgress(ctx context.Context, tx *database.Tx, id string, total, done int) error {
	_, err := tx.Exec(ctx, `UPDATE privacy_request SET total = $2, done = $3 WHERE id = $1`, id, total, done)
	return err
}

func requests(ctx context.Context, tx *database.Tx, n int) ([]Request, error) {
	return database.All(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM privacy_request
		ORDER BY CASE WHEN state = 'answered' THEN 1 ELSE 0 END, due_on, id LIMIT $1`, n)
}

func requestByID(ctx context.Context, tx *database.Tx, id string) (Request, error) {
	return oneRequest(ctx, tx, `WHERE id = $1`, id)
}

// lockRequest keeps others from the line until the transaction ends.
func lockRequest(ctx context.Context, tx *database.Tx, id string) (Request, error) {
	return oneRequest(ctx, tx, `WHERE id = $1 /*pg: FOR UPDATE */`, id)
}

func oneRequest(ctx context.Context, tx *database.Tx, where, id string) (Request, error) {
	return scanRequest(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+requestColumns+` FROM privacy_request `+where, []any{id}, dst...)
	})
}
