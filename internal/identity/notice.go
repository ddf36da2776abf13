// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
)

// told are the acts of which the owner of an account is told by mail, whoever did them: each changes what opens the account or
// what it may do, and who did not do it must learn of it (ASVS 5.0 6.3.7).
var told = map[string]bool{
	"password_changed": true, "password_reset": true, "recovery_code_used": true, "recovery_codes_renewed": true,
	"authenticator_reset_asked": true, "authenticator_replaced": true, "helper_named": true,
}

// recordTold records an act upon an account, and tells its owner in the same transaction.
func (s *Service) recordTold(ctx context.Context, tx *database.Tx, by audit.Actor, action string, a Account, detail map[string]string) error {
	if err := s.record(ctx, tx, by, action, a.ID, detail); err != nil || !told[action] {
		return err
	}
	p := s.Texts.For(a.Lang)
	return s.Mail.Send(ctx, tx, a.Email, a.Lang, MailNotice, map[string]string{
		"name": a.Name, "event": p.T("identity.notice." + action), "instant": p.DateTime(s.Now()), "advice": p.T("identity.advice." + action),
	})
}
