// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"net/netip"
	"strconv"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// recoveryCodes is how many recovery codes an enrolment gives.
const recoveryCodes = 10

// AcceptInvitation sets the first password of an invited account and starts the enrolment of its authenticator. The link stays good
// until the first code is confirmed: who loses the page in between opens it again.
func (s *Service) AcceptInvitation(ctx context.Context, token, password string, from netip.Addr) (e Enrolment, err error) {
	defer problem.Wrap(&err, "identity.AcceptInvitation")
	owner, err := s.openLink(ctx, token, ForInvitation, from)
	if err != nil {
		return Enrolment{}, err
	}
	if err := checkPassword(password, owner.Account); err != nil {
		return Enrolment{}, err
	}
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return Enrolment{}, err
	}
	return s.startEnrolment(ctx, token, ForInvitation, func(tx *database.Tx, c credentials) error {
		if c.State != Invited {
			return errLink(nil)
		}
		return setPassword(ctx, tx, c.ID, hash)
	})
}

// BeginReenrolment starts the enrolment of a new authenticator from the link that a second administrator approved. The password is
// asked again: a mailbox alone opens nothing.
func (s *Service) BeginReenrolment(ctx context.Context, token, password string, from netip.Addr) (e Enrolment, err error) {
	defer problem.Wrap(&err, "identity.BeginReenrolment")
	owner, err := s.openLink(ctx, token, ForTOTP, from)
	if err != nil {
		return Enrolment{}, err
	}
	if err := s.Limits.Allow(ctx, ratelimit.LoginAccount, ratelimit.Join(owner.Email, ratelimit.Network(from))); err != nil {
		return Enrolment{}, err
	}
	ok, _, err := s.Passwords.Check(ctx, owner.password, password)
	if err != nil {
		return Enrolment{}, err
	}
	if !ok {
		return Enrolment{}, invalid("password", "identity.password_wrong")
	}
	return s.startEnrolment(ctx, token, ForTOTP, func(_ *database.Tx, c credentials) error {
		if c.State != Active || c.version != owner.version {
			return errLink(nil)
		}
		return nil
	})
}

// openLink finds the owner of a mailed link, at a bounded pace.
func (s *Service) openLink(ctx context.Context, token string, purpose Purpose, from netip.Addr) (credentials, error) {
	if err := s.allow(ctx, from, ratelimit.LinkNetwork); err != nil {
		return credentials{}, err
	}
	var c credentials
	err := s.DB.View(ctx, func(tx *database.Tx) error {
		var err error
		c, err = s.holder(ctx, tx, token, purpose)
		return err
	})
	return c, err
}

// startEnrolment makes a new secret wait for its first code, after before has checked and changed what it must.
func (s *Service) startEnrolment(ctx context.Context, token string, purpose Purpose, before func(*database.Tx, credentials) error) (Enrolment, error) {
	issuer, err := s.Issuer(ctx)
	if err != nil {
		return Enrolment{}, err
	}
	secret := newSecret()
	var ticket string
	var owner credentials
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if owner, err = s.holder(ctx, tx, token, purpose); err != nil {
			return err
		}
		if err := before(tx, owner); err != nil {
			return err
		}
		if err := setPendingTOTP(ctx, tx, owner.ID, s.Vault.seal(owner.ID, secret)); err != nil {
			return err
		}
		ticket, _, err = s.issue(ctx, tx, owner.ID, forEnrolment)
		return err
	})
	if err != nil {
		return Enrolment{}, err
	}
	return newEnrolment(ticket, issuer, owner.Email, secret)
}

// PendingEnrolment shows an enrolment again that was started and not confirmed, for the page that follows a mistyped code.
func (s *Service) PendingEnrolment(ctx context.Context, ticket string) (e Enrolment, err error) {
	defer problem.Wrap(&err, "identity.PendingEnrolment")
	issuer, err := s.Issuer(ctx)
	if err != nil {
		return Enrolment{}, err
	}
	var owner credentials
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		owner, err = s.holder(ctx, tx, ticket, forEnrolment)
		return err
	})
	if err != nil {
		return Enrolment{}, err
	}
	secret, err := s.Vault.open(owner.ID, owner.totpPending)
	if err != nil {
		return Enrolment{}, err
	}
	return newEnrolment(ticket, issuer, owner.Email, secret)
}

