// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// ForgetIn removes every file of an owner, whatever its state, and returns what
// there was. The bytes go once nobody else has the same.
func (s *Service) ForgetIn(ctx context.Context, tx *database.Tx, owner string) (files []File, err error) {
	defer problem.Wrap(&err, "documents.ForgetIn")
	for _, state := range []State{Stored, Removed, Void} {
		found, err := filesIn(ctx, tx, state, owner)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	for _, f := range files { // Collect looks at what was noted, and keeps what another file still has
		if err := upsertArrival(ctx, tx, f.Digest, s.Now()); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{`DELETE FROM documents_file WHERE owner = $1`, `DELETE FROM documents_owner WHERE owner = $1`} {
		if _, err := tx.Exec(ctx, q, owner); err != nil {
			return nil, err
		}
	}
	return files, nil
}
