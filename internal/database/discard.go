// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package database

import (
	"context"
	"strings"
	"time"
)

// Discard runs statements of which $1 is an identifier and, where they have it, $2
// an instant: what a package forgets of an application or of its case.
func Discard(ctx context.Context, tx *Tx, id string, at time.Time, statements ...string) error {
	for _, q := range statements {
		args := []any{id}
		if strings.Contains(q, "$2") {
			args = append(args, T(at))
		}
		if _, err := tx.Exec(ctx, q, args...); err != nil {
			return err
		}
	}
	return nil
}
