// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"testing"
	"time"

	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
)

const another = "una barca senza remi"

func drain(t *testing.T, h *identitytest.House) {
	t.Helper()
	if err := h.Queue.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, h *identitytest.House, email string) {
	t.Helper()
	code(t, "ask for a reset", h.RequestReset(ctx, email, identitytest.From(3)), "")
	drain(t, h)
}

func TestReset(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		commit := func() string { return openSession(t, h, a) }
		session := commit()
		ask(t, h, carla)
		first := h.Mailbox.Token(t, carla)
		ask(t, h, carla)
		second := h.Mailbox.Token(t, carla)
		code(t, "a bad password", h.ResetPassword(ctx, first, "qwertyuiopas", identitytest.From(3)), "identity.password_common")
		code(t, "the first link", h.ResetPassword(ctx, first, another, identitytest.From(3)), "")
		code(t, "again", h.ResetPassword(ctx, first, another, identitytest.From(3)), "identity.link_invalid")
		code(t, "the other link", h.ResetPassword(ctx, second, another, identitytest.From(3)), "identity.link_invalid")
		if _, found, err := h.Sessions.FindCtx(ctx, session); found || err != nil {
			t.Errorf("the session from before: found %v, error %v", found, err)
		}
		code(t, "the old password", signIn(t, h, carla, identitytest.Password, phone), "identity.wrong_credentials")
		code(t, "the new one, with the same authenticator", signIn(t, h, carla, another, phone), "")
	})
}

func TestResetLinkExpires(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		h.Active(t, carla, identity.Official)
		ask(t, h, carla)
		h.Advance(30 * time.Minute)
		code(t, "half an hour later", h.ResetPassword(ctx, h.Mailbox.Token(t, carla), another, identitytest.From(3)), "identity.link_invalid")
	})
}

// TestResetForNobody gives the same answer, and sends nothing, where there is no active account.
func TestResetForNobody(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		h.Invited(t, "invited@example.org", identity.Official)
		for _, email := range []string{"nobody@example.org", "invited@example.org"} {
			before := len(h.Mailbox.To(email))
			ask(t, h, email)
			if n := len(h.Mailbox.To(email)); n != before {
				t.Errorf("%d mails to %s", n, email)
			}
		}
	})
}

// TestAskingInAnothersName floods a mailbox for three hours, from many networks. At every moment the owner holds a link that works.
func TestAskingInAnothersName(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		h.Active(t, carla, identity.Official)
		ask(t, h, carla)
		for minute := range 180 {
			h.Advance(time.Minute)
			code(t, "ask", h.RequestReset(ctx, carla, identitytest.From(byte(minute))), "")
			drain(t, h)
			if _, err := h.Opened(ctx, h.Mailbox.Token(t, carla), identity.ForReset); err != nil {
				t.Fatalf("minute %d: no link that works: %v", minute, err)
			}
		}
		if n := len(h.Mailbox.To(carla)); n > 20 {
			t.Errorf("%d mails in three hours", n)
		}
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		here, elsewhere := openSession(t, h, a), openSession(t, h, a)
		list, err := h.OpenSessions(ctx, by(a), a.ID)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d sessions, error %v", len(list), err)
		}
		change := func(present, next string) error {
			return h.ChangePassword(ctx, a.ID, present, next, sessionID(here), identitytest.From(3))
		}
		code(t, "a wrong present password", change("sbagliata del tutto", another), "identity.password_wrong")
		code(t, "a bad next one", change(identitytest.Password, "corta"), "identity.password_short")
		code(t, "changed", change(identitytest.Password, another), "")
		for token, want := range map[string]bool{here: true, elsewhere: false} {
			if _, found, err := h.Sessions.FindCtx(ctx, token); found != want || err != nil {
				t.Errorf("session found %v, want %v, error %v", found, want, err)
			}
		}
		code(t, "sign-in", signIn(t, h, carla, another, phone), "")
	})
}

func TestEndSession(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, _ := h.Active(t, carla, identity.Official)
		one, two := openSession(t, h, a), openSession(t, h, a)
		code(t, "one", h.EndSession(ctx, by(a), a.ID, sessionID(one)), "")
		code(t, "again", h.EndSession(ctx, by(a), a.ID, sessionID(one)), "")
		code(t, "an administrator ends the rest", h.EndSessions(ctx, by(admin(t, h, anna)), a.ID, ""), "")
		for _, token := range []string{one, two} {
			if _, found, _ := h.Sessions.FindCtx(ctx, token); found {
				t.Error("a session goes on")
			}
		}
	})
}
