// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// Invite makes an account and mails its one-time link. The account has no rights until somebody grants them.
func (s *Service) Invite(ctx context.Context, by audit.Actor, n NewAccount) (a Account, err error) {
	defer problem.Wrap(&err, "identity.Invite")
	if err := s.require(ctx, by, verbManageUsers, ""); err != nil {
		return Account{}, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		a, err = s.InviteIn(ctx, tx, by, n)
		return err
	})
	return a, err
}

// InviteIn is Invite inside the caller's transaction, for a caller that has settled the rights itself.
func (s *Service) InviteIn(ctx context.Context, tx *database.Tx, by audit.Actor, n NewAccount) (Account, error) {
	a, err := s.create(ctx, tx, by, n)
	if err != nil {
		return Account{}, err
	}
	return a, s.mailInvitation(ctx, tx, a)
}

// InviteLawyer is InviteIn with words that need no type of this package: office reaches it through its port.
func (s *Service) InviteLawyer(ctx context.Context, tx *database.Tx, by audit.Actor, email, name, fiscalCode, lang string) (string, error) {
	a, err := s.InviteIn(ctx, tx, by, NewAccount{Email: email, Name: name, FiscalCode: fiscalCode, Kind: Lawyer, Lang: lang})
	return a.ID, err
}

// InviteHelper makes an account for who helps a lawyer, or finds the one at that address: a helper may serve several lawyers, and a
// lawyer may help a colleague. Its owner is told. Officials help nobody: they would stand on both sides of the counter.
func (s *Service) InviteHelper(ctx context.Context, tx *database.Tx, by audit.Actor, email, name, lang string) (string, error) {
	normal, err := NormalEmail(email)
	if err != nil {
		return "", err
	}
	found, err := accountByEmail(ctx, tx, normal)
	switch {
	case errors.Is(err, database.ErrNotFound):
		a, err := s.create(ctx, tx, by, NewAccount{Email: email, Name: name, Kind: Helper, Lang: lang})
		if err != nil {
			return "", err
		}
		return a.ID, s.mailHelper(ctx, tx, by, a)
	case err != nil:
		return "", err
	case found.Kind == Official || found.State == Suspended:
		return "", invalid("email", "identity.helper_refused")
	case found.State == Invited && found.Kind == Helper:
		return found.ID, s.mailHelper(ctx, tx, by, found.Account)
	case found.State == Invited:
		return found.ID, s.mailInvitation(ctx, tx, found.Account)
	}
	return found.ID, s.recordTold(ctx, tx, by, "helper_named", found.Account, nil)
}

// mailHelper mails the link of a helper, with the name of the lawyer who invites.
func (s *Service) mailHelper(ctx context.Context, tx *database.Tx, by audit.Actor, a Account) error {
	lawyer, err := accountByID(ctx, tx, by.ID)
	if err != nil {
		return known(err)
	}
	return s.mailLink(ctx, tx, a, ForInvitation, MailInvitationHelper, map[string]string{"lawyer": lawyer.Name})
}

// EndAccess ends the sessions of an account whose rights were taken away, inside the caller's transaction.
func (s *Service) EndAccess(ctx context.Context, tx *database.Tx, account string) error {
	_, err := s.Sessions.EndAll(ctx, tx, account, "")
	return err
}

// create writes an invited account and its audit row.
func (s *Service) create(ctx context.Context, tx *database.Tx, by audit.Actor, n NewAccount) (Account, error) {
	n, err := n.check()
	if err != nil {
		return Account{}, err
	}
	if _, err := accountByEmail(ctx, tx, n.Email); !errors.Is(err, database.ErrNotFound) {
		return Account{}, emailTaken(err)
	}
	a := Account{
		ID: ids.New(), Email: n.Email, Name: n.Name, FiscalCode: n.FiscalCode, Kind: n.Kind,
		State: Invited, Lang: n.Lang, CreatedAt: database.T(s.Now()).Time,
	}
	if err := insertAccount(ctx, tx, a); err != nil {
		return Account{}, emailTaken(err)
	}
	return a, s.record(ctx, tx, by, "invited", a.ID, map[string]string{"kind": string(a.Kind)})
}

// emailTaken answers for an address that has an account: err is nil or a conflict; any other error stays as it is.
func emailTaken(err error) error {
	if err != nil && !errors.Is(err, database.ErrConflict) {
		return err
	}
	const code = "identity.email_taken"
	return problem.New(problem.Conflict, code).With(problem.Field{Path: "email", Code: code}).Because(err)
}

func (s *Service) mailInvitation(ctx context.Context, tx *database.Tx, a Account) error {
	if a.Kind == Lawyer {
		return s.mailLink(ctx, tx, a, ForInvitation, MailInvitationLawyer, nil)
	}
	if a.Kind == Helper {
		return s.mailLink(ctx, tx, a, ForInvitation, MailInvitationHelper, nil)
	}
	role := s.Texts.For(a.Lang).T("identity.kind." + string(a.Kind))
	return s.mailLink(ctx, tx, a, ForInvitation, MailInvitation, map[string]string{"role": role})
}

// Reinvite mails a new link to an account that is still invited; the link before it stops working.
func (s *Service) Reinvite(ctx context.Context, by audit.Actor, account string) (err error) {
	defer problem.Wrap(&err, "identity.Reinvite(%s)", account)
	if err := s.require(ctx, by, verbManageUsers, account); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := accountByID(ctx, tx, account)
		if err != nil {
			return known(err)
		}
		if c.State != Invited {
			return problem.New(problem.Conflict, "identity.not_invited")
		}
		if err := s.mailInvitation(ctx, tx, c.Account); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "invited_again", account, nil)
	})
}

// FirstAdministrator makes the first account of a body and returns its one-time link, for the command line: nobody can be asked for
// rights yet, and mail may not be set up. Called again for the same address before the link was used, it returns a new link. It is
// refused once an administrator is active.
func (s *Service) FirstAdministrator(ctx context.Context, email, name string) (link string, err error) {
	defer problem.Wrap(&err, "identity.FirstAdministrator")
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		n, err := s.Rights.ActiveAdministrators(ctx, tx)
		if err != nil {
			return err
		}
		if n > 0 {
			return problem.New(problem.Conflict, "identity.administrator_exists")
		}
		a, err := s.firstAccount(ctx, tx, NewAccount{Email: email, Name: name, Kind: Official})
		if err != nil {
			return err
		}
		if err := s.Rights.AppointFirst(ctx, tx, a.ID); err != nil {
			return err
		}
		token, _, err := s.issue(ctx, tx, a.ID, ForInvitation)
		link = s.Link(ForInvitation, token)
		return err
	})
	return link, err
}

// firstAccount finds the account that an earlier run of the command made, or makes one.
func (s *Service) firstAccount(ctx context.Context, tx *database.Tx, n NewAccount) (Account, error) {
	checked, err := n.check()
	if err != nil {
		return Account{}, err
	}
	c, err := accountByEmail(ctx, tx, checked.Email)
	switch {
	case errors.Is(err, database.ErrNotFound):
		return s.create(ctx, tx, System, n)
	case err != nil:
		return Account{}, err
	case c.State != Invited || c.Kind != Official:
		return Account{}, emailTaken(nil)
	}
	return c.Account, nil
}
