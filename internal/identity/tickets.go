// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"time"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Purpose says what a one-time secret is good for.
type Purpose string

// The purposes. The first three travel by mail.
const (
	ForInvitation Purpose = "invite" // choose a password, then enrol an authenticator
	ForReset      Purpose = "reset"  // choose a new password
	ForTOTP       Purpose = "totp"   // enrol a new authenticator
	forEnrolment  Purpose = "enrol"  // between the choice of a password and the first code
	forLogin      Purpose = "login"  // between the two steps of a sign-in
)

// lifetime is how long a secret is good. An invitation may arrive on a Friday; a sign-in is finished at once.
func (p Purpose) lifetime() time.Duration {
	switch p {
	case ForInvitation:
		return 7 * 24 * time.Hour
	case ForTOTP:
		return 24 * time.Hour
	case ForReset, forEnrolment:
		return 30 * time.Minute
	default:
		return 5 * time.Minute
	}
}

// errLink is the one answer for a secret that is unknown, used, expired, or meant for something else.
func errLink(cause error) *problem.Error {
	return problem.New(problem.NotFound, "identity.link_invalid").Because(cause)
}

// issue makes a ticket. Mailed ones replace those before them: only the newest link of a kind works.
func (s *Service) issue(ctx context.Context, tx *database.Tx, account string, purpose Purpose) (token string, expires time.Time, err error) {
	now := s.Now()
	if purpose != forLogin && purpose != ForReset {
		if err := voidTickets(ctx, tx, account, now, purpose); err != nil {
			return "", time.Time{}, err
		}
	}
	token, expires = ids.Token(), now.Add(purpose.lifetime())
	return token, expires, insertTicket(ctx, tx, ids.HashToken(token), account, purpose, now, expires)
}

// holder returns the account of a ticket that still is good for a purpose.
func (s *Service) holder(ctx context.Context, tx *database.Tx, token string, purpose Purpose) (credentials, error) {
	account, err := ticketAccount(ctx, tx, ids.HashToken(token), purpose, s.Now())
	if errors.Is(err, database.ErrNotFound) {
		return credentials{}, errLink(err)
	}
	if err != nil {
		return credentials{}, err
	}
	return accountByID(ctx, tx, account)
}

// redeem uses a ticket up. Of two that come at once, one gets errLink.
func (s *Service) redeem(ctx context.Context, tx *database.Tx, token string, purpose Purpose) error {
	used, err := useTicket(ctx, tx, ids.HashToken(token), purpose, s.Now())
	if err != nil {
		return err
	}
	if !used {
		return errLink(nil)
	}
	return nil
}

// Opened says whose mailed link this is, so that the page can greet its owner. It uses nothing up.
func (s *Service) Opened(ctx context.Context, token string, purpose Purpose) (a Account, err error) {
	defer problem.Wrap(&err, "identity.Opened(%s)", purpose)
	if purpose == forLogin || purpose == forEnrolment {
		return Account{}, errLink(nil)
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err := s.holder(ctx, tx, token, purpose)
		a = c.Account
		return err
	})
	return a, err
}

// mailLink issues a ticket and sends it to the owner of an account.
func (s *Service) mailLink(ctx context.Context, tx *database.Tx, a Account, purpose Purpose, template string, args map[string]string) error {
	token, expires, err := s.issue(ctx, tx, a.ID, purpose)
	if err != nil {
		return err
	}
	all := map[string]string{"name": a.Name, "link": s.Link(purpose, token), "expires": s.Texts.For(a.Lang).DateTime(expires)}
	for k, v := range args {
		all[k] = v
	}
	return s.Mail.Send(ctx, tx, a.Email, a.Lang, template, all)
}
