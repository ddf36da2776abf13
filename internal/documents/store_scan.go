// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"context"
	"time"

	"pratica/internal/database"
)

// insertScan says whether the digest was new.
func insertScan(ctx context.Context, tx *database.Tx, digest string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO documents_scan (digest, state, threat, changed_at) VALUES ($1, $2, '', $3)
		ON CONFLICT (digest) DO NOTHING`, digest, string(Waiting), database.T(now))
	return n == 1, err
}

func setScan(ctx context.Context, tx *database.Tx, digest string, found Scan, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE documents_scan SET state = $2, threat = $3, changed_at = $4 WHERE digest = $1`,
		digest, string(found.State), found.Threat, database.T(now))
	return err
}

func scansOf(ctx context.Context, tx *database.Tx, files []File) (map[string]Scan, error) {
	args := make([]any, len(files))
	for i, f := range files {
		args[i] = f.Digest
	}
	said := make(map[string]Scan, len(files))
	_, err := database.All(ctx, tx, func(scan func(...any) error) (struct{}, error) {
		var digest string
		var found Scan
		err := scan(&digest, &found.State, &found.Threat)
		said[digest] = found
		return struct{}{}, err
	}, `SELECT digest, state, threat FROM documents_scan WHERE digest IN `+database.In(1, len(args)), args...)
	return said, err
}

// filesOf are the stored files that have the same bytes.
func filesOf(ctx context.Context, tx *database.Tx, digest string) ([]File, error) {
	return database.All(ctx, tx, scanFile, `SELECT `+fileColumns+` FROM documents_file WHERE digest = $1 AND state = $2 ORDER BY id`, digest, string(Stored))
}

// unscanned are digests of files that people brought and nobody asked about.
func unscanned(ctx context.Context, tx *database.Tx, n int) ([]string, error) {
	return database.All(ctx, tx, oneText, `SELECT DISTINCT f.digest FROM documents_file f
		WHERE f.actor <> 'system' AND NOT EXISTS (SELECT 1 FROM documents_scan s WHERE s.digest = f.digest)
		ORDER BY f.digest LIMIT $1`, n)
}

func oneText(scan func(...any) error) (text string, err error) {
	err = scan(&text)
	return text, err
}

func upsertArrival(ctx context.Context, tx *database.Tx, digest string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO documents_arrival (digest, at) VALUES ($1, $2)
		ON CONFLICT (digest) DO UPDATE SET at = excluded.at`, digest, database.T(now))
	return err
}

func deleteArrival(ctx context.Context, tx *database.Tx, digest string) error {
	_, err := tx.Exec(ctx, `DELETE FROM documents_arrival WHERE digest = $1`, digest)
	return err
}

func arrivalsBefore(ctx context.Context, tx *database.Tx, before time.Time, n int) ([]string, error) {
	return database.All(ctx, tx, oneText, `SELECT digest FROM documents_arrival WHERE at < $1 ORDER BY at, digest LIMIT $2`,
		database.T(before), n)
}

// lockArrival takes the note of an arrival until the transaction ends, if it is
// still as old.
func lockArrival(ctx context.Context, tx *database.Tx, digest string, before time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE documents_arrival SET digest = digest WHERE digest = $1 AND at < $2`, digest, database.T(before))
	return n == 1, err
}

func hasFile(ctx context.Context, tx *database.Tx, digest string) (bool, error) {
	var n int
	err := tx.Get(ctx, `SELECT count(*) FROM documents_file WHERE digest = $1`, []any{digest}, &n)
	return n > 0, err
}
