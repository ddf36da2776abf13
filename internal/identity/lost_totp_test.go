// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
)

// TestTwoPeopleReplaceAnAuthenticator tries every pair of who asks and who decides.
func TestTwoPeopleReplaceAnAuthenticator(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, b := admin(t, h, anna), admin(t, h, bruno)
		subject, _ := h.Active(t, carla, identity.Official)
		h.Granted.MakeAdministrator(subject.ID) // even an administrator does not decide for himself
		official, _ := h.Active(t, "dario@example.org", identity.Official)
		for _, test := range []struct {
			name    string
			asks    identity.Account
			decides audit.Actor
			want    string
		}{
			{"the same administrator", a, by(a), "identity.same_person"},
			{"the subject", a, by(subject), "identity.same_person"},
			{"the subject who asked", subject, by(subject), "identity.same_person"},
			{"no administrator", a, by(official), "office.forbidden"},
			{"the command line", a, identity.System, "identity.same_person"},
			{"a second administrator", a, by(b), ""},
			{"an administrator, asked by the subject", subject, by(b), ""},
		} {
			id := askTOTP(t, h, test.asks, subject)
			code(t, test.name, h.RefuseTOTPReset(ctx, test.decides, id), test.want)
			if test.want != "" {
				code(t, test.name+", approving", h.ApproveTOTPReset(ctx, test.decides, id), test.want)
				code(t, "clear", h.RefuseTOTPReset(ctx, by(third(test.asks, a, b)), id), "")
			}
			code(t, test.name+", decided", h.ApproveTOTPReset(ctx, by(third(test.asks, a, b)), id), "identity.request_decided")
		}
	})
}

// third is an administrator who did not ask.
func third(asked, a, b identity.Account) identity.Account {
	if asked.ID == b.ID {
		return a
	}
	return b
}

func askTOTP(t *testing.T, h *identitytest.House, asks, subject identity.Account) string {
	t.Helper()
	if asks.ID != subject.ID {
		id, err := h.RequestTOTPReset(ctx, by(asks), subject.ID)
		code(t, "ask", err, "")
		return id
	}
	ticket, err := login(h, subject.Email, identitytest.Password)
	code(t, "first step", err, "")
	id, err := h.RequestOwnTOTPReset(ctx, ticket)
	code(t, "ask for oneself", err, "")
	return id
}

func TestLostAuthenticator(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, b := admin(t, h, anna), admin(t, h, bruno)
		subject, lost := h.Active(t, carla, identity.Official)
		session := openSession(t, h, subject)
		id := askTOTP(t, h, subject, subject)
		_, err := h.RequestTOTPReset(ctx, by(a), subject.ID)
		code(t, "a second request", err, "identity.request_open")
		_, err = h.RequestTOTPReset(ctx, by(a), a.ID)
		code(t, "for oneself without the first step", err, "office.forbidden")
		list, err := h.TOTPRequests(ctx, by(a))
		if err != nil || len(list) != 1 || list[0].ID != id || list[0].RequestedBy != subject.ID {
			t.Errorf("requests %+v, error %v", list, err)
		}
		code(t, "until the decision the old one works", signIn(t, h, carla, identitytest.Password, lost), "")
		code(t, "approved", h.ApproveTOTPReset(ctx, by(b), id), "")
		code(t, "then no more", signIn(t, h, carla, identitytest.Password, lost), "identity.code_wrong")
		ticket, err := login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		_, err = h.SecondStep(ctx, ticket, lost.Recovery[1])
		code(t, "nor its recovery codes", err, "identity.code_wrong")
		if _, found, _ := h.Sessions.FindCtx(ctx, session); found {
			t.Error("the session from before goes on")
		}
		link := h.Mailbox.Token(t, carla)
		_, err = h.BeginReenrolment(ctx, link, another, identitytest.From(4))
		code(t, "with a wrong password", err, "identity.password_wrong")
		e, err := h.BeginReenrolment(ctx, link, identitytest.Password, identitytest.From(4))
		code(t, "with the right one", err, "")
		_, found := h.Confirm(t, e)
		_, err = h.BeginReenrolment(ctx, link, identitytest.Password, identitytest.From(4))
		code(t, "the link again", err, "identity.link_invalid")
		code(t, "the new one", signIn(t, h, carla, identitytest.Password, found), "")
	})
}

func TestReenrolmentLinkExpires(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, b := admin(t, h, anna), admin(t, h, bruno)
		subject, _ := h.Active(t, carla, identity.Lawyer)
		code(t, "approved", h.ApproveTOTPReset(ctx, by(b), askTOTP(t, h, a, subject)), "")
		link := h.Mailbox.Token(t, carla)
		h.Advance(24 * time.Hour)
		_, err := h.BeginReenrolment(ctx, link, identitytest.Password, identitytest.From(4))
		code(t, "a day later", err, "identity.link_invalid")
		code(t, "asked again", h.ApproveTOTPReset(ctx, by(b), askTOTP(t, h, a, subject)), "")
	})
}

func TestRenewRecoveryCodes(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		_, err := h.RenewRecoveryCodes(ctx, a.ID, "000000")
		code(t, "without a code", err, "identity.code_wrong")
		h.Advance(30 * time.Second)
		fresh, err := h.RenewRecoveryCodes(ctx, a.ID, phone.Code(t, h.Now()))
		code(t, "with one", err, "")
		ticket, err := login(h, carla, identitytest.Password)
		code(t, "first step", err, "")
		_, err = h.SecondStep(ctx, ticket, phone.Recovery[0])
		code(t, "an old code", err, "identity.code_wrong")
		_, err = h.SecondStep(ctx, ticket, fresh[0])
		code(t, "a new one", err, "")
	})
}
