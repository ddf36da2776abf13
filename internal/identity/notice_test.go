// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
)

const dariosMail = "dario@example.org"

// notices are the security notices that an address got, by what was done, and
// each must say when and what to do.
func notices(t *testing.T, h *identitytest.House, address string) []string {
	t.Helper()
	var events []string
	for _, m := range h.Mailbox.To(address) {
		if m.Template != identity.MailNotice {
			continue
		}
		if m.Args["instant"] == "" || m.Args["advice"] == "" || m.Args["link"] != "" {
			t.Errorf("notice %v", m.Args)
		}
		events = append(events, m.Args["event"])
	}
	return events
}

func TestTheOwnerIsToldWhatOpensTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, phone := h.Active(t, carla, identity.Official)
		if got := notices(t, h, carla); len(got) > 0 {
			t.Fatalf("told of the activation: %q", got)
		}
		_ = signIn(t, h, carla, identitytest.Password, phone)
		code(t, "a wrong password", h.ChangePassword(ctx, a.ID, "sbagliata del tutto", another, "", identitytest.From(3)), "identity.password_wrong")
		if got := notices(t, h, carla); len(got) > 0 {
			t.Errorf("told of an ordinary sign-in, or of an attempt: %q", got)
		}

		code(t, "changed", h.ChangePassword(ctx, a.ID, identitytest.Password, another, "", identitytest.From(3)), "")
		ticket, err := login(h, carla, another)
		code(t, "first step", err, "")
		_, err = h.SecondStep(ctx, ticket, phone.Recovery[0])
		code(t, "a recovery code", err, "")
		h.Advance(time.Minute)
		_, err = h.RenewRecoveryCodes(ctx, a.ID, phone.Code(t, h.Now()))
		code(t, "new recovery codes", err, "")
		first, second := admin(t, h, anna), admin(t, h, bruno)
		id := askTOTP(t, h, first, a)
		code(t, "approved", h.ApproveTOTPReset(ctx, by(second), id), "")
		e, err := h.BeginReenrolment(ctx, h.Mailbox.Token(t, carla), another, identitytest.From(4))
		code(t, "the link", err, "")
		h.Confirm(t, e)

		want := []string{
			"la password è stata cambiata", "è stato usato un codice di recupero per accedere", "i codici di recupero sono stati rinnovati",
			"è stata chiesta una nuova applicazione dei codici", "l'applicazione dei codici è stata cambiata",
		}
		if diff := cmp.Diff(want, notices(t, h, carla)); diff != "" {
			t.Errorf("told (-want +got)\n%s", diff)
		}
		templates := []string{}
		for _, m := range h.Mailbox.To(carla) {
			templates = append(templates, m.Template)
		}
		if !slices.Contains(templates, identity.MailTOTP) {
			t.Error("the approval itself is told by the mail with the link")
		}
	})
}

// A new password by a mailed link is told apart: who reads the mailbox could have chosen it.
func TestTheOwnerIsToldInTheirLanguage(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		invited, err := h.Invite(ctx, identity.System, identity.NewAccount{Email: dariosMail, Name: "Dario Prova", Kind: identity.Lawyer, Lang: "en"})
		code(t, "invited", err, "")
		e, err := h.AcceptInvitation(ctx, h.Mailbox.Token(t, invited.Email), identitytest.Password, identitytest.From(2))
		code(t, "accepted", err, "")
		h.Confirm(t, e)
		code(t, "reset asked", h.RequestReset(ctx, dariosMail, identitytest.From(2)), "")
		code(t, "drained", h.Queue.Drain(ctx), "")
		code(t, "reset", h.ResetPassword(ctx, h.Mailbox.Token(t, dariosMail), another, identitytest.From(2)), "")
		if diff := cmp.Diff([]string{"a new password was chosen with the link sent by e-mail"}, notices(t, h, dariosMail)); diff != "" {
			t.Errorf("told (-want +got)\n%s", diff)
		}
	})
}
