// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
)

func versionByDigest(ctx context.Context, tx *database.Tx, digest string) (Version, error) {
	v := Version{Digest: digest}
	var imported, changed database.Time
	err := tx.Get(ctx, `SELECT slug, label, state, imported_at, changed_at FROM forms_version WHERE digest = $1`, []any{digest},
		&v.Slug, &v.Label, &v.State, &imported, &changed)
	v.ImportedAt, v.ChangedAt = imported.Time, changed.Time
	return v, err
}

func allVersions(ctx context.Context, tx *database.Tx) ([]Version, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (Version, error) {
		var v Version
		var imported, changed database.Time
		err := scan(&v.Digest, &v.Slug, &v.Label, &v.State, &imported, &changed)
		v.ImportedAt, v.ChangedAt = imported.Time, changed.Time
		return v, err
	}, `SELECT digest, slug, label, state, imported_at, changed_at FROM forms_version ORDER BY slug, imported_at DESC, digest`)
}

func insertVersion(ctx context.Context, tx *database.Tx, v Version, source []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO forms_version (digest, slug, label, state, imported_at, changed_at, source) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		v.Digest, v.Slug, v.Label, string(v.State), database.T(v.ImportedAt), database.T(v.ChangedAt), source)
	return err
}

func versionSource(ctx context.Context, tx *database.Tx, digest string) (source []byte, err error) {
	err = tx.Get(ctx, `SELECT source FROM forms_version WHERE digest = $1`, []any{digest}, &source)
	return source, err
}

func publishedDigest(ctx context.Context, tx *database.Tx, slug string) (digest string, err error) {
	err = tx.Get(ctx, `SELECT digest FROM forms_version WHERE slug = $1 AND state = 'published'`, []any{slug}, &digest)
	return digest, err
}

func publishedDigests(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var digest string
		return digest, scan(&digest)
	}, `SELECT digest FROM forms_version WHERE state = 'published' ORDER BY slug`)
}

func retirePublished(ctx context.Context, tx *database.Tx, slug string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE forms_version SET state = 'retired', changed_at = $2 WHERE slug = $1 AND state = 'published'`, slug, database.T(at))
	return err
}

func setVersionState(ctx context.Context, tx *database.Tx, digest string, state State, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE forms_version SET state = $2, changed_at = $3 WHERE digest = $1`, digest, string(state), database.T(at))
	return err
}

const thresholdColumns = `id, slug, name, from_day, since_day, value, act`

// scanThreshold leaves the value as its text: what it is depends on the table.
func scanThreshold(scan func(...any) error) (Threshold, error) {
	var t Threshold
	var from, since, value string
	if err := scan(&t.ID, &t.Slug, &t.Table, &from, &since, &value, &t.Act); err != nil {
		return t, err
	}
	t.Value = value
	return t, errors.Join(t.From.UnmarshalText([]byte(from)), t.Since.UnmarshalText([]byte(since)))
}

func allThresholds(ctx context.Context, tx *database.Tx) ([]Threshold, error) {
	return database.All(ctx, tx, scanThreshold, `SELECT `+thresholdColumns+` FROM forms_threshold ORDER BY slug, name, since_day`)
}

func thresholdByID(ctx context.Context, tx *database.Tx, id string) (Threshold, error) {
	return scanThreshold(func(dst ...any) error {
		return tx.Get(ctx, `SELECT `+thresholdColumns+` FROM forms_threshold WHERE id = $1`, []any{id}, dst...)
	})
}

func insertThreshold(ctx context.Context, tx *database.Tx, t Threshold, by string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO forms_threshold (id, slug, name, from_day, since_day, value, act, added_by, added_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		t.ID, t.Slug, t.Table, t.From.String(), t.Since.String(), t.text(), t.Act, by, database.T(at))
	return err
}

func deleteThreshold(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forms_threshold WHERE id = $1`, id)
	return err
}
