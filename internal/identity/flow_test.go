// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
	"pratica/internal/problem"
)

var ctx = context.Background()

const (
	anna  = "anna@example.org"  // the first administrator
	bruno = "bruno@example.org" // the second
	carla = "carla@example.org" // an official
)

func each(t *testing.T, test func(t *testing.T, h *identitytest.House)) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) { test(t, identitytest.New(t, db, newLog(db))) })
}

// code checks the code of a problem; "" wants no error.
func code(t *testing.T, what string, err error, want string) {
	t.Helper()
	got := ""
	if p, ok := problem.As(err); ok {
		got = p.Code
	} else if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%s: problem %q, want %q", what, got, want)
	}
}

func login(h *identitytest.House, email, password string) (string, error) {
	return h.Login(ctx, identity.Attempt{Email: email, Password: password, From: identitytest.From(2)})
}

// signIn goes through both steps, half a minute after whatever was before.
func signIn(t *testing.T, h *identitytest.House, email, password string, phone *identitytest.Phone) error {
	t.Helper()
	h.Advance(30 * time.Second)
	ticket, err := login(h, email, password)
	if err != nil {
		return err
	}
	_, err = h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
	return err
}

func by(a identity.Account) audit.Actor { return audit.Actor{Kind: "admin", ID: a.ID} }

func admin(t *testing.T, h *identitytest.House, email string) identity.Account {
	t.Helper()
	a, _ := h.Active(t, email, identity.Official)
	h.Granted.MakeAdministrator(a.ID)
	return a
}

func TestFirstAdministrator(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		first, err := h.FirstAdministrator(ctx, "Anna@Example.org", "Anna Prova")
		code(t, "first", err, "")
		second, err := h.FirstAdministrator(ctx, anna, "Anna Prova")
		code(t, "again before the link was used", err, "")
		token := func(link string) string { return link[strings.LastIndex(link, "/")+1:] }
		_, err = h.AcceptInvitation(ctx, token(first), identitytest.Password, identitytest.From(1))
		code(t, "the older link", err, "identity.link_invalid")
		e, err := h.AcceptInvitation(ctx, token(second), identitytest.Password, identitytest.From(1))
		code(t, "the newer link", err, "")
		a, phone := h.Confirm(t, e)
		code(t, "sign-in", signIn(t, h, anna, identitytest.Password, phone), "")
		_, err = h.FirstAdministrator(ctx, bruno, "Bruno Prova")
		code(t, "another one", err, "identity.administrator_exists")
		_, err = h.Invite(ctx, by(a), identity.NewAccount{Email: carla, Name: "Carla Prova", Kind: identity.Official})
		code(t, "the first administrator invites", err, "")
	})
}

func TestInvitation(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a := h.Invited(t, carla, identity.Official)
		mail := h.Mailbox.To(carla)[0]
		if mail.Template != identity.MailInvitation || mail.Lang != "it" || mail.Args["role"] == "" || mail.Args["expires"] == "" {
			t.Errorf("mail %+v", mail)
		}
		_, err := h.Invite(ctx, identity.System, identity.NewAccount{Email: "CARLA@example.org", Name: "Altra", Kind: identity.Lawyer})
		code(t, "the same address", err, "identity.email_taken")
		token := h.Mailbox.Token(t, carla)
		opened, err := h.Opened(ctx, token, identity.ForInvitation)
		if diff := cmp.Diff(a, opened); diff != "" || err != nil {
			t.Errorf("opened (error %v): %s", err, diff)
		}
		_, err = h.AcceptInvitation(ctx, token, "corta", identitytest.From(1))
		code(t, "a short password", err, "identity.password_short")
		_, err = login(h, carla, identitytest.Password)
		code(t, "sign-in before the password", err, "identity.wrong_credentials")
		e, err := h.AcceptInvitation(ctx, token, identitytest.Password, identitytest.From(1))
		code(t, "accepted", err, "")
		_, err = login(h, carla, identitytest.Password)
		code(t, "sign-in before the authenticator", err, "identity.wrong_credentials")
		_, _, err = h.ConfirmEnrolment(ctx, e.Ticket, "000000")
		code(t, "a wrong first code", err, "identity.code_wrong")
		again, err := h.PendingEnrolment(ctx, e.Ticket)
		if diff := cmp.Diff(e, again); diff != "" || err != nil {
			t.Errorf("the same enrolment again (error %v): %s", err, diff)
		}
		active, phone := h.Confirm(t, e)
		if active.State != identity.Active || len(phone.Recovery) != 10 {
			t.Errorf("state %s, %d recovery codes", active.State, len(phone.Recovery))
		}
		for _, purpose := range []identity.Purpose{identity.ForInvitation, identity.ForReset, identity.ForTOTP} {
			_, err = h.Opened(ctx, token, purpose)
			code(t, "the used link as "+string(purpose), err, "identity.link_invalid")
		}
		_, _, err = h.ConfirmEnrolment(ctx, e.Ticket, phone.Code(t, h.Now()))
		code(t, "the used enrolment", err, "identity.link_invalid")
		code(t, "sign-in", signIn(t, h, carla, identitytest.Password, phone), "")
		code(t, "invited again when active", h.Reinvite(ctx, identity.System, a.ID), "identity.not_invited")
	})
}

