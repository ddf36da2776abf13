// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"encoding/json"
	"time"

	"pratica/internal/database"
)

// storedText is one version, whatever it holds.
type storedText struct {
	version int64
	data    json.RawMessage
	by      string
	at      time.Time
}

func scanText(scan func(...any) error) (storedText, error) {
	var v storedText
	var at database.Time
	err := scan(&v.version, database.JSON(&v.data), &v.by, &at)
	v.at = at.Time
	return v, err
}

func lastText(ctx context.Context, tx *database.Tx, name TextName) (storedText, error) {
	return scanText(func(dst ...any) error {
		return tx.Get(ctx, `SELECT version, data, changed_by, changed_at FROM office_text WHERE name = $1 ORDER BY version DESC LIMIT 1`, []any{string(name)}, dst...)
	})
}

func allTexts(ctx context.Context, tx *database.Tx, name TextName) ([]storedText, error) {
	return database.All(ctx, tx, scanText,
		`SELECT version, data, changed_by, changed_at FROM office_text WHERE name = $1 ORDER BY version DESC LIMIT 200`, string(name))
}

func insertText(ctx context.Context, tx *database.Tx, name TextName, version int64, content any, by string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_text (name, version, data, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)`,
		string(name), version, database.JSON(content), by, database.T(at))
	return err
}
