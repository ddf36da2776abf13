// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"errors"
	"strings"
	"time"

	"pratica/internal/database"
)

func insertArea(ctx context.Context, tx *database.Tx, application, account, by string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO intake_area (application, account, started_by, kept_at) VALUES ($1, $2, $3, $4)`,
		application, account, by, database.T(at))
	return err
}

// areaOf is the account in whose area a draft is, and when it went into the bin;
// "" when it is in none.
func areaOf(ctx context.Context, tx *database.Tx, application string) (account string, removed time.Time, err error) {
	var at database.NullTime
	err = tx.Get(ctx, `SELECT account, removed_at FROM intake_area WHERE application = $1`, []any{application}, &account, &at)
	if errors.Is(err, database.ErrNotFound) {
		return "", time.Time{}, nil
	}
	return account, at.Time, err
}

func openArea(ctx context.Context, tx *database.Tx, application string) (account string, err error) {
	err = tx.Get(ctx, `SELECT r.account FROM intake_area r JOIN intake_application a ON a.id = r.application
		WHERE r.application = $1 AND r.removed_at IS NULL AND a.state <> 'filed'`, []any{application}, &account)
	if errors.Is(err, database.ErrNotFound) {
		return "", nil
	}
	return account, err
}

func setAreaRemoved(ctx context.Context, tx *database.Tx, application string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE intake_area SET removed_at = $1 WHERE application = $2`, database.NullTime{Time: at}, application)
	return err
}

// areaColumns are those of an application, named with its table, and two of its area.
func areaColumns() string {
	return "a." + strings.ReplaceAll(applicationColumns, ", ", ", a.") + ", r.started_by, r.removed_at"
}

func scanArea(scan func(...any) error) (d AreaDraft, err error) {
	var removed database.NullTime
	d.Application, err = scanApplication(func(dst ...any) error { return scan(append(dst, &d.StartedBy, &removed)...) })
	d.RemovedAt = removed.Time
	return d, err
}

// areaDrafts goes by the day of the last change; of one that was changed while
// somebody pages on, the next page shows less rather than twice.
func areaDrafts(ctx context.Context, tx *database.Tx, account string, bin bool, after string, limit int) ([]AreaDraft, error) {
	where, args := `r.account = $1 AND a.state <> 'filed' AND r.removed_at IS NULL`, []any{account, limit}
	if bin {
		where = `r.account = $1 AND a.state <> 'filed' AND r.removed_at IS NOT NULL`
	}
	if after != "" {
		where += ` AND (a.changed_at, a.id) < (SELECT p.changed_at, p.id FROM intake_application p WHERE p.id = $3)`
		args = append(args, after)
	}
	return database.All(ctx, tx, scanArea, `SELECT `+areaColumns()+` FROM intake_area r JOIN intake_application a ON a.id = r.application
		WHERE `+where+` ORDER BY a.changed_at DESC, a.id DESC LIMIT $2`, args...)
}

func filedFromArea(ctx context.Context, tx *database.Tx, account string, since time.Time, limit int) ([]Receipt, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (r Receipt, err error) {
		var at database.Time
		err = scan(&r.Application, &r.Code, &r.Year, &r.Number, &at, &r.Procedure, &r.Definition)
		r.FiledAt = at.Time
		return r, err
	}, `SELECT f.application, f.code, f.year, f.number, f.filed_at, f.procedure, f.definition
		FROM intake_area r JOIN intake_filing f ON f.application = r.application
		WHERE r.account = $1 AND f.filed_at >= $2 ORDER BY f.filed_at DESC, f.application LIMIT $3`, account, database.T(since), limit)
}

// draftsToEmpty are those in a bin since before an instant, unchanged since.
func draftsToEmpty(ctx context.Context, tx *database.Tx, before time.Time, limit int) ([]string, error) {
	return database.All(ctx, tx, scanID, `SELECT a.id FROM intake_area r JOIN intake_application a ON a.id = r.application
		WHERE r.removed_at <= $1 AND a.state <> 'filed' AND a.changed_at <= r.removed_at ORDER BY a.id LIMIT $2`, database.T(before), limit)
}
