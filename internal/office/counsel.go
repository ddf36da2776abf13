// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"pratica/internal/database"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// Counsel is a lawyer in the list for legal aid (DPR 115/2002 art. 81).
type Counsel struct {
	ID         string
	FiscalCode string
	Name       string
	Bar        string // the order in whose roll the lawyer is enrolled
	PEC        string // "" when not known; one of PEC and Email is
	Email      string
	Since      string // day from which the lawyer is in the list; "" when not known
	Account    string // "" until invited
	InvitedAt  time.Time
}

// Address is where the lawyer is invited: the ordinary address, because many certified mailboxes refuse ordinary mail; else the certified one.
func (c Counsel) Address() string {
	if c.Email != "" {
		return c.Email
	}
	return c.PEC
}

// maxFound bounds a search: who does not find a name among so many types more of it.
const maxFound = 20

// CounselSearch finds lawyers by any words of the name, in any order, without regard to case and accents, or by the tax code. It serves the public form: the list is
// public (art. 81 c. 4); whoever shows the result decides which fields.
func (s *Service) CounselSearch(ctx context.Context, query string) (list []Counsel, err error) {
	defer problem.Wrap(&err, "office.CounselSearch")
	words := strings.Fields(foldName(query))
	if len(strings.Join(words, "")) < 2 || len(words) > 6 {
		return nil, nil
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		list, err = searchCounsel(ctx, tx, words, maxFound)
		return err
	})
	return list, err
}

// CounselByID returns one lawyer of the list.
func (s *Service) CounselByID(ctx context.Context, id string) (c Counsel, err error) {
	defer problem.Wrap(&err, "office.CounselByID(%s)", id)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = counselByID(ctx, tx, id)
		return missing(err, "office.no_counsel")
	})
	return c, err
}

// CounselByFiscalCode returns the lawyer with a tax code.
func (s *Service) CounselByFiscalCode(ctx context.Context, code string) (c Counsel, err error) {
	defer problem.Wrap(&err, "office.CounselByFiscalCode")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = counselByCode(ctx, tx, strings.ToUpper(strings.TrimSpace(code)))
		return missing(err, "office.no_counsel")
	})
	return c, err
}

// CounselOf returns the lawyer of the list to whom an account belongs.
func (s *Service) CounselOf(ctx context.Context, account string) (c Counsel, err error) {
	defer problem.Wrap(&err, "office.CounselOf(%s)", account)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		c, err = counselByAccount(ctx, tx, account)
		return missing(err, "office.no_counsel")
	})
	return c, err
}

// InviteCounsel makes an account for a lawyer of the list, at the address in the list.
func (s *Service) InviteCounsel(ctx context.Context, by Actor, id, lang string) (account string, err error) {
	defer problem.Wrap(&err, "office.InviteCounsel(%s)", id)
	if err := may(by, CounselInvite, Resource{}); err != nil {
		return "", err
	}
	if err := s.Limits.Allow(ctx, ratelimit.CounselInvite, id); err != nil {
		return "", err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		c, err := counselByID(ctx, tx, id)
		if err != nil {
			return missing(err, "office.no_counsel")
		}
		if c.Account != "" {
			return problem.New(problem.Conflict, "office.counsel_invited")
		}
		account, err = s.Accounts.InviteLawyer(ctx, tx, by.Audit(), c.Address(), c.Name, c.FiscalCode, lang)
		if err != nil {
			return err
		}
		marked, err := markInvited(ctx, tx, id, account, s.Now())
		if err != nil {
			return err
		}
		if !marked { // somebody else invited at the same instant
			return problem.New(problem.Conflict, "office.counsel_invited")
		}
		return s.record(ctx, tx, by.Audit(), "counsel_invited", id, map[string]string{"account": account})
	})
	return account, err
}

// RemoveCounsel takes a lawyer off the list. The account, if there is one, goes on: its cases do.
func (s *Service) RemoveCounsel(ctx context.Context, by Actor, id string) (err error) {
	defer problem.Wrap(&err, "office.RemoveCounsel(%s)", id)
	if err := may(by, CounselManage, Resource{}); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		removed, err := removeCounsel(ctx, tx, id, s.Now())
		if err != nil {
			return err
		}
		if !removed {
			return problem.New(problem.NotFound, "office.no_counsel")
		}
		return s.record(ctx, tx, by.Audit(), "counsel_removed", id, nil)
	})
}

// foldName is the form in which names are searched: lower case, without accents, signs as blanks.
func foldName(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// folded is what a search looks in.
func (c Counsel) folded() string { return foldName(c.Name) + " " + strings.ToLower(c.FiscalCode) }
