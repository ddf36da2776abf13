// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lease_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/lease"
)

// clock is a wall clock that the test moves.
type clock struct{ offset atomic.Int64 }

func (c *clock) Now() time.Time          { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

func TestTermGrowsWhenTheLeaseChangesHands(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, wall := t.Context(), &clock{}
		a := &lease.Keeper{DB: db, Node: "a", TTL: 10 * time.Second, Now: wall.Now}
		b := &lease.Keeper{DB: db, Node: "b", TTL: 10 * time.Second, Now: wall.Now}

		first := try(t, a, "seal")
		if first.Term != 1 {
			t.Fatalf("first term = %d, want 1", first.Term)
		}
		wantHeld(t, b, "seal")
		wantHeld(t, a, "seal") // a node competes with itself too

		wall.Advance(9 * time.Second)
		renewed, err := a.Renew(ctx, first)
		if err != nil || renewed.Term != 1 {
			t.Fatalf("Renew = term %d, %v; want 1, nil", renewed.Term, err)
		}
		if !renewed.Trusted.After(first.Trusted) {
			t.Error("a renewal does not lengthen the trust window")
		}

		wall.Advance(11 * time.Second) // over, but within the allowance for clocks that differ
		wantHeld(t, b, "seal")
		wall.Advance(2 * time.Second)
		second := try(t, b, "seal")
		if second.Term != 2 {
			t.Fatalf("term after take-over = %d, want 2", second.Term)
		}
		if _, err := a.Renew(ctx, renewed); !errors.Is(err, lease.ErrLost) {
			t.Fatalf("Renew after take-over = %v, want ErrLost", err)
		}

		if err := b.Release(ctx, second); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Renew(ctx, second); !errors.Is(err, lease.ErrLost) {
			t.Fatalf("Renew after Release = %v, want ErrLost", err)
		}
		if third := try(t, a, "seal"); third.Term != 3 {
			t.Fatalf("term after release = %d, want 3", third.Term)
		}
	})
}

func TestConfirmFencesOffAnOldTerm(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, wall := t.Context(), &clock{}
		k := &lease.Keeper{DB: db, Node: "a", TTL: time.Second, Now: wall.Now}
		old := try(t, k, "x")
		confirm := func(h lease.Held) error {
			return db.Update(ctx, func(tx *database.Tx) error { return lease.Confirm(ctx, tx, h) })
		}
		if err := confirm(old); err != nil {
			t.Fatalf("Confirm of the current term: %v", err)
		}
		wall.Advance(time.Minute)
		current := try(t, k, "x")
		if err := confirm(old); !errors.Is(err, lease.ErrLost) {
			t.Fatalf("Confirm of an old term = %v, want ErrLost", err)
		}
		if err := confirm(current); err != nil {
			t.Fatalf("Confirm of the new term: %v", err)
		}
	})
}

// Eight nodes work in turn. Inside the work nobody else is ever seen, and each
// turn has a higher term than all before it.
func TestEightContenders(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		const nodes, turns = 8, 3
		var inside atomic.Int32
		var terms []int64 // guarded by the lease itself: the race detector would tell
		var wg sync.WaitGroup
		for range nodes {
			wg.Go(func() {
				k := &lease.Keeper{DB: db, Node: "n", TTL: 600 * time.Millisecond, Now: time.Now}
				for range turns {
					err := k.Hold(t.Context(), "seal", func(_ context.Context, h lease.Held) error {
						if inside.Add(1) != 1 {
							t.Error("two holders at once")
						}
						terms = append(terms, h.Term)
						inside.Add(-1)
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if len(terms) != nodes*turns {
			t.Fatalf("%d turns, want %d", len(terms), nodes*turns)
		}
		for i := 1; i < len(terms); i++ {
			if terms[i] <= terms[i-1] {
				t.Fatalf("terms do not grow: %v", terms)
			}
		}
	})
}

// A holder keeps the lease for as long as it works, well beyond one TTL.
func TestHoldRenews(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		k := &lease.Keeper{DB: db, Node: "a", TTL: 1500 * time.Millisecond}
		err := k.Hold(t.Context(), "long", func(ctx context.Context, h lease.Held) error {
			over := time.NewTimer(2 * k.TTL)
			defer over.Stop()
			again := time.NewTicker(k.TTL / 20)
			defer again.Stop()
			for {
				select {
				case <-ctx.Done():
					t.Errorf("lost while renewing: %v", context.Cause(ctx))
					return nil
				case <-over.C:
					return nil
				case <-again.C:
					wantHeld(t, k, "long")
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A holder that cannot renew stops before the lease is anybody else's.
func TestHoldStopsBeforeTheEnd(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		k := &lease.Keeper{DB: db, Node: "a", TTL: 400 * time.Millisecond}
		var stopped time.Time
		err := k.Hold(t.Context(), "x", func(ctx context.Context, h lease.Held) error {
			block(t, db)
			<-ctx.Done()
			stopped = time.Now()
			if !errors.Is(context.Cause(ctx), lease.ErrLost) {
				t.Errorf("cause = %v, want ErrLost", context.Cause(ctx))
			}
			return ctx.Err()
		})
		if !errors.Is(err, lease.ErrLost) {
			t.Fatalf("Hold = %v, want ErrLost", err)
		}
		if until := leaseEnd(t, db, "x"); !stopped.Before(until) {
			t.Fatalf("stopped at %v, not before the end %v", stopped, until)
		}
	})
}

// Run comes back after work that failed, and ends with its context.
func TestRunHoldsAgain(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		k := &lease.Keeper{DB: db, Node: "a", TTL: 50 * time.Millisecond}
		broken := errors.New("broken")
		var turns, failures int
		err := k.Run(ctx, "x", func(context.Context, lease.Held) error {
			if turns++; turns == 3 {
				cancel()
			}
			return broken
		}, func(err error) {
			if errors.Is(err, broken) {
				failures++
			}
		})
		if !errors.Is(err, context.Canceled) || turns != 3 || failures != 2 {
			t.Fatalf("Run = %v after %d turns and %d failures; want canceled, 3, 2", err, turns, failures)
		}
	})
}

func try(t *testing.T, k *lease.Keeper, name string) lease.Held {
	t.Helper()
	held, err := k.Try(t.Context(), name)
	if err != nil {
		t.Fatalf("Try: %v", err)
	}
	return held
}

func wantHeld(t *testing.T, k *lease.Keeper, name string) {
	t.Helper()
	if _, err := k.Try(t.Context(), name); !errors.Is(err, lease.ErrHeld) {
		t.Fatalf("Try = %v, want ErrHeld", err)
	}
}

// block makes every later renewal fail, as a database that is away would.
func block(t *testing.T, db *database.DB) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), "ALTER TABLE lease RENAME COLUMN holder TO holder_gone")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func leaseEnd(t *testing.T, db *database.DB, name string) time.Time {
	t.Helper()
	var until database.Time
	err := db.View(t.Context(), func(tx *database.Tx) error {
		return tx.Get(t.Context(), "SELECT until FROM lease WHERE name = $1", []any{name}, &until)
	})
	if err != nil {
		t.Fatal(err)
	}
	return until.Time
}
