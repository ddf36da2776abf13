// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pratica/internal/database"
)

// maxRows keeps each statement under the 32,766 parameters of SQLite.
const maxRows = 2000

// lockHeads returns the heads of the chains, made where they are missing, and
// locked until the transaction ends. Chains come sorted. The update that changes
// nothing is what locks a row, and what makes it come back.
func lockHeads(ctx context.Context, tx *database.Tx, chains []string) (map[string]head, error) {
	heads := make(map[string]head, len(chains))
	for chunk := range slices.Chunk(chains, maxRows) {
		args := make([]any, 0, 4*len(chunk))
		for _, chain := range chunk {
			args = append(args, chain, 0, genesis, 0)
		}
		got, err := database.All(ctx, tx, scanHead,
			`INSERT INTO audit_head (chain, seq, hash, sealed) VALUES `+database.Values(len(chunk), 4)+
				` ON CONFLICT (chain) DO UPDATE SET seq = audit_head.seq RETURNING chain, seq, hash`, args...)
		if err != nil {
			return nil, err
		}
		for _, h := range got {
			heads[h.chain] = h
		}
	}
	return heads, nil
}

func scanHead(scan func(...any) error) (head, error) {
	var h head
	err := scan(&h.chain, &h.seq, &h.hash)
	return h, err
}

