// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"

	"pratica/internal/database"
)

const feedbackColumns = `id, at, due_on, place, report, email, lang, answer, answered_by, answered_at`

func scanFeedback(scan func(...any) error) (Feedback, error) {
	var f Feedback
	var at database.Time
	var answered database.NullTime
	var due string
	if err := scan(&f.ID, &at, &due, &f.Place, &f.Report, &f.Email, &f.Lang, &f.Answer, &f.AnsweredBy, &answered); err != nil {
		return f, err
	}
	f.At, f.AnsweredAt = at.Time, answered.Time
	return f, f.DueOn.UnmarshalText([]byte(due))
}

func insertFeedback(ctx context.Context, tx *database.Tx, f Feedback) error {
	_, err := tx.Exec(ctx, `INSERT INTO office_feedback (id, at, due_on, place, report, email, lang, answer, answered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, '', '')`,
		f.ID, database.T(f.At), f.DueOn.String(), f.Place, f.Report, f.Email, f.Lang)
	return err
}

func feedbacks(ctx context.Context, tx *database.Tx, n int) ([]Feedback, error) {
	return database.All(ctx, tx, scanFeedback,
		`SELECT `+feedbackColumns+` FROM office_feedback ORDER BY CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END, at DESC, id DESC LIMIT $1`, n)
}

func feedbackByID(ctx context.Context, tx *database.Tx, id string) (Feedback, error) {
	return scanFeedback(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+feedbackColumns+` FROM office_feedback WHERE id = $1`, []any{id}, dst...)
	})
}

// answerFeedback is done once; the address goes.
func answerFeedback(ctx context.Context, tx *database.Tx, f Feedback) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE office_feedback SET answer = $1, answered_by = $2, answered_at = $3, email = '' WHERE id = $4 AND answered_at IS NULL`,
		f.Answer, f.AnsweredBy, database.T(f.AnsweredAt), f.ID)
	return n == 1, err
}
