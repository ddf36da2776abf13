// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/database"
)

// definitionsByAge lists pairs of procedure and digest, the version of the
// newest case last. It goes from one digest to the next along an index: menus
// ask it, and a body may have a million cases of five versions.
func definitionsByAge(ctx context.Context, tx *database.Tx) ([][2]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) ([2]string, error) {
		var p [2]string
		err := scan(&p[0], &p[1])
		return p, err
	}, `WITH RECURSIVE used (definition) AS (
			SELECT MIN(definition) FROM casework_case
			UNION ALL
			SELECT (SELECT MIN(c.definition) FROM casework_case c WHERE c.definition > used.definition) FROM used WHERE used.definition IS NOT NULL
		)
		SELECT (SELECT c.procedure FROM casework_case c WHERE c.definition = used.definition LIMIT 1), definition FROM used WHERE definition IS NOT NULL
		ORDER BY (SELECT MAX(c.filed_at) FROM casework_case c WHERE c.definition = used.definition), definition`)
}