// ConfirmEnrolment takes the first code of a new authenticator. The account is active from then on, its older sessions end and its
// older links stop working. It returns the recovery codes, which are shown this once.
func (s *Service) ConfirmEnrolment(ctx context.Context, ticket, code string) (a Account, recovery []string, err error) {
	defer problem.Wrap(&err, "identity.ConfirmEnrolment")
	var owner credentials
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		owner, err = s.holder(ctx, tx, ticket, forEnrolment)
		return err
	})
	if err != nil {
		return Account{}, nil, err
	}
	if err := s.Limits.Allow(ctx, ratelimit.SecondFactor, owner.factorKey()); err != nil {
		return Account{}, nil, err
	}
	secret, err := s.Vault.open(owner.ID, owner.totpPending)
	if err != nil {
		return Account{}, nil, err
	}
	step, ok := matchCode(secret, code, s.Now())
	if !ok {
		return Account{}, nil, invalid("code", "identity.code_wrong")
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		recovery, err = s.adopt(ctx, tx, owner, ticket, step)
		return err
	})
	owner.State = Active
	return owner.Account, recovery, err
}

// adopt puts the confirmed authenticator into force.
func (s *Service) adopt(ctx context.Context, tx *database.Tx, owner credentials, ticket string, step int64) ([]string, error) {
	// 1. The ticket: of two confirmations at once one stops here, and so does one whose secret was replaced.
	if err := s.redeem(ctx, tx, ticket, forEnrolment); err != nil {
		return nil, err
	}
	// 2. The secret, and with it the state.
	if err := adoptTOTP(ctx, tx, owner.ID, step); err != nil {
		return nil, err
	}
	// 3. What was good before is not any more.
	if err := voidTickets(ctx, tx, owner.ID, s.Now()); err != nil {
		return nil, err
	}
	if _, err := s.Sessions.EndAll(ctx, tx, owner.ID, ""); err != nil {
		return nil, err
	}
	// 4. New recovery codes.
	codes, err := s.newRecoveryCodes(ctx, tx, owner.ID)
	if err != nil {
		return nil, err
	}
	action := "authenticator_replaced"
	if owner.State == Invited {
		action = "activated"
	}
	return codes, s.recordTold(ctx, tx, self(owner.Account), action, owner.Account, nil)
}

// RenewRecoveryCodes replaces the recovery codes of a signed-in account, who proves with a fresh code that it still holds its authenticator.
func (s *Service) RenewRecoveryCodes(ctx context.Context, account, code string) (recovery []string, err error) {
	defer problem.Wrap(&err, "identity.RenewRecoveryCodes(%s)", account)
	owner, err := s.secondFactorOf(ctx, account)
	if err != nil {
		return nil, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		ok, err := s.acceptTOTP(ctx, tx, owner, code)
		if err != nil {
			return err
		}
		if !ok {
			return invalid("code", "identity.code_wrong")
		}
		if recovery, err = s.newRecoveryCodes(ctx, tx, account); err != nil {
			return err
		}
		return s.recordTold(ctx, tx, self(owner.Account), "recovery_codes_renewed", owner.Account, nil)
	})
	return recovery, err
}

func (s *Service) newRecoveryCodes(ctx context.Context, tx *database.Tx, account string) ([]string, error) {
	if err := deleteCodes(ctx, tx, account); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = ids.Code()
		if err := insertCode(ctx, tx, account, s.Vault.code(account, codes[i])); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// factorKey counts codes tried under an account and its present password. Only who knows the password can exhaust it, and the owner
// escapes by choosing another.
func (c credentials) factorKey() string {
	return ratelimit.Join(c.ID, strconv.FormatInt(c.version, 10))
}
