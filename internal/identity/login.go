// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"net/netip"
	"strconv"

	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// Attempt is the first step of a sign-in.
type Attempt struct {
	Email    string
	Password string
	From     netip.Addr // the client's address
}

// errCredentials is the one answer of the first step, whatever was wrong.
func errCredentials() error {
	return problem.New(problem.Unauthenticated, "identity.wrong_credentials")
}

// Login checks address and password and returns a ticket for the second step, good for five minutes. Unknown address, wrong
// password, and an account that is not active get the same answer after the same work: one look-up, one hash, no write.
func (s *Service) Login(ctx context.Context, a Attempt) (ticket string, err error) {
	defer problem.Wrap(&err, "identity.Login")
	email, malformed := NormalEmail(a.Email)
	if malformed != nil {
		email = "" // counted and looked up all the same
	}
	key := ratelimit.Join(email, ratelimit.Network(a.From))
	if err := s.allow(ctx, a.From, ratelimit.LoginNetwork, counted{ratelimit.LoginAccount, key}); err != nil {
		return "", err
	}
	c, err := s.lookUp(ctx, email)
	if err != nil {
		return "", err
	}
	ok, stale, err := s.Passwords.Check(ctx, c.password, a.Password)
	if err != nil {
		return "", err
	}
	if !ok || c.State != Active {
		return "", errCredentials()
	}
	return s.passFirstStep(ctx, c, a.Password, stale)
}

// lookUp finds an account by address; the zero value when there is none.
func (s *Service) lookUp(ctx context.Context, email string) (c credentials, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = accountByEmail(ctx, tx, email)
		return err
	})
	if errors.Is(err, database.ErrNotFound) {
		return credentials{}, nil
	}
	return c, err
}

// passFirstStep issues the ticket, and stores the password at today's cost if its hash is old.
func (s *Service) passFirstStep(ctx context.Context, c credentials, password string, stale bool) (ticket string, err error) {
	var fresh string
	if stale {
		if fresh, err = s.Passwords.Hash(ctx, password); err != nil {
			return "", err
		}
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if fresh != "" {
			if err := refreshHash(ctx, tx, c.ID, c.password, fresh); err != nil {
				return err
			}
		}
		ticket, _, err = s.issue(ctx, tx, c.ID, forLogin)
		return err
	})
	return ticket, err
}

// SecondStep takes the ticket of the first step and a code: of the authenticator, or a recovery code, which is used up. It returns
// the account, for which the caller then opens a session. A wrong code leaves the ticket good for another try.
func (s *Service) SecondStep(ctx context.Context, ticket, code string) (a Account, err error) {
	defer problem.Wrap(&err, "identity.SecondStep")
	c, err := s.challenged(ctx, ticket)
	if err != nil {
		return Account{}, err
	}
	if err := s.Limits.Allow(ctx, ratelimit.SecondFactor, c.factorKey()); err != nil {
		return Account{}, err
	}
	var ok bool
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		if ok, err = s.acceptCode(ctx, tx, c, code); err != nil {
			return err
		}
		if !ok { // committed, so that the failure stays on record
			return s.record(ctx, tx, self(c.Account), "second_step_failed", c.ID, nil)
		}
		return s.signIn(ctx, tx, &c, ticket)
	})
	if err == nil && !ok {
		err = problem.New(problem.Unauthenticated, "identity.code_wrong").With(problem.Field{Path: "code", Code: "identity.code_wrong"})
	}
	if err != nil {
		return Account{}, err
	}
	return c.Account, nil
}

// challenged returns who passed the first step and may still sign in.
func (s *Service) challenged(ctx context.Context, ticket string) (c credentials, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = s.holder(ctx, tx, ticket, forLogin)
		return err
	})
	if err != nil {
		return credentials{}, signInAgain(err)
	}
	if c.State != Active {
		return credentials{}, signInAgain(nil)
	}
	return c, nil
}

// signInAgain is the answer for a ticket of the first step that is over; other errors stay as they are.
func signInAgain(err error) error {
	if err != nil && !problem.Is(err, "identity.link_invalid") {
		return err
	}
	return problem.New(problem.Unauthenticated, "identity.sign_in_again").Because(err)
}

func (s *Service) signIn(ctx context.Context, tx *database.Tx, c *credentials, ticket string) error {
	if err := s.redeem(ctx, tx, ticket, forLogin); err != nil {
		return signInAgain(err)
	}
	if err := voidTickets(ctx, tx, c.ID, s.Now(), forLogin); err != nil {
		return err
	}
	c.LastLogin = database.T(s.Now()).Time
	if err := setLastLogin(ctx, tx, c.ID, c.LastLogin); err != nil {
		return err
	}
	return s.record(ctx, tx, self(c.Account), "signed_in", c.ID, nil)
}

// acceptCode takes a code of either sort.
func (s *Service) acceptCode(ctx context.Context, tx *database.Tx, c credentials, typed string) (bool, error) {
	code, isRecovery := ids.ParseCode(typed)
	if !isRecovery {
		return s.acceptTOTP(ctx, tx, c, typed)
	}
	ok, err := useCode(ctx, tx, c.ID, s.Vault.code(c.ID, code), s.Now())
	if err != nil || !ok {
		return false, err
	}
	left, err := countCodes(ctx, tx, c.ID)
	if err != nil {
		return false, err
	}
	return true, s.recordTold(ctx, tx, self(c.Account), "recovery_code_used", c.Account, map[string]string{"left": strconv.Itoa(left)})
}

// acceptTOTP takes a code of the authenticator, once: the time step is noted, and it and those before it are refused afterwards.
func (s *Service) acceptTOTP(ctx context.Context, tx *database.Tx, c credentials, typed string) (bool, error) {
	if c.totpSecret == nil { // taken away by an approved request
		return false, nil
	}
	secret, err := s.Vault.open(c.ID, c.totpSecret)
	if err != nil {
		return false, err
	}
	step, ok := matchCode(secret, typed, s.Now())
	if !ok {
		return false, nil
	}
	return useStep(ctx, tx, c.ID, step)
}

// secondFactorOf loads an active account before a code of it is checked, at a bounded pace.
func (s *Service) secondFactorOf(ctx context.Context, account string) (c credentials, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = accountByID(ctx, tx, account)
		return known(err)
	})
	if err != nil {
		return credentials{}, err
	}
	if c.State != Active {
		return credentials{}, problem.New(problem.Conflict, "identity.not_active")
	}
	return c, s.Limits.Allow(ctx, ratelimit.SecondFactor, c.factorKey())
}

// RecoveryCodesLeft says how many recovery codes an account has not used.
func (s *Service) RecoveryCodesLeft(ctx context.Context, account string) (n int, err error) {
	defer problem.Wrap(&err, "identity.RecoveryCodesLeft(%s)", account)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		n, err = countCodes(ctx, tx, account)
		return err
	})
	return n, err
}
