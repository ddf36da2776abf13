// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ratelimit_test

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/throttled/throttled/v2"
	"github.com/throttled/throttled/v2/store/storetest"

	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

func newClock() *clock.Manual { return clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)) }

// eachStore runs a test over the memory store and over the store of each database.
func eachStore(t *testing.T, test func(t *testing.T, store throttled.GCRAStoreCtx, c *clock.Manual)) {
	t.Run("memory", func(t *testing.T) {
		c := newClock()
		store, err := ratelimit.Memory(1000, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		test(t, store, c)
	})
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		test(t, &ratelimit.Store{DB: db, Now: c.Now}, c)
	})
}

func TestAllow(t *testing.T) {
	eachStore(t, func(t *testing.T, store throttled.GCRAStoreCtx, c *clock.Manual) {
		l := newLimiter(t, store, ratelimit.Limit{Name: "try", Events: 6, Per: time.Minute, Burst: 2})
		steps := []struct {
			name    string
			advance time.Duration
			key     string
			wait    time.Duration
		}{
			{name: "first", key: "a"},
			{name: "second is in the burst", key: "a"},
			{name: "third waits one interval", key: "a", wait: 10 * time.Second},
			{name: "another key is untouched", key: "b"},
			{name: "a refused attempt did not count", advance: 10 * time.Second, key: "a"},
			{name: "and one more waits again", key: "a", wait: 10 * time.Second},
			{name: "rest restores the burst", advance: time.Hour, key: "a"},
			{name: "whole", key: "a"},
			{name: "and no more than the burst", key: "a", wait: 10 * time.Second},
		}
		for _, s := range steps {
			c.Advance(s.advance)
			err := l.Allow(context.Background(), "try", s.key)
			wait, limited := ratelimit.RetryAfter(err)
			if limited != (s.wait > 0) || wait != s.wait {
				t.Fatalf("%s: got wait %v (error %v), want %v", s.name, wait, err, s.wait)
			}
			if limited && problem.KindOf(err) != problem.TooMany {
				t.Fatalf("%s: kind %v, want TooMany", s.name, problem.KindOf(err))
			}
		}
	})
}

// TestTogether proves that attempts made at the same instant on several nodes are counted once each.
func TestTogether(t *testing.T) {
	eachStore(t, func(t *testing.T, store throttled.GCRAStoreCtx, _ *clock.Manual) {
		limit := ratelimit.Limit{Name: "try", Events: 1, Per: time.Hour, Burst: 5}
		nodes := []*ratelimit.Limiter{newLimiter(t, store, limit), newLimiter(t, store, limit)}
		var admitted atomic.Int64
		var group sync.WaitGroup
		for i := range 16 {
			group.Go(func() {
				if nodes[i%2].Allow(context.Background(), "try", "k") == nil {
					admitted.Add(1)
				}
			})
		}
		group.Wait()
		if got := admitted.Load(); got != 5 {
			t.Errorf("%d attempts admitted, want 5", got)
		}
	})
}

// TestStoreConformance runs the suite of the library on our store.
func TestStoreConformance(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		storetest.TestGCRAStoreCtx(t, &ratelimit.Store{DB: db, Now: time.Now})
	})
}

func TestSweep(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		c := newClock()
		store := &ratelimit.Store{DB: db, Now: c.Now}
		l := newLimiter(t, store, ratelimit.Limit{Name: "try", Events: 1, Per: time.Minute, Burst: 1})
		for _, key := range []string{"a", "b"} {
			if err := l.Allow(context.Background(), "try", key); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct{ advance, want int64 }{{0, 0}, {int64(2 * time.Minute), 2}, {0, 0}} {
			c.Advance(time.Duration(step.advance))
			if got, err := store.Sweep(context.Background()); err != nil || got != step.want {
				t.Fatalf("swept %d (error %v), want %d", got, err, step.want)
			}
		}
	})
}

func TestOverride(t *testing.T) {
	table := ratelimit.Defaults()
	got, err := ratelimit.Override(table, ratelimit.Limit{Name: ratelimit.LoginNetwork, Events: 1, Per: time.Second, Burst: 1})
	if err != nil || got[0].Burst != 1 || table[0].Burst == 1 {
		t.Errorf("override: %v, error %v; the table given must not change", got[0], err)
	}
	for _, bad := range []ratelimit.Limit{
		{Name: "login.netwrok", Events: 1, Per: time.Second, Burst: 1},
		{Name: ratelimit.LoginNetwork, Events: 0, Per: time.Second, Burst: 1},
		{Name: ratelimit.LoginNetwork, Events: 1, Per: time.Second, Burst: 0},
		{Name: ratelimit.LoginNetwork, Events: 1, Burst: 1},
	} {
		if _, err := ratelimit.Override(table, bad); err == nil {
			t.Errorf("override with %v: no error", bad)
		}
	}
}

func TestUnknownLimitIsAnError(t *testing.T) {
	store, err := ratelimit.Memory(10, newClock().Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := newLimiter(t, store).Allow(context.Background(), "nothing", "k"); err == nil || problem.KindOf(err) != problem.Internal {
		t.Errorf("got %v, want an internal error", err)
	}
}

func TestNetwork(t *testing.T) {
	for _, test := range []struct{ name, addr, want string }{
		{"IPv4", "192.0.2.7", "192.0.2.7"},
		{"IPv4 in IPv6", "::ffff:192.0.2.7", "192.0.2.7"},
		{"IPv6 counts by /64", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"a zone does not make another key", "fe80::1%eth0", "fe80::/64"},
		{"unknown", "", "unknown"},
	} {
		addr, _ := netip.ParseAddr(test.addr)
		if got := ratelimit.Network(addr); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestJoinIsInjective(t *testing.T) {
	if ratelimit.Join("a", "bc") == ratelimit.Join("ab", "c") || ratelimit.Join("a;", "") == ratelimit.Join("a", ";") {
		t.Error("two lists of parts share a key")
	}
}

func newLimiter(t *testing.T, store throttled.GCRAStoreCtx, table ...ratelimit.Limit) *ratelimit.Limiter {
	t.Helper()
	l, err := ratelimit.New(store, table)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
