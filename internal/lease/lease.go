// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lease

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// What callers may ask of an error, with errors.Is.
var (
	ErrHeld = errors.New("lease: held by somebody else")
	ErrLost = errors.New("lease: no longer ours")
)

// DefaultTTL is long enough for a few failed renewals, and short enough that a
// dead node is replaced before anybody calls.
const DefaultTTL = 15 * time.Second

// released is an end in the past for every clock.
var released = time.Unix(0, 0)

// Held is one term of a lease in our hands.
type Held struct {
	Name   string
	Holder string
	Term   int64
	// Trusted is when the holder must have stopped, by its own monotonic clock.
	Trusted time.Time
}

// Keeper takes and keeps leases for one node. The zero TTL and Now have
// defaults.
type Keeper struct {
	DB *database.DB
	// Node names this process in the table, for a person who looks.
	Node string
	TTL  time.Duration
	// Now is the wall clock written in the table. The trust window does not
	// use it: it follows the monotonic clock, which nobody can set.
	Now func() time.Time
}

func (k *Keeper) ttl() time.Duration {
	if k.TTL > 0 {
		return k.TTL
	}
	return DefaultTTL
}

func (k *Keeper) now() time.Time {
	if k.Now != nil {
		return k.Now()
	}
	return time.Now()
}

// fifth of the TTL is how long a contender waits after an end (Skew), how long
// before it a holder stops (Margin), and how often it renews.
func (k *Keeper) fifth() time.Duration { return k.ttl() / 5 }

// trusted is the end of a trust window that opens now. It is taken before the
// database is asked, so that the round trip is on the safe side.
func (k *Keeper) trusted() time.Time { return time.Now().Add(k.ttl() - k.fifth()) }

// Try takes the lease if it is free, and says ErrHeld when it is not. The
// caller keeps it with Renew and gives it back with Release; Hold does all
// three. A node that tries twice competes with itself, so that two goroutines
// never share a term.
func (k *Keeper) Try(ctx context.Context, name string) (held Held, err error) {
	defer problem.Wrap(&err, "lease.Try(%s)", name)
	held = Held{Name: name, Holder: k.Node + "/" + ids.New(), Trusted: k.trusted()}
	now := k.now()
	held.Term, err = k.acquire(ctx, name, held.Holder, now.Add(-k.fifth()), now.Add(k.ttl()))
	if err != nil {
		return Held{}, err
	}
	return held, nil
}

// Renew extends h. ErrLost means that somebody else has had the lease since.
func (k *Keeper) Renew(ctx context.Context, h Held) (renewed Held, err error) {
	defer problem.Wrap(&err, "lease.Renew(%s)", h.Name)
	renewed = h
	renewed.Trusted = k.trusted()
	if err := k.extend(ctx, h, k.now().Add(k.ttl())); err != nil {
		return Held{}, err
	}
	return renewed, nil
}

// Release gives h back, so that the next holder need not wait for its end.
func (k *Keeper) Release(ctx context.Context, h Held) (err error) {
	defer problem.Wrap(&err, "lease.Release(%s)", h.Name)
	return k.release(ctx, h)
}

// Hold waits until the lease is ours, runs work once, and gives the lease back.
// The context of work ends when the trust window does: work must then stop at
// once, and Hold returns ErrLost. Errors of the database while waiting are
// taken for "not yet".
func (k *Keeper) Hold(ctx context.Context, name string, work func(context.Context, Held) error) (err error) {
	defer problem.Wrap(&err, "lease.Hold(%s)", name)
	held, err := k.wait(ctx, name)
	if err != nil {
		return err
	}
	return k.hold(ctx, held, work)
}

// HoldNow is Hold without the wait: it says ErrHeld when the lease is not free.
func (k *Keeper) HoldNow(ctx context.Context, name string, work func(context.Context, Held) error) (err error) {
	defer problem.Wrap(&err, "lease.HoldNow(%s)", name)
	held, err := k.Try(ctx, name)
	if err != nil {
		return err
	}
	return k.hold(ctx, held, work)
}

// hold runs work while the lease is kept.
func (k *Keeper) hold(ctx context.Context, held Held, work func(context.Context, Held) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		k.keep(ctx, cancel, held)
	}()
	defer func() {
		cancel(nil)
		<-kept
		k.giveBack(ctx, held)
	}()
	err := work(ctx, held)
	if errors.Is(context.Cause(ctx), ErrLost) {
		return ErrLost
	}
	return err
}

// Run holds the lease again and again until ctx ends: after a loss, and after
// work has returned, with an error or without.
func (k *Keeper) Run(ctx context.Context, name string, work func(context.Context, Held) error, failed func(error)) error {
	for {
		err := k.Hold(ctx, name, work)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && failed != nil {
			failed(err)
		}
		if err := sleep(ctx, k.pause()); err != nil {
			return err
		}
	}
}

func (k *Keeper) wait(ctx context.Context, name string) (Held, error) {
	for {
		held, err := k.Try(ctx, name)
		if err == nil {
			return held, nil
		}
		if err := sleep(ctx, k.pause()); err != nil {
			return Held{}, err
		}
	}
}

// keep renews h every fifth of its time until ctx ends, and ends ctx with
// ErrLost when the trust window closes first or somebody else has the lease.
func (k *Keeper) keep(ctx context.Context, cancel context.CancelCauseFunc, h Held) {
	for {
		if err := sleep(ctx, min(k.fifth(), time.Until(h.Trusted))); err != nil {
			return
		}
		renewed, err := k.renewTrusted(ctx, h)
		switch {
		case err == nil:
			h = renewed
		case errors.Is(err, ErrLost), !time.Now().Before(h.Trusted):
			cancel(ErrLost)
			return
		}
	}
}

// renewTrusted gives up when the trust window closes, even when the database
// does not answer.
func (k *Keeper) renewTrusted(ctx context.Context, h Held) (Held, error) {
	ctx, cancel := context.WithDeadline(ctx, h.Trusted)
	defer cancel()
	return k.Renew(ctx, h)
}

// giveBack is best effort: when it fails, the lease ends by itself.
func (k *Keeper) giveBack(ctx context.Context, h Held) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), k.ttl())
	defer cancel()
	_ = k.Release(ctx, h)
}

// pause is how often a waiting node asks: often enough to follow a release,
// with jitter so that nodes do not ask together.
func (k *Keeper) pause() time.Duration {
	return k.fifth()/2 + rand.N(k.fifth())
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
