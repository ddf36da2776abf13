// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// RequestState is where a request for a new authenticator stands.
type RequestState string

// The states of a request.
const (
	RequestOpen     RequestState = "open"
	RequestApproved RequestState = "approved"
	RequestRefused  RequestState = "refused"
)

// TOTPRequest asks for a new authenticator for an account, because the old one was lost.
type TOTPRequest struct {
	ID          string
	Account     string
	RequestedBy string // the account itself, or an administrator
	RequestedAt time.Time
	State       RequestState
	DecidedBy   string
	DecidedAt   time.Time
}

// RequestTOTPReset asks, as an administrator, for a new authenticator for somebody else.
func (s *Service) RequestTOTPReset(ctx context.Context, by audit.Actor, account string) (id string, err error) {
	defer problem.Wrap(&err, "identity.RequestTOTPReset(%s)", account)
	if isSystem(by) { // the request names a person, whom the second person must not be
		return "", problem.New(problem.Forbidden, "identity.same_person")
	}
	if err := s.require(ctx, by, verbAskTOTP, account); err != nil {
		return "", err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := accountByID(ctx, tx, account)
		if err != nil {
			return known(err)
		}
		id, err = s.requestReset(ctx, tx, by, c.Account)
		return err
	})
	return id, err
}

// RequestOwnTOTPReset asks for oneself, with the ticket of the first step of a sign-in as proof of the password.
func (s *Service) RequestOwnTOTPReset(ctx context.Context, ticket string) (id string, err error) {
	defer problem.Wrap(&err, "identity.RequestOwnTOTPReset")
	c, err := s.challenged(ctx, ticket)
	if err != nil {
		return "", err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		id, err = s.requestReset(ctx, tx, self(c.Account), c.Account)
		return err
	})
	return id, err
}

func (s *Service) requestReset(ctx context.Context, tx *database.Tx, by audit.Actor, a Account) (string, error) {
	if a.State != Active {
		return "", problem.New(problem.Conflict, "identity.not_active")
	}
	id, err := insertRequest(ctx, tx, a.ID, by.ID, s.Now())
	if errors.Is(err, database.ErrConflict) {
		return "", problem.New(problem.Conflict, "identity.request_open").Because(err)
	}
	if err != nil {
		return "", err
	}
	return id, s.recordTold(ctx, tx, by, "authenticator_reset_asked", a, map[string]string{"request": id})
}

// TOTPRequests lists the open requests, the oldest first.
func (s *Service) TOTPRequests(ctx context.Context, by audit.Actor) (list []TOTPRequest, err error) {
	defer problem.Wrap(&err, "identity.TOTPRequests")
	if err := s.require(ctx, by, verbReadUsers, ""); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = openRequests(ctx, tx)
		return err
	})
	return list, err
}

// ApproveTOTPReset grants a request, as a second administrator: neither who asked nor who it is for. The old authenticator and the
// recovery codes stop working at once, the sessions end, and the account's owner gets a one-time link.
func (s *Service) ApproveTOTPReset(ctx context.Context, by audit.Actor, id string) (err error) {
	defer problem.Wrap(&err, "identity.ApproveTOTPReset(%s)", id)
	return s.decide(ctx, by, id, RequestApproved, s.takeAuthenticator)
}

// RefuseTOTPReset turns a request down. The same persons may as may approve.
func (s *Service) RefuseTOTPReset(ctx context.Context, by audit.Actor, id string) (err error) {
	defer problem.Wrap(&err, "identity.RefuseTOTPReset(%s)", id)
	return s.decide(ctx, by, id, RequestRefused, nil)
}

func (s *Service) decide(ctx context.Context, by audit.Actor, id string, state RequestState, then func(context.Context, *database.Tx, Account) error) error {
	r, err := s.secondPerson(ctx, by, id)
	if err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		settled, err := decideRequest(ctx, tx, id, by.ID, state, s.Now())
		if err != nil {
			return err
		}
		if !settled {
			return problem.New(problem.Conflict, "identity.request_decided")
		}
		c, err := accountByID(ctx, tx, r.Account)
		if err != nil {
			return known(err)
		}
		if then != nil {
			if err := then(ctx, tx, c.Account); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, by, "authenticator_reset_"+string(state), r.Account, map[string]string{"request": id, "asked_by": r.RequestedBy})
	})
}

// secondPerson loads a request and checks that the actor may decide it. There is no way around for the command line: two people is
// the point.
func (s *Service) secondPerson(ctx context.Context, by audit.Actor, id string) (r TOTPRequest, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		r, err = requestByID(ctx, tx, id)
		return err
	})
	switch {
	case errors.Is(err, database.ErrNotFound):
		return r, problem.New(problem.NotFound, "identity.no_request").Because(err)
	case err != nil:
		return r, err
	case isSystem(by) || by.ID == r.RequestedBy || by.ID == r.Account:
		return r, problem.New(problem.Forbidden, "identity.same_person")
	}
	return r, s.require(ctx, by, verbApproveTOTP, r.Account)
}

func (s *Service) takeAuthenticator(ctx context.Context, tx *database.Tx, a Account) error {
	if a.State != Active {
		return problem.New(problem.Conflict, "identity.not_active")
	}
	if err := dropSecondFactor(ctx, tx, a.ID); err != nil {
		return err
	}
	if err := voidTickets(ctx, tx, a.ID, s.Now(), forLogin, forEnrolment); err != nil {
		return err
	}
	if _, err := s.Sessions.EndAll(ctx, tx, a.ID, ""); err != nil {
		return err
	}
	return s.mailLink(ctx, tx, a, ForTOTP, MailTOTP, nil)
}
