// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
	"pratica/internal/problem"
)

// TestFirstStepTellsNothing compares what a stranger gets for every reason to be refused.
func TestFirstStepTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		h.Active(t, carla, identity.Official)
		h.Invited(t, "invited@example.org", identity.Official)
		suspended, _ := h.Active(t, "suspended@example.org", identity.Lawyer)
		code(t, "suspend", h.Suspend(ctx, identity.System, suspended.ID), "")
		var answers []string
		for _, try := range []struct{ email, password string }{
			{carla, "sbagliata del tutto"}, {"nobody@example.org", identitytest.Password}, {"invited@example.org", identitytest.Password},
			{"suspended@example.org", identitytest.Password}, {"no address", identitytest.Password}, {"", ""},
		} {
			_, err := login(h, try.email, try.password)
			p, _ := problem.As(err)
			answers = append(answers, p.Kind.String()+" "+p.Code)
		}
		for _, answer := range answers {
			if answer != "unauthenticated identity.wrong_credentials" {
				t.Errorf("answers %q", answers)
			}
		}
	})
}

// TestUnknownAddressCostsAHash measures with a hash so dear that nothing else counts: an answer without it would be far quicker.
func TestUnknownAddressCostsAHash(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		h := identitytest.New(t, db, newLog(db))
		h.Active(t, carla, identity.Official)
		for _, email := range []string{carla, "nobody@example.org"} {
			before := h.Passwords.Derived()
			_, err := login(h, email, "sbagliata del tutto")
			code(t, email, err, "identity.wrong_credentials")
			if n := h.Passwords.Derived() - before; n != 1 {
				t.Errorf("%s: %d hashes, want one", email, n)
			}
		}
	})
}

func TestCodesWorkOnce(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		step := func(typed string) error {
			ticket, err := login(h, carla, identitytest.Password)
			code(t, "first step", err, "")
			_, err = h.SecondStep(ctx, ticket, typed)
			return err
		}
		code(t, "the code of the enrolment", step(phone.Code(t, h.Now())), "identity.code_wrong")
		h.Advance(30 * time.Second)
		fresh := phone.Code(t, h.Now())
		code(t, "a fresh code", step(fresh), "")
		code(t, "again", step(fresh), "identity.code_wrong")
		code(t, "the one before", step(phone.Code(t, h.Now().Add(-30*time.Second))), "identity.code_wrong")
		code(t, "a recovery code as typed", step(" "+phone.Recovery[0]+" "), "")
		h.Advance(10 * time.Minute)
		code(t, "again", step(phone.Recovery[0]), "identity.code_wrong")
		left, err := h.RecoveryCodesLeft(ctx, a.ID)
		if left != 9 || err != nil {
			t.Errorf("%d left, error %v", left, err)
		}
	})
}

func TestTicketOfTheFirstStep(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		h.Advance(30 * time.Second)
		ticket, err := login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		_, err = h.SecondStep(ctx, ticket, "123 456")
		code(t, "a wrong code", err, "identity.code_wrong")
		got, err := h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
		code(t, "the right one after it", err, "")
		a.LastLogin = h.Now()
		if diff := cmp.Diff(a, got); diff != "" {
			t.Error(diff)
		}
		h.Advance(30 * time.Second)
		_, err = h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
		code(t, "the ticket again", err, "identity.sign_in_again")
		ticket, err = login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		h.Advance(5 * time.Minute)
		_, err = h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
		code(t, "five minutes later", err, "identity.sign_in_again")
		_, err = h.Opened(ctx, ticket, "login")
		code(t, "as a link", err, "identity.link_invalid")
	})
}

// TestOneCodeOneSession sends one code with one ticket many times at once.
func TestOneCodeOneSession(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		_, phone := h.Active(t, carla, identity.Official)
		h.Advance(time.Minute)
		ticket, err := login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		typed := phone.Code(t, h.Now())
		var in atomic.Int64
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				if _, err := h.SecondStep(ctx, ticket, typed); err == nil {
					in.Add(1)
				}
			})
		}
		group.Wait()
		if in.Load() != 1 {
			t.Errorf("signed in %d times", in.Load())
		}
	})
}

func TestGuessingIsSlow(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		_, phone := h.Active(t, carla, identity.Official)
		tries := 0
		for ; tries < 100; tries++ {
			if _, err := login(h, carla, "sbagliata del tutto"); problem.KindOf(err) == problem.TooMany {
				break
			}
		}
		if tries != 10 {
			t.Errorf("%d passwords tried from one network", tries)
		}
		_, err := login(h, carla, identitytest.Password)
		code(t, "the right password from there", err, "ratelimit.too_many")
		h.Advance(30 * time.Second)
		ticket, err := h.Login(ctx, identity.Attempt{Email: carla, Password: identitytest.Password, From: identitytest.From(9)})
		code(t, "the owner from elsewhere", err, "")
		for tries = 0; tries < 100; tries++ {
			if _, err := h.SecondStep(ctx, ticket, "000000"); problem.KindOf(err) == problem.TooMany {
				break
			}
		}
		if tries > 7 {
			t.Errorf("%d codes tried", tries)
		}
		code(t, "the owner asks for a new password", h.RequestReset(ctx, carla, identitytest.From(9)), "")
		drain(t, h)
		code(t, "and chooses one", h.ResetPassword(ctx, h.Mailbox.Token(t, carla), "una barca senza remi", identitytest.From(9)), "")
		ticket, err = h.Login(ctx, identity.Attempt{Email: carla, Password: "una barca senza remi", From: identitytest.From(9)})
		code(t, "and is let in at once", err, "")
		_, err = h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
		code(t, "with the second step", err, "")
	})
}

func TestManyAccountsFromOneNetwork(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		tries := 0
		for ; tries < 100; tries++ {
			email := string(rune('a'+tries%26)) + string(rune('a'+tries/26)) + "@example.org"
			if _, err := login(h, email, "una sola password"); problem.KindOf(err) == problem.TooMany {
				break
			}
		}
		if tries != 30 {
			t.Errorf("%d accounts tried from one network", tries)
		}
	})
}

// TestRehash signs in after the cost was raised: once at the old cost, then at the new one.
func TestRehash(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		_, phone := h.Active(t, carla, identity.Official)
		dearer, err := identity.NewPasswords(identity.Cost{Memory: 128, Time: 1, Threads: 1}, 1)
		if err != nil {
			t.Fatal(err)
		}
		h.Passwords = dearer
		for range 2 {
			code(t, "sign-in", signIn(t, h, carla, identitytest.Password, phone), "")
		}
		var stored string
		if err := h.DB.View(ctx, func(tx *database.Tx) error {
			return tx.Get(ctx, `SELECT password FROM identity_account WHERE email = $1`, []any{carla}, &stored)
		}); err != nil {
			t.Fatal(err)
		}
		if _, stale, err := dearer.Check(ctx, stored, identitytest.Password); stale || err != nil {
			t.Errorf("stored %q, stale %v, error %v", stored, stale, err)
		}
	})
}
