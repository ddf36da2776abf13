// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"context"

	"pratica/internal/database"
)

const columns = `id, owner, kind, lang, channel, recipient, message_id, subject, body, secrets, state, reason, attempts, created_at, changed_at, sent_at`

func insert(ctx context.Context, tx *database.Tx, r Record) error {
	_, err := tx.Exec(ctx, `INSERT INTO delivery_message (`+columns+`) VALUES `+database.Values(1, 16),
		r.ID, r.Owner, string(r.Kind), r.Lang, r.Channel, r.To, r.MessageID, r.Subject, r.Body, database.JSON(r.secrets),
		string(r.State), r.Reason, r.Attempts, database.T(r.CreatedAt), database.T(r.ChangedAt), database.NullTime{Time: r.SentAt})
	return err
}

// update writes what changes in a message's life; what was said, to whom and under which Message-ID never does, but for the blanked links.
func update(ctx context.Context, tx *database.Tx, r Record) error {
	_, err := tx.Exec(ctx, `UPDATE delivery_message SET body = $2, secrets = $3, state = $4, reason = $5, attempts = $6, changed_at = $7, sent_at = $8
		WHERE id = $1`,
		r.ID, r.Body, database.JSON(r.secrets), string(r.State), r.Reason, r.Attempts, database.T(r.ChangedAt), database.NullTime{Time: r.SentAt})
	return err
}

func byID(ctx context.Context, tx *database.Tx, id string) (Record, error) {
	return one(ctx, tx, `SELECT `+columns+` FROM delivery_message WHERE id = $1`, id)
}

func byMessageID(ctx context.Context, tx *database.Tx, messageID string) (Record, error) {
	return one(ctx, tx, `SELECT `+columns+` FROM delivery_message WHERE message_id = $1`, messageID)
}

// byOwner relies on the identifiers growing with time.
func byOwner(ctx context.Context, tx *database.Tx, owner string) ([]Record, error) {
	return database.All(ctx, tx, scanRecord, `SELECT `+columns+` FROM delivery_message WHERE owner = $1 ORDER BY id DESC`, owner)
}

func page(ctx context.Context, tx *database.Tx, before string, n int) ([]Record, error) {
	if before == "" {
		return database.All(ctx, tx, scanRecord, `SELECT `+columns+` FROM delivery_message ORDER BY id DESC LIMIT $1`, n)
	}
	return database.All(ctx, tx, scanRecord, `SELECT `+columns+` FROM delivery_message WHERE id < $1 ORDER BY id DESC LIMIT $2`, before, n)
}

// lost leaves out what was said again to the same person since, whatever became of that: of one thing the last message counts.
func lost(ctx context.Context, tx *database.Tx, n int) ([]Record, error) {
	return database.All(ctx, tx, scanRecord, `SELECT `+columns+` FROM delivery_message AS m
		WHERE state IN ('failed', 'bounced') AND NOT EXISTS (SELECT 1 FROM delivery_message AS later
			WHERE later.owner = m.owner AND later.id > m.id AND later.kind = m.kind AND later.recipient = m.recipient AND later.subject = m.subject)
		ORDER BY id DESC LIMIT $1`, n)
}

func one(ctx context.Context, tx *database.Tx, q, key string) (Record, error) {
	return scanRecord(func(dst ...any) error { return tx.Get(ctx, q, []any{key}, dst...) })
}

func scanRecord(scan func(...any) error) (Record, error) {
	var r Record
	var created, changed database.Time
	var sent database.NullTime
	err := scan(&r.ID, &r.Owner, &r.Kind, &r.Lang, &r.Channel, &r.To, &r.MessageID, &r.Subject, &r.Body, database.JSON(&r.secrets),
		&r.State, &r.Reason, &r.Attempts, &created, &changed, &sent)
	r.CreatedAt, r.ChangedAt, r.SentAt = created.Time, changed.Time, sent.Time
	return r, err
}
