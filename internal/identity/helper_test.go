// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"testing"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
)

// A helper gets an account of a kind of its own, which its lists and its sign-in
// know; who has an account already is told; an official is refused.
func TestInviteHelper(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		const new = "pia@studio.example"
		lawyer, _ := h.Active(t, "lea@studio.example", identity.Lawyer)
		colleague, _ := h.Active(t, "ugo@studio.example", identity.Lawyer)
		h.Active(t, carla, identity.Official)
		by := audit.Actor{Kind: audit.Lawyer, ID: lawyer.ID}
		invite := func(email string) (account string, err error) {
			err = h.DB.Update(ctx, func(tx *database.Tx) error {
				account, err = h.InviteHelper(ctx, tx, by, email, "Pia Prova", "it")
				return err
			})
			return account, err
		}
		for _, try := range []struct{ name, email, want string }{
			{"no address", "pia", "identity.email_invalid"}, {"an official", carla, "identity.helper_refused"},
			{"somebody new", new, ""}, {"again, before joining", new, ""}, {"a colleague", colleague.Email, ""},
		} {
			_, err := invite(try.email)
			code(t, try.name, err, try.want)
		}
		if mails := h.Mailbox.To(new); len(mails) != 2 || mails[1].Template != identity.MailInvitationHelper || mails[1].Args["lawyer"] != lawyer.Name {
			t.Errorf("the helper was told %+v", mails)
		}
		if got := len(notices(t, h, colleague.Email)); got < 1 {
			t.Errorf("the colleague was told %d times", got)
		}
		e, err := h.AcceptInvitation(ctx, h.Mailbox.Token(t, new), identitytest.Password, identitytest.From(2))
		code(t, "accepted", err, "")
		joined, _ := h.Confirm(t, e)
		if joined.Kind != identity.Helper || joined.State != identity.Active {
			t.Errorf("joined as %+v", joined)
		}
		again, err := invite(new)
		code(t, "a second lawyer", err, "")
		if again != joined.ID {
			t.Error("a second account for one address")
		}
		list, err := h.Accounts(ctx, identity.System, identity.Filter{Kind: identity.Helper})
		code(t, "list", err, "")
		lawyers, err := h.Accounts(ctx, identity.System, identity.Filter{Kind: identity.Lawyer})
		code(t, "lawyers", err, "")
		if len(list) != 1 || len(lawyers) != 2 {
			t.Errorf("%d helpers, %d lawyers", len(list), len(lawyers))
		}
		token := openSession(t, h, joined)
		code(t, "end of access", h.DB.Update(ctx, func(tx *database.Tx) error { return h.EndAccess(ctx, tx, joined.ID) }), "")
		if _, found, err := h.Sessions.FindCtx(ctx, token); err != nil || found {
			t.Errorf("the session goes on, %v", err)
		}
	})
}
