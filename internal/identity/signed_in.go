// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/identity/sessions"
	"pratica/internal/problem"
)

// OpenSessions lists the sessions of an account that are not over: one's own, or anybody's with the right to manage users.
func (s *Service) OpenSessions(ctx context.Context, by audit.Actor, account string) (list []sessions.Session, err error) {
	defer problem.Wrap(&err, "identity.OpenSessions(%s)", account)
	if err := s.overSessions(ctx, by, account); err != nil {
		return nil, err
	}
	return s.Sessions.List(ctx, account)
}

// EndSession ends one session of an account.
func (s *Service) EndSession(ctx context.Context, by audit.Actor, account, session string) (err error) {
	defer problem.Wrap(&err, "identity.EndSession(%s)", account)
	if err := s.overSessions(ctx, by, account); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		ended, err := s.Sessions.End(ctx, tx, account, session)
		if err != nil || !ended { // over already: what was asked is so
			return err
		}
		return s.record(ctx, tx, by, "session_ended", account, nil)
	})
}

// EndSessions ends all sessions of an account but the one named keep ("" for none).
func (s *Service) EndSessions(ctx context.Context, by audit.Actor, account, keep string) (err error) {
	defer problem.Wrap(&err, "identity.EndSessions(%s)", account)
	if err := s.overSessions(ctx, by, account); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		n, err := s.Sessions.EndAll(ctx, tx, account, keep)
		if err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, by, "sessions_ended", account, nil)
	})
}

func (s *Service) overSessions(ctx context.Context, by audit.Actor, account string) error {
	if by.ID == account {
		return nil
	}
	return s.require(ctx, by, verbManageUsers, account)
}
