// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"time"

	"pratica/internal/database"
)

func insertNote(ctx context.Context, tx *database.Tx, caseID string, n PrivateNote) error {
	_, err := tx.Exec(ctx, `INSERT INTO casework_note (id, case_id, author, at, text) VALUES ($1, $2, $3, $4, $5)`,
		n.ID, caseID, n.Author, database.T(n.At), n.Text)
	return err
}

// removeNote says false when the note is not there, or is somebody else's.
func removeNote(ctx context.Context, tx *database.Tx, caseID, note, author string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE casework_note SET removed_at = $4, removed_by = $3 WHERE case_id = $1 AND id = $2 AND author = $3 AND removed_at IS NULL`,
		caseID, note, author, database.T(at))
	return n == 1, err
}

// notesOf lists the notes of a case that were not taken back, the oldest first.
func notesOf(ctx context.Context, tx *database.Tx, caseID string) ([]PrivateNote, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (PrivateNote, error) {
		var (
			n  PrivateNote
			at database.Time
		)
		err := scan(&n.ID, &n.Author, &at, &n.Text)
		n.At = at.Time
		return n, err
	}, `SELECT id, author, at, text FROM casework_note WHERE case_id = $1 AND removed_at IS NULL ORDER BY at, id`, caseID)
}
