// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import "context"

// Clock asks the server of PostgreSQL what time it is. SQLite has no clock of its
// own: other is false.
func (db *DB) Clock(ctx context.Context) (at Time, other bool, err error) {
	if db.dialect != PostgreSQL {
		return at, false, nil
	}
	err = db.read.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&at)
	return at, true, classify(err)
}
