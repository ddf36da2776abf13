// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"context"
	"time"

	"pratica/internal/database"
)

func countViews(ctx context.Context, tx *database.Tx, account, but string) (n int, err error) {
	err = tx.Get(ctx, `SELECT COUNT(id) FROM worklist_view WHERE account = $1 AND name <> $2`, []any{account, but}, &n)
	return n, err
}

func putView(ctx context.Context, tx *database.Tx, v View, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO worklist_view (id, account, shared, name, query, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account, name) DO UPDATE SET shared = excluded.shared, query = excluded.query, changed_at = excluded.changed_at`,
		v.ID, v.Account, v.Shared, v.Name, v.Query, database.T(at))
	return err
}

func views(ctx context.Context, tx *database.Tx, account string) ([]View, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (v View, err error) {
		err = scan(&v.ID, &v.Account, &v.Shared, &v.Name, &v.Query)
		return v, err
	}, `SELECT id, account, shared, name, query FROM worklist_view WHERE account = $1 OR shared ORDER BY name, id`, account)
}

func removeView(ctx context.Context, tx *database.Tx, account, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM worklist_view WHERE id = $1 AND account = $2`, id, account)
}
