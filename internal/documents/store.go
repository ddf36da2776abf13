// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package documents

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"pratica/internal/database"
)

const fileColumns = `id, owner, slot, item, name, media_type, digest, size, state, reason, actor, uploaded_at, changed_at`

func scanFile(scan func(...any) error) (File, error) {
	var (
		f                 File
		uploaded, changed database.Time
	)
	err := scan(&f.ID, &f.Owner, &f.Slot, &f.Item, &f.Name, &f.MediaType, &f.Digest, &f.Size, &f.State, &f.Reason,
		&f.Actor, &uploaded, &changed)
	f.UploadedAt, f.ChangedAt = uploaded.Time, changed.Time
	return f, err
}

func insertFile(ctx context.Context, tx *database.Tx, f File) error {
	_, err := tx.Exec(ctx, `INSERT INTO documents_file (`+fileColumns+`) VALUES `+database.Values(1, 13),
		f.ID, f.Owner, f.Slot, f.Item, f.Name, f.MediaType, f.Digest, f.Size, string(f.State), f.Reason,
		f.Actor, database.T(f.UploadedAt), database.T(f.ChangedAt))
	return err
}

// touchOwner takes the owner's row until the transaction ends.
func touchOwner(ctx context.Context, tx *database.Tx, owner string) error {
	_, err := tx.Exec(ctx, `INSERT INTO documents_owner (owner, changes) VALUES ($1, 1)
		ON CONFLICT (owner) DO UPDATE SET changes = documents_owner.changes + 1`, owner)
	return err
}

func getFile(ctx context.Context, tx *database.Tx, owner, id string) (File, error) {
	found, err := database.All(ctx, tx, scanFile,
		`SELECT `+fileColumns+` FROM documents_file WHERE id = $1 AND owner = $2`, id, owner)
	if err != nil {
		return File{}, err
	}
	if len(found) == 0 {
		return File{}, notFound()
	}
	return found[0], nil
}

// filesIn lists by slot, item and id; ids grow with time. The order is made
// here and not by the databases, whose collations differ: a manifest that is
// hashed must be the same on both.
func filesIn(ctx context.Context, tx *database.Tx, state State, owners ...string) ([]File, error) {
	args := []any{string(state)}
	for _, owner := range owners {
		args = append(args, owner)
	}
	files, err := database.All(ctx, tx, scanFile,
		`SELECT `+fileColumns+` FROM documents_file WHERE state = $1 AND owner IN `+database.In(2, len(owners)), args...)
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID))
	})
	return files, err
}

func countStored(ctx context.Context, tx *database.Tx, owner, slot, item string) (int, error) {
	var n int
	err := tx.Get(ctx, `SELECT count(*) FROM documents_file WHERE owner = $1 AND slot = $2 AND item = $3 AND state = $4`,
		[]any{owner, slot, item, string(Stored)}, &n)
	return n, err
}

func setState(ctx context.Context, tx *database.Tx, id string, state State, reason string, now time.Time) error {
	n, err := tx.Exec(ctx, `UPDATE documents_file SET state = $2, reason = $3, changed_at = $4 WHERE id = $1`,
		id, string(state), reason, database.T(now))
	if err == nil && n == 0 {
		return errors.New("documents: the file vanished")
	}
	return err
}

func voidSlots(ctx context.Context, tx *database.Tx, owner string, slots []string, reason string, now time.Time) error {
	args := []any{owner, string(Void), reason, database.T(now), string(Stored)}
	from := len(args) + 1
	for _, s := range slots {
		args = append(args, s)
	}
	_, err := tx.Exec(ctx, `UPDATE documents_file SET state = $2, reason = $3, changed_at = $4
		WHERE owner = $1 AND state = $5 AND slot IN `+database.In(from, len(slots)), args...)
	return err
}

func digestsAfter(ctx context.Context, tx *database.Tx, after string, n int) ([]string, error) {
	return database.All(ctx, tx, func(scan func(...any) error) (string, error) {
		var digest string
		return digest, scan(&digest)
	}, `SELECT DISTINCT digest FROM documents_file WHERE digest > $1 ORDER BY digest LIMIT $2`, after, n)
}
