// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"net/netip"

	"pratica/internal/database"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// resetJob is the kind of the job that answers a request for a reset link.
const resetJob = "identity.reset"

type resetPayload struct {
	Email string
}

// RequestReset asks for a link to choose a new password. The answer is the same whether or not the address has an account, and so
// is the work: a job looks the address up later. Beyond ResetAccount nothing is sent and nothing is said: the links sent before it
// are still good.
func (s *Service) RequestReset(ctx context.Context, email string, from netip.Addr) (err error) {
	defer problem.Wrap(&err, "identity.RequestReset")
	normal, err := NormalEmail(email)
	if err != nil {
		return err
	}
	if err := s.allow(ctx, from, ratelimit.ResetNetwork); err != nil {
		return err
	}
	err = s.Limits.Allow(ctx, ratelimit.ResetAccount, normal)
	if problem.KindOf(err) == problem.TooMany {
		return nil
	}
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return s.Queue.Enqueue(ctx, tx, jobs.Insert{Kind: resetJob, Payload: resetPayload{Email: normal}, Priority: jobs.Urgent})
	})
}

// sendReset mails the link, if there is an active account to mail it to.
func (s *Service) sendReset(ctx context.Context, job jobs.Job[resetPayload]) error {
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		if err := job.Finish(ctx, tx); err != nil {
			return err
		}
		c, err := accountByEmail(ctx, tx, job.Payload.Email)
		if errors.Is(err, database.ErrNotFound) {
			return nil
		}
		if err != nil || c.State != Active {
			return err
		}
		if err := s.mailLink(ctx, tx, c.Account, ForReset, MailReset, nil); err != nil {
			return err
		}
		return s.record(ctx, tx, System, "reset_asked", c.ID, nil)
	})
}

// ResetPassword sets a new password from a mailed link. It ends every session of the account and every other open link; the
// authenticator stays as it is and is asked at the next sign-in.
func (s *Service) ResetPassword(ctx context.Context, token, password string, from netip.Addr) (err error) {
	defer problem.Wrap(&err, "identity.ResetPassword")
	owner, err := s.openLink(ctx, token, ForReset, from)
	if err != nil {
		return err
	}
	if err := checkPassword(password, owner.Account); err != nil {
		return err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := s.holder(ctx, tx, token, ForReset)
		if err != nil {
			return err
		}
		if c.State != Active {
			return errLink(nil)
		}
		if err := s.redeem(ctx, tx, token, ForReset); err != nil {
			return err
		}
		return s.replacePassword(ctx, tx, c.Account, hash, "", "password_reset")
	})
}

// ChangePassword sets a new password for a signed-in account that knows the present one. The session keep goes on; all others end.
func (s *Service) ChangePassword(ctx context.Context, account, present, next, keep string, from netip.Addr) (err error) {
	defer problem.Wrap(&err, "identity.ChangePassword(%s)", account)
	var c credentials
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = accountByID(ctx, tx, account)
		return known(err)
	})
	if err != nil {
		return err
	}
	if err := s.Limits.Allow(ctx, ratelimit.LoginAccount, ratelimit.Join(c.Email, ratelimit.Network(from))); err != nil {
		return err
	}
	ok, _, err := s.Passwords.Check(ctx, c.password, present)
	if err != nil {
		return err
	}
	if !ok || c.State != Active {
		return invalid("present", "identity.password_wrong")
	}
	if err := checkPassword(next, c.Account); err != nil {
		return err
	}
	hash, err := s.Passwords.Hash(ctx, next)
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		return s.replacePassword(ctx, tx, c.Account, hash, keep, "password_changed")
	})
}

// replacePassword stores a new password and ends what the old one had opened.
func (s *Service) replacePassword(ctx context.Context, tx *database.Tx, a Account, hash, keep, action string) error {
	if err := setPassword(ctx, tx, a.ID, hash); err != nil {
		return err
	}
	if err := voidTickets(ctx, tx, a.ID, s.Now(), ForReset, forLogin, forEnrolment); err != nil {
		return err
	}
	if _, err := s.Sessions.EndAll(ctx, tx, a.ID, keep); err != nil {
		return err
	}
	return s.recordTold(ctx, tx, self(a), action, a, nil)
}
