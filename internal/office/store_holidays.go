// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/terms"
)

const holidayColumns = `id, kind, from_day, to_day, month, day, reason, since_day, until_day`

func scanHoliday(scan func(...any) error) (Holiday, error) {
	var h Holiday
	var from, to, since, until string
	if err := scan(&h.ID, &h.Kind, &from, &to, &h.Feast.Month, &h.Feast.Day, &h.Reason, &since, &until); err != nil {
		return h, err
	}
	return h, errors.Join(h.From.UnmarshalText([]byte(from)), h.To.UnmarshalText([]byte(to)),
		h.Since.UnmarshalText([]byte(since)), h.Until.UnmarshalText([]byte(until)))
}

func allHolidays(ctx context.Context, tx *database.Tx) ([]Holiday, error) {
	return database.All(ctx, tx, scanHoliday, `SELECT `+holidayColumns+` FROM office_holiday ORDER BY since_day, id`)
}

func holidayByID(ctx context.Context, tx *database.Tx, id string) (Holiday, error) {
	return scanHoliday(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+holidayColumns+` FROM office_holiday WHERE id = $1`, []any{id}, dst...)
	})
}

func insertHoliday(ctx context.Context, tx *database.Tx, h Holiday, by string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO office_holiday (id, kind, from_day, to_day, month, day, reason, since_day, until_day, added_by, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10)`,
		h.ID, string(h.Kind), h.From.String(), h.To.String(), int(h.Feast.Month), h.Feast.Day, h.Reason, h.Since.String(), by, database.T(at))
	return err
}

// endHoliday leaves a row as it is but for the terms that begin from a day on; false when it was ended before.
func endHoliday(ctx context.Context, tx *database.Tx, id, by string, until terms.Date, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_holiday SET until_day = $1, removed_by = $2, removed_at = $3 WHERE id = $4 AND until_day = ''`,
		until.String(), by, database.T(at), id)
	return n == 1, err
}
