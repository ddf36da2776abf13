// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Suspend bars an account: sessions end and links stop working at once. Nobody suspends himself, and the last administrator stays.
func (s *Service) Suspend(ctx context.Context, by audit.Actor, account string) (err error) {
	defer problem.Wrap(&err, "identity.Suspend(%s)", account)
	return s.change(ctx, by, account, func(tx *database.Tx, c credentials) error {
		if c.State == Suspended {
			return nil
		}
		if err := s.Rights.Spare(ctx, tx, account); err != nil {
			return err
		}
		if err := setState(ctx, tx, account, Suspended); err != nil {
			return err
		}
		if err := voidTickets(ctx, tx, account, s.Now()); err != nil {
			return err
		}
		if _, err := s.Sessions.EndAll(ctx, tx, account, ""); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "suspended", account, nil)
	})
}

// Restore lifts a suspension. An account that was never activated is invited again, with a new link.
func (s *Service) Restore(ctx context.Context, by audit.Actor, account string) (err error) {
	defer problem.Wrap(&err, "identity.Restore(%s)", account)
	return s.change(ctx, by, account, func(tx *database.Tx, c credentials) error {
		if c.State != Suspended {
			return nil
		}
		if err := setState(ctx, tx, account, c.rested()); err != nil {
			return err
		}
		if c.rested() == Invited {
			if err := s.mailInvitation(ctx, tx, c.Account); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, by, "restored", account, nil)
	})
}

// rested is the state to which a suspended account returns: active if it had signed in, or could have.
func (c credentials) rested() State {
	if c.password != "" && (c.totpSecret != nil || !c.LastLogin.IsZero()) {
		return Active
	}
	return Invited
}

func (s *Service) change(ctx context.Context, by audit.Actor, account string, act func(*database.Tx, credentials) error) error {
	if by.ID == account {
		return problem.New(problem.Forbidden, "identity.own_account")
	}
	if err := s.require(ctx, by, verbManageUsers, account); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := accountByID(ctx, tx, account)
		if err != nil {
			return known(err)
		}
		return act(tx, c)
	})
}
