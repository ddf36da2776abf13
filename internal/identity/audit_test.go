// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"slices"
	"strings"
	"testing"

	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
)

// TestAuditSaysWhatHappenedAndToWhomWithoutNames walks through most acts and reads what they leave behind.
func TestAuditSaysWhatHappenedAndToWhomWithoutNames(t *testing.T) {
	each(t, func(t *testing.T, h *identitytest.House) {
		a, b := admin(t, h, anna), admin(t, h, bruno)
		subject, phone := h.Active(t, carla, identity.Official)
		code(t, "sign-in", signIn(t, h, carla, identitytest.Password, phone), "")
		ask(t, h, carla)
		code(t, "reset", h.ResetPassword(ctx, h.Mailbox.Token(t, carla), another, identitytest.From(3)), "")
		id, err := h.RequestTOTPReset(ctx, by(a), subject.ID)
		code(t, "ask", err, "")
		code(t, "approve", h.ApproveTOTPReset(ctx, by(b), id), "")
		code(t, "suspend", h.Suspend(ctx, by(a), subject.ID), "")
		code(t, "restore", h.Restore(ctx, by(a), subject.ID), "")

		entries, err := h.Log.Entries(ctx, "admin", 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(entries) // the log shows the newest first
		var actions []string
		for _, e := range entries {
			if e.Subject == subject.ID {
				actions = append(actions, strings.TrimPrefix(e.Action, "identity."))
			}
			if e.Action == "identity.authenticator_reset_approved" && (e.Actor.ID != b.ID || e.Detail["asked_by"] != a.ID || e.Detail["request"] != id) {
				t.Errorf("the approval names other people: %+v", e)
			}
			for key, value := range e.Detail {
				if strings.ContainsAny(value, "@ ") {
					t.Errorf("%s: detail %s is %q", e.Action, key, value)
				}
			}
		}
		want := "invited activated signed_in reset_asked password_reset authenticator_reset_asked authenticator_reset_approved suspended restored"
		if got := strings.Join(actions, " "); got != want {
			t.Errorf("actions %s\nwant    %s", got, want)
		}
		for _, lang := range h.Texts.Langs() {
			for _, e := range entries {
				if key := strings.Replace(e.Action, "identity.", "identity.action.", 1); !h.Texts.For(lang).Has(key) {
					t.Errorf("%s: no text %s", lang, key)
				}
			}
		}
	})
}