func insertEntries(ctx context.Context, tx *database.Tx, rows []stored) error {
	const columns = 10
	for chunk := range slices.Chunk(rows, maxRows) {
		args := make([]any, 0, columns*len(chunk))
		for _, s := range chunk {
			args = append(args, s.chain, s.seq, database.T(s.at), s.actorKind, s.actorID, s.action, s.subject, s.detail, s.prev, s.hash)
		}
		_, err := tx.Exec(ctx, `INSERT INTO audit_entry (`+entryColumns+`) VALUES `+database.Values(len(chunk), columns), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// moveHeads writes the new ends of chains that lockHeads has locked.
func moveHeads(ctx context.Context, tx *database.Tx, chains []string, heads map[string]head) error {
	for chunk := range slices.Chunk(chains, maxRows) {
		args := make([]any, 0, 4*len(chunk))
		for _, chain := range chunk {
			args = append(args, chain, heads[chain].seq, heads[chain].hash, 0)
		}
		_, err := tx.Exec(ctx, `INSERT INTO audit_head (chain, seq, hash, sealed) VALUES `+database.Values(len(chunk), 4)+
			` ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// unsealedHeads takes heads that no seal covers. Those that a writer holds are
// skipped: waiting for them would make writers wait for us in turn.
func unsealedHeads(ctx context.Context, tx *database.Tx, n int) ([]head, error) {
	return database.All(ctx, tx, scanHead, `
		SELECT chain, seq, hash FROM audit_head WHERE sealed < seq
		ORDER BY chain LIMIT $1 /*pg: FOR UPDATE SKIP LOCKED */`, n)
}

func lastSeal(ctx context.Context, tx *database.Tx) (seal, error) {
	last := seal{hash: genesis}
	err := tx.Get(ctx, `SELECT n, hash FROM audit_seal ORDER BY n DESC LIMIT 1`, nil, &last.n, &last.hash)
	if errors.Is(err, database.ErrNotFound) {
		return last, nil
	}
	return last, err
}

func insertSeal(ctx context.Context, tx *database.Tx, s seal, heads []head) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_seal (n, at, count, root, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.n, database.T(s.at), s.count, s.root, s.prev, s.hash)
	if err != nil {
		return err
	}
	args := make([]any, 0, 4*len(heads))
	for _, h := range heads {
		args = append(args, s.n, h.chain, h.seq, h.hash)
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit_seal_member (n, chain, seq, hash) VALUES `+database.Values(len(heads), 4), args...)
	return err
}

func markSealed(ctx context.Context, tx *database.Tx, heads []head) error {
	args := make([]any, len(heads))
	for i, h := range heads {
		args[i] = h.chain
	}
	_, err := tx.Exec(ctx, `UPDATE audit_head SET sealed = seq WHERE chain IN `+database.In(1, len(heads)), args...)
	return err
}

const entryColumns = `chain, seq, at, actor_kind, actor_id, action, subject, detail, prev_hash, hash`

func scanStored(scan func(...any) error) (stored, error) {
	var s stored
	var at database.Time
	err := scan(&s.chain, &s.seq, &at, &s.actorKind, &s.actorID, &s.action, &s.subject, &s.detail, &s.prev, &s.hash)
	s.at = at.Time
	return s, err
}

func scanRecorded(scan func(...any) error) (Recorded, error) {
	s, err := scanStored(scan)
	if err != nil {
		return Recorded{}, err
	}
	return s.recorded()
}

func chainPage(ctx context.Context, tx *database.Tx, chain string, after int64, n int) ([]Recorded, error) {
	where, args := `WHERE chain = $1`, []any{chain, n}
	if after > 0 {
		where, args = where+` AND seq < $3`, append(args, after)
	}
	return database.All(ctx, tx, scanRecorded, `SELECT `+entryColumns+` FROM audit_entry `+where+` ORDER BY seq DESC LIMIT $2`, args...)
}

func searchPage(ctx context.Context, tx *database.Tx, f Filter, after Cursor, n int) ([]Recorded, error) {
	args := []any{n}
	conditions := []string{`TRUE`}
	where := func(condition string, values ...any) {
		numbers := make([]any, len(values))
		for i := range values {
			numbers[i] = len(args) + i + 1
		}
		conditions = append(conditions, fmt.Sprintf(condition, numbers...))
		args = append(args, values...)
	}
	for _, equal := range []struct{ column, value string }{
		{"actor_kind", f.Actor.Kind}, {"actor_id", f.Actor.ID}, {"action", f.Action}, {"chain", f.Chain}, {"subject", f.Subject},
	} {
		if equal.value != "" {
			where(equal.column+` = $%d`, equal.value)
		}
	}
	if !f.From.IsZero() {
		where(`at >= $%d`, database.T(f.From))
	}
	if !f.To.IsZero() {
		where(`at < $%d`, database.T(f.To))
	}
	if after.Chain != "" {
		where(`(at, chain, seq) < ($%d, $%d, $%d)`, database.T(after.At), after.Chain, after.Seq)
	}
	return database.All(ctx, tx, scanRecorded, `SELECT `+entryColumns+` FROM audit_entry WHERE `+
		strings.Join(conditions, ` AND `)+` ORDER BY at DESC, chain DESC, seq DESC LIMIT $1`, args...)
}

// What follows reads for Verify, in pages by key.

// entryPage reads on from a place in the order of the table. hasHead tells
// whether the entry's chain has a head at all.
func entryPage(ctx context.Context, tx *database.Tx, chain string, seq int64, n int) ([]walked, error) {
	const q = `
		SELECT e.chain, e.seq, e.at, e.actor_kind, e.actor_id, e.action, e.subject, e.detail, e.prev_hash, e.hash, h.chain IS NOT NULL
		FROM audit_entry e LEFT JOIN audit_head h ON h.chain = e.chain
		WHERE (e.chain, e.seq) > ($1, $2) ORDER BY e.chain, e.seq LIMIT $3`
	return database.All(ctx, tx, func(scan func(...any) error) (walked, error) {
		var w walked
		var err error
		w.stored, err = scanStored(func(dst ...any) error { return scan(append(dst, &w.hasHead)...) })
		return w, err
	}, q, chain, seq, n)
}

// headPage reads heads beside what they should agree with. One statement is one
// snapshot: writers may go on meanwhile.
func headPage(ctx context.Context, tx *database.Tx, after string, n int) ([]comparedHead, error) {
	const q = `
		SELECT h.chain, h.seq, h.hash, h.sealed, e.hash,
			COALESCE((SELECT MAX(x.seq) FROM audit_entry x WHERE x.chain = h.chain), 0),
			COALESCE((SELECT MAX(m.seq) FROM audit_seal_member m WHERE m.chain = h.chain), 0)
		FROM audit_head h LEFT JOIN audit_entry e ON e.chain = h.chain AND e.seq = h.seq
		WHERE h.chain > $1 ORDER BY h.chain LIMIT $2`
	return database.All(ctx, tx, func(scan func(...any) error) (comparedHead, error) {
		var c comparedHead
		err := scan(&c.chain, &c.seq, &c.hash, &c.sealed, &c.entryHash, &c.lastEntry, &c.lastMember)
		return c, err
	}, q, after, n)
}

func sealPage(ctx context.Context, tx *database.Tx, after int64, n int) ([]seal, error) {
	const q = `SELECT n, at, count, root, prev_hash, hash FROM audit_seal WHERE n > $1 ORDER BY n LIMIT $2`
	return database.All(ctx, tx, func(scan func(...any) error) (seal, error) {
		var s seal
		var at database.Time
		err := scan(&s.n, &at, &s.count, &s.root, &s.prev, &s.hash)
		s.at = at.Time
		return s, err
	}, q, after, n)
}

// members reads what a seal covers, each beside the hash that its entry has now.
func members(ctx context.Context, tx *database.Tx, n int64) ([]member, error) {
	const q = `
		SELECT m.chain, m.seq, m.hash, e.hash
		FROM audit_seal_member m LEFT JOIN audit_entry e ON e.chain = m.chain AND e.seq = m.seq
		WHERE m.n = $1`
	return database.All(ctx, tx, func(scan func(...any) error) (member, error) {
		var m member
		err := scan(&m.chain, &m.seq, &m.hash, &m.entryHash)
		return m, err
	}, q, n)
}

// strayMembers counts members of seals that do not exist.
func strayMembers(ctx context.Context, tx *database.Tx) (n int, err error) {
	const q = `SELECT COUNT(*) FROM audit_seal_member m WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.n = m.n)`
	err = tx.Get(ctx, q, nil, &n)
	return n, err
}
