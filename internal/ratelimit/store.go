// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pratica/internal/database"
)

// Store keeps the counters in the database, so that several nodes count together. It implements throttled.GCRAStoreCtx.
//
// The value of a key is an instant in nanoseconds (GCRA's theoretical arrival time). All nodes are taken to agree on the time within the
// tolerance that the platform's checks ask; a skew lengthens or shortens a wait by as much, no more.
type Store struct {
	DB  *database.DB
	Now func() time.Time
}

// GetWithTime returns the value of a key, or -1 where it has none or an expired one.
func (s *Store) GetWithTime(ctx context.Context, key string) (int64, time.Time, error) {
	now, value := s.Now(), int64(-1)
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		return tx.Get(ctx, `SELECT value FROM rate_limit WHERE key = $1 AND expires_at > $2`, []any{key, database.T(now)}, &value)
	})
	if errors.Is(err, database.ErrNotFound) {
		return -1, now, nil
	}
	if err != nil {
		return -1, now, fmt.Errorf("ratelimit: read: %w", err)
	}
	return value, now, nil
}

// SetIfNotExistsWithTTL sets a key that has no value, and says whether it did.
func (s *Store) SetIfNotExistsWithTTL(ctx context.Context, key string, value int64, ttl time.Duration) (bool, error) {
	now := s.Now()
	return s.write(ctx, `
		INSERT INTO rate_limit (key, value, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
		WHERE rate_limit.expires_at <= $4`,
		key, value, database.T(expiry(now, ttl)), database.T(now))
}

// CompareAndSwapWithTTL replaces the value of a key if it still is old, and says whether it did.
func (s *Store) CompareAndSwapWithTTL(ctx context.Context, key string, old, new int64, ttl time.Duration) (bool, error) {
	now := s.Now()
	return s.write(ctx, `
		UPDATE rate_limit SET value = $1, expires_at = $2
		WHERE key = $3 AND value = $4 AND expires_at > $5`,
		new, database.T(expiry(now, ttl)), key, old, database.T(now))
}

// Sweep removes expired keys; run it every few minutes. It returns how many there were.
func (s *Store) Sweep(ctx context.Context) (int64, error) {
	var rows int64
	err := s.DB.Update(ctx, func(tx *database.Tx) error {
		var err error
		rows, err = tx.Exec(ctx, `DELETE FROM rate_limit WHERE expires_at <= $1`, database.T(s.Now()))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("ratelimit: sweep: %w", err)
	}
	return rows, nil
}

func (s *Store) write(ctx context.Context, q string, args ...any) (bool, error) {
	var rows int64
	err := s.DB.Update(ctx, func(tx *database.Tx) error {
		var err error
		rows, err = tx.Exec(ctx, q, args...)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("ratelimit: write: %w", err)
	}
	return rows == 1, nil
}

// expiry rounds up to the next whole second: a value must outlive the wait that it stands for. Without a ttl a value stays for a day.
func expiry(now time.Time, ttl time.Duration) time.Time {
	if ttl <= 0 {
		return now.Add(24 * time.Hour)
	}
	return now.Add(ttl + time.Second).Truncate(time.Second)
}