func TestInvitationExpires(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a := h.Invited(t, carla, identity.Official)
		h.Advance(7 * 24 * time.Hour)
		old := h.Mailbox.Token(t, carla)
		_, err := h.AcceptInvitation(ctx, old, identitytest.Password, identitytest.From(1))
		code(t, "expired", err, "identity.link_invalid")
		code(t, "invited again", h.Reinvite(ctx, identity.System, a.ID), "")
		_, err = h.AcceptInvitation(ctx, h.Mailbox.Token(t, carla), identitytest.Password, identitytest.From(1))
		code(t, "the new link", err, "")
	})
}

func TestOnlyAdministratorsManage(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a := admin(t, h, anna)
		c, _ := h.Active(t, carla, identity.Official)
		for name, act := range map[string]func() error{
			"invite": func() error {
				_, err := h.Invite(ctx, by(c), identity.NewAccount{Email: bruno, Name: "Bruno", Kind: identity.Official})
				return err
			},
			"list":          func() error { _, err := h.Accounts(ctx, by(c), identity.Filter{}); return err },
			"suspend":       func() error { return h.Suspend(ctx, by(c), a.ID) },
			"restore":       func() error { return h.Restore(ctx, by(c), a.ID) },
			"ask for TOTP":  func() error { _, err := h.RequestTOTPReset(ctx, by(c), a.ID); return err },
			"list requests": func() error { _, err := h.TOTPRequests(ctx, by(c)); return err },
			"see sessions":  func() error { _, err := h.OpenSessions(ctx, by(c), a.ID); return err },
			"end session":   func() error { return h.EndSession(ctx, by(c), a.ID, "x") },
			"end sessions":  func() error { return h.EndSessions(ctx, by(c), a.ID, "") },
		} {
			code(t, name, act(), "office.forbidden")
		}
		code(t, "own sessions", h.EndSessions(ctx, by(c), c.ID, ""), "")
		list, err := h.Accounts(ctx, by(a), identity.Filter{Query: "carla", State: identity.Active})
		if err != nil || len(list) != 1 || list[0].ID != c.ID {
			t.Errorf("list %v, error %v", list, err)
		}
	})
}

func TestAccountsArePaged(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		for _, email := range []string{"a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"} {
			h.Invited(t, email, identity.Lawyer) // all of one name: the identifier decides
		}
		seen, after := map[string]bool{}, ""
		for range 3 {
			page, err := h.Accounts(ctx, identity.System, identity.Filter{Kind: identity.Lawyer, After: after, Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range page {
				seen[a.Email], after = true, a.ID
			}
		}
		if len(seen) != 5 {
			t.Errorf("saw %v", seen)
		}
		none, err := h.Accounts(ctx, identity.System, identity.Filter{Query: "100%"})
		if err != nil || len(none) != 0 {
			t.Errorf("a percent sign found %v, error %v", none, err)
		}
	})
}

func TestSuspension(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a := admin(t, h, anna)
		c, phone := h.Active(t, carla, identity.Official)
		ticket, err := login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		code(t, "suspended", h.Suspend(ctx, by(a), c.ID), "")
		h.Advance(30 * time.Second)
		_, err = h.SecondStep(ctx, ticket, phone.Code(t, h.Now()))
		code(t, "second step after the suspension", err, "identity.sign_in_again")
		code(t, "sign-in", signIn(t, h, carla, identitytest.Password, phone), "identity.wrong_credentials")
		code(t, "restored", h.Restore(ctx, by(a), c.ID), "")
		code(t, "sign-in after", signIn(t, h, carla, identitytest.Password, phone), "")
		code(t, "oneself", h.Suspend(ctx, by(a), a.ID), "identity.own_account")
		code(t, "the last administrator, by the system", h.Suspend(ctx, identity.System, a.ID), "office.last_administrator")
		b := admin(t, h, bruno)
		code(t, "one of two administrators", h.Suspend(ctx, by(b), a.ID), "")
	})
}

func TestSuspendedBeforeActivationIsInvitedAgain(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a := h.Invited(t, carla, identity.Lawyer)
		old := h.Mailbox.Token(t, carla)
		code(t, "suspended", h.Suspend(ctx, identity.System, a.ID), "")
		_, err := h.AcceptInvitation(ctx, old, identitytest.Password, identitytest.From(1))
		code(t, "the old link", err, "identity.link_invalid")
		code(t, "restored", h.Restore(ctx, identity.System, a.ID), "")
		_, err = h.AcceptInvitation(ctx, h.Mailbox.Token(t, carla), identitytest.Password, identitytest.From(1))
		code(t, "the new link", err, "")
	})
}
