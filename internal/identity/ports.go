// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"pratica/internal/database"
)

// Mailer queues a mail in the caller's transaction: it leaves if and only if the transaction commits. The argument "link" opens
// an account: whoever stores it forgets it once the mail has left.
type Mailer interface {
	Send(ctx context.Context, tx *database.Tx, to, lang, template string, args map[string]string) error
}

// The templates, with their arguments beside "name", "link" and "expires" (an instant in words).
const (
	MailInvitation       = "invitation"        // "role": what the account is for
	MailInvitationLawyer = "invitation_lawyer" // no other
	MailInvitationHelper = "invitation_helper" // "lawyer": who invites; "" when an administrator does it again
	MailReset            = "password_reset"    // no other
	MailTOTP             = "totp_reset"        // no other
)

// MailNotice tells the owner of an account what was done to it, and opens nothing. Its arguments are "name", "event" (what was done,
// in words), "instant" and "advice".
const MailNotice = "security_notice"

// Rights is the one place where rights are kept, which is office.
type Rights interface {
	// Require answers a problem (Forbidden) unless the account may use the verb on the subject, another account or "".
	Require(ctx context.Context, account, verb, subject string) error

	// ActiveAdministrators counts the active accounts with the role of administrator.
	ActiveAdministrators(ctx context.Context, tx *database.Tx) (int, error)

	// AppointFirst gives the role of administrator to an account, by authority of who runs the server.
	AppointFirst(ctx context.Context, tx *database.Tx, account string) error

	// Spare answers a problem (Conflict) if the body would be left without an active administrator once this account cannot sign in. It
	// serialises with every other loss of an administrator until the transaction ends.
	Spare(ctx context.Context, tx *database.Tx, account string) error
}

// The verbs asked of Rights.
const (
	verbReadUsers   = "users.read"
	verbManageUsers = "users.manage"
	verbAskTOTP     = "totp.request"
	verbApproveTOTP = "totp.approve"
)
