// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ratelimit

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/throttled/throttled/v2"
	"github.com/throttled/throttled/v2/store/memstore"

	"pratica/internal/problem"
)

// attempts is how often a node tries to count an event while others count under the same key.
const attempts = 50

// Limiter applies a table of limits. It is safe for concurrent use.
type Limiter struct {
	limits map[Name]*throttled.GCRARateLimiterCtx
}

// New makes a limiter over a store: Memory for one process, NewStore for several.
func New(store throttled.GCRAStoreCtx, table []Limit) (*Limiter, error) {
	l := &Limiter{limits: make(map[Name]*throttled.GCRARateLimiterCtx, len(table))}
	for _, limit := range table {
		if err := limit.check(); err != nil {
			return nil, err
		}
		g, err := throttled.NewGCRARateLimiterCtx(store, throttled.RateQuota{
			MaxRate:  throttled.PerDuration(limit.Events, limit.Per),
			MaxBurst: limit.Burst - 1, // theirs counts what comes beyond the first
		})
		if err != nil {
			return nil, fmt.Errorf("ratelimit: limit %q: %w", limit.Name, err)
		}
		g.SetMaxCASAttemptsLimit(attempts)
		l.limits[limit.Name] = g
	}
	return l, nil
}

// Memory is the store of a body served by one process. It holds at most keys keys and forgets the one unused for longest.
func Memory(keys int, now func() time.Time) (throttled.GCRAStoreCtx, error) {
	store, err := memstore.New(keys)
	if err != nil {
		return nil, fmt.Errorf("ratelimit: memory store: %w", err)
	}
	store.SetTimeNow(now)
	return throttled.WrapStoreWithContext(store), nil
}

// Exceeded says when the next attempt is admitted; RetryAfter finds it in the error of Allow.
type Exceeded struct {
	Name  Name
	After time.Duration
}

func (e *Exceeded) Error() string {
	return fmt.Sprintf("ratelimit: %s exceeded, retry after %s", e.Name, e.After)
}

// Allow counts one event, or answers problem.TooMany ("ratelimit.too_many", with seconds and minutes to wait).
func (l *Limiter) Allow(ctx context.Context, name Name, key string) error {
	g, ok := l.limits[name]
	if !ok {
		return fmt.Errorf("ratelimit: no limit is named %q", name)
	}
	limited, result, err := g.RateLimitCtx(ctx, storeKey(name, key), 1)
	if err != nil {
		return fmt.Errorf("ratelimit: %s: %w", name, err)
	}
	if !limited {
		return nil
	}
	return refuse(name, result.RetryAfter)
}

func refuse(name Name, after time.Duration) error {
	seconds := int(math.Ceil(after.Seconds()))
	return problem.New(problem.TooMany, "ratelimit.too_many", "seconds", seconds, "count", (seconds+59)/60).
		Because(&Exceeded{Name: name, After: after})
}

// RetryAfter is the wait that an error of Allow asks for, rounded up to whole seconds as HTTP wants it (RFC 9110 §10.2.3).
func RetryAfter(err error) (time.Duration, bool) {
	var e *Exceeded
	if !errors.As(err, &e) {
		return 0, false
	}
	return time.Duration(math.Ceil(e.After.Seconds())) * time.Second, true
}

func storeKey(name Name, key string) string {
	sum := sha256.Sum256([]byte(Join(string(name), key)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
