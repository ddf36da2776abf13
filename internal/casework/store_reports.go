// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/database"
)

// definitionsByAge lists pairs of procedure and digest, the version of the
// newest case last.
func definitionsByAge(ctx context.Context, tx *database.Tx) ([][2]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) ([2]string, error) {
		var p [2]string
		err := scan(&p[0], &p[1])
		return p, err
	}, `SELECT procedure, definition FROM casework_case GROUP BY procedure, definition ORDER BY MAX(filed_at), definition`)
}
