// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"errors"

	"pratica/internal/database"
)

// What the house asks of the office inside a transaction of its own. These ask
// for no right: a face never calls them.

// HoldersIn is Holders inside the caller's transaction.
func (s *Service) HoldersIn(ctx context.Context, tx *database.Tx, role string) ([]Holder, error) {
	accounts, err := holdersOf(ctx, tx, role)
	if err != nil {
		return nil, err
	}
	return s.describe(ctx, tx, accounts)
}

// BodyIn is Body inside the caller's transaction.
func (s *Service) BodyIn(ctx context.Context, tx *database.Tx) (Body, error) {
	b, err := lastBody(ctx, tx)
	if errors.Is(err, database.ErrNotFound) {
		return Body{TimeZone: timeZone}, nil
	}
	return b, err
}

// CounselIn is CounselByFiscalCode inside the caller's transaction.
func (s *Service) CounselIn(ctx context.Context, tx *database.Tx, code string) (Counsel, error) {
	c, err := counselByCode(ctx, tx, code)
	return c, missing(err, "office.no_counsel")
}
