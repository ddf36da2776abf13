// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package sessions

import (
	"context"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// renewal is how often a request that changes nothing may renew the idle time.
const renewal = time.Minute

// Store implements scs.CtxStore on the database of the body. It is safe for concurrent use.
type Store struct {
	DB  *database.DB
	Now func() time.Time

	rows *database.Gather[string, row] // by the hash of the token
}

// NewStore makes the store of db.
func NewStore(db *database.DB, now func() time.Time) *Store {
	return &Store{DB: db, Now: now, rows: database.NewGather(db, readRows)}
}

var _ scs.CtxStore = (*Store)(nil)

// Session is what its owner sees of it.
type Session struct {
	ID      string // the hash of the token: names the session and opens nothing
	Agent   string
	Created time.Time
	Seen    time.Time // to the minute
	Expires time.Time // absolute end
}

// row is what a look-up needs.
type row struct {
	hash          string
	data          []byte
	seen, expires database.Time
	idle          int64
}

func (r row) isOver(now time.Time) bool {
	return !now.Before(r.expires.Time) || !now.Before(r.seen.Add(time.Duration(r.idle)*time.Second))
}

// FindCtx returns the data of a session that is not over, and renews its idle time.
func (s *Store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	defer problem.Wrap(&err, "sessions.Find")
	hash, now := ids.HashToken(token), s.Now()
	r, err := s.rows.Get(ctx, hash)
	if errors.Is(err, database.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil || r.isOver(now) {
		return nil, false, err
	}
	if now.Sub(r.seen.Time) < renewal {
		return r.data, true, nil
	}
	return r.data, true, s.renew(ctx, hash, now)
}

func scanRow(scan func(...any) error) (row, error) {
	var r row
	return r, scan(&r.hash, &r.data, &r.seen, &r.expires, &r.idle)
}

// readRows reads the sessions that were not ended.
func readRows(ctx context.Context, tx *database.Tx, hashes []string) (map[string]row, error) {
	args := make([]any, len(hashes))
	for i, hash := range hashes {
		args[i] = hash
	}
	found, err := database.All(ctx, tx, scanRow, `SELECT token_hash, data, seen_at, expires_at, idle_s FROM identity_session
		WHERE ended_at IS NULL AND token_hash IN `+database.In(1, len(hashes)), args...)
	by := make(map[string]row, len(found))
	for _, r := range found {
		by[r.hash] = r
	}
	return by, err
}

// renew notes a request. A database too busy to take the note is no reason to refuse the page; the next request tries again.
func (s *Store) renew(ctx context.Context, hash string, now time.Time) error {
	err := s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1`, database.T(now), hash)
		return err
	})
	if errors.Is(err, database.ErrBusy) || errors.Is(err, database.ErrReadOnly) || errors.Is(err, database.ErrNoSpace) {
		return nil
	}
	return err
}

// CommitCtx stores the data of a session, a new one or one that is not over. The expiry given is not used: limits follow from what
// the data say of the owner.
func (s *Store) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) (err error) {
	defer problem.Wrap(&err, "sessions.Commit")
	o, err := ownerIn(data)
	if err != nil {
		return err
	}
	now := s.Now()
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO identity_session (token_hash, account_id, agent, data, created_at, seen_at, idle_s, expires_at)
			VALUES ($1, NULLIF($2, ''), $3, $4, $5, $5, $6, $7)
			ON CONFLICT (token_hash) DO UPDATE SET
				account_id = excluded.account_id, agent = excluded.agent, data = excluded.data,
				seen_at = excluded.seen_at, idle_s = excluded.idle_s
			WHERE identity_session.ended_at IS NULL`,
			ids.HashToken(token), o.account, o.agent, data, database.T(now), int64(o.limits.Idle/time.Second), database.T(now.Add(o.limits.Absolute)))
		return err
	})
}

// DeleteCtx ends a session.
func (s *Store) DeleteCtx(ctx context.Context, token string) (err error) {
	defer problem.Wrap(&err, "sessions.Delete")
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE identity_session SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL`,
			database.T(s.Now()), ids.HashToken(token))
		return err
	})
}

// Find is FindCtx without a context; scs asks for it and does not call it.
func (s *Store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context; scs asks for it and does not call it.
func (s *Store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context; scs asks for it and does not call it.
func (s *Store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// List returns the sessions of an account that are not over, the newest first.
func (s *Store) List(ctx context.Context, account string) (list []Session, err error) {
	defer problem.Wrap(&err, "sessions.List(%s)", account)
	now := s.Now()
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		all, err := database.All(ctx, tx, scanSession, `
			SELECT token_hash, agent, created_at, seen_at, expires_at, idle_s FROM identity_session
			WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2
			ORDER BY created_at DESC, token_hash`, account, database.T(now))
		for _, l := range all {
			if !l.isOver(now) {
				list = append(list, l.Session)
			}
		}
		return err
	})
	return list, err
}

type listed struct {
	Session
	row
}

func scanSession(scan func(...any) error) (listed, error) {
	var l listed
	var created database.Time
	err := scan(&l.ID, &l.Agent, &created, &l.seen, &l.expires, &l.idle)
	l.Created, l.Seen, l.Expires = created.Time, l.seen.Time, l.expires.Time
	return l, err
}

// End ends one session of an account, inside the caller's transaction, and says whether there was one to end.
func (s *Store) End(ctx context.Context, tx *database.Tx, account, session string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE identity_session SET ended_at = $1 WHERE token_hash = $2 AND account_id = $3 AND ended_at IS NULL`,
		database.T(s.Now()), session, account)
	return n == 1, err
}

// EndAll ends the sessions of an account but the one named keep ("" for none), inside the caller's transaction. It returns how many.
func (s *Store) EndAll(ctx context.Context, tx *database.Tx, account, keep string) (int64, error) {
	return tx.Exec(ctx, `UPDATE identity_session SET ended_at = $1 WHERE account_id = $2 AND token_hash <> $3 AND ended_at IS NULL`,
		database.T(s.Now()), account, keep)
}

// Sweep removes the rows of sessions past their absolute end, and returns how many.
func (s *Store) Sweep(ctx context.Context) (n int64, err error) {
	defer problem.Wrap(&err, "sessions.Sweep")
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		n, err = tx.Exec(ctx, `DELETE FROM identity_session WHERE expires_at <= $1`, database.T(s.Now()))
		return err
	})
	return n, err
}
