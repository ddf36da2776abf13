// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/identity/sessions"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// Service holds the domain verbs. Every field is set by app before the first call.
type Service struct {
	DB        *database.DB
	Log       *audit.Log
	Queue     *jobs.Queue
	Mail      Mailer
	Rights    Rights
	Limits    *ratelimit.Limiter
	Passwords *Passwords
	Vault     *Vault
	Sessions  *sessions.Store
	Texts     *i18n.Catalogue
	Now       func() time.Time

	// Issuer names the body in authenticator apps. It is asked each time: an administrator may change it.
	Issuer func(ctx context.Context) (string, error)
	// Link makes the address of the page that takes a token.
	Link func(purpose Purpose, token string) string
}

// chain is the audit chain of everything here.
const chain = "admin"

// System is who acts when somebody with a shell on the server does: rights are not asked.
var System = audit.Actor{Kind: "system", ID: "command"}

func isSystem(by audit.Actor) bool { return by.Kind == System.Kind }

// require asks for a right of the actor over a subject ("" for none).
func (s *Service) require(ctx context.Context, by audit.Actor, verb, subject string) error {
	if isSystem(by) {
		return nil
	}
	return s.Rights.Require(ctx, by.ID, verb, subject)
}

func (s *Service) record(ctx context.Context, tx *database.Tx, by audit.Actor, action, subject string, detail map[string]string) error {
	return s.Log.Record(ctx, tx, audit.Entry{Chain: chain, Actor: by, Action: "identity." + action, Subject: subject, Detail: detail, At: s.Now()})
}

func self(a Account) audit.Actor { return audit.Actor{Kind: string(a.Kind), ID: a.ID} }

// Account returns one account.
func (s *Service) Account(ctx context.Context, id string) (a Account, err error) {
	defer problem.Wrap(&err, "identity.Account(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err := accountByID(ctx, tx, id)
		a = c.Account
		return known(err)
	})
	return a, err
}

// Filter narrows a list of accounts.
type Filter struct {
	Query string // part of the name or the address
	Kind  Kind   // "" for all
	State State  // "" for all
	After string // identifier of the last account of the page before; "" for the first page
	Limit int    // 1 to 200; 0 is 50
}

// Accounts lists accounts by name.
func (s *Service) Accounts(ctx context.Context, by audit.Actor, f Filter) (list []Account, err error) {
	defer problem.Wrap(&err, "identity.Accounts")
	if err := s.require(ctx, by, verbReadUsers, ""); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = searchAccounts(ctx, tx, f)
		return err
	})
	return list, err
}

// Describe says who an account is, inside the caller's transaction. Other rooms use it through their ports.
func (s *Service) Describe(ctx context.Context, tx *database.Tx, id string) (name, kind string, active bool, err error) {
	c, err := accountByID(ctx, tx, id)
	if err != nil {
		return "", "", false, known(err)
	}
	return c.Name, string(c.Kind), c.State == Active, nil
}

// CountActive counts the active ones among some accounts, inside the caller's transaction.
func (s *Service) CountActive(ctx context.Context, tx *database.Tx, accounts []string) (int, error) {
	return countActive(ctx, tx, accounts)
}

// known turns a missing row into the answer for an account that does not exist.
func known(err error) error {
	if errors.Is(err, database.ErrNotFound) {
		return problem.New(problem.NotFound, "identity.no_account").Because(err)
	}
	return err
}

// allow counts an attempt under several limits; the first that is exceeded answers.
func (s *Service) allow(ctx context.Context, from netip.Addr, network ratelimit.Name, more ...counted) error {
	if err := s.Limits.Allow(ctx, network, ratelimit.Network(from)); err != nil {
		return err
	}
	for _, m := range more {
		if err := s.Limits.Allow(ctx, m.name, m.key); err != nil {
			return err
		}
	}
	return nil
}

type counted struct {
	name ratelimit.Name
	key  string
}
