// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
)

// Accounts is what office asks of identity. All calls join the caller's transaction.
type Accounts interface {
	// Describe says who an account is; a problem (NotFound) when there is none.
	Describe(ctx context.Context, tx *database.Tx, account string) (name, kind string, active bool, err error)

	// CountActive counts the accounts among these that can sign in.
	CountActive(ctx context.Context, tx *database.Tx, accounts []string) (int, error)

	// InviteLawyer makes an account for a lawyer and mails the link that activates it, once the transaction commits.
	InviteLawyer(ctx context.Context, tx *database.Tx, by audit.Actor, email, name, fiscalCode, lang string) (account string, err error)
}

// Studio is what office asks of identity about those who help lawyers. All calls join the caller's transaction.
type Studio interface {
	// InviteHelper makes an account for a helper, or finds the one that has the address, and tells its owner once the transaction commits.
	InviteHelper(ctx context.Context, tx *database.Tx, by audit.Actor, email, name, lang string) (account string, err error)

	// EndAccess ends the sessions of an account.
	EndAccess(ctx context.Context, tx *database.Tx, account string) error
}

// Roles knows the names of the roles that the published procedures use.
type Roles interface {
	Roles(ctx context.Context) ([]string, error)
}
