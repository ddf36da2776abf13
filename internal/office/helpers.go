// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"slices"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/ratelimit"
)

// HelperRight is what a lawyer lets a helper do.
type HelperRight string

// The rights that can be given. There is none to file, sign, withdraw, renounce or give rights: those acts bind the client.
const (
	MayPrepare   HelperRight = "prepare" // begin drafts and write in them
	MayAttach    HelperRight = "attach"  // the attachments of drafts
	MayReadCases HelperRight = "read"    // timelines and receipts of cases
)

// HelperRights lists them.
func HelperRights() []HelperRight { return []HelperRight{MayPrepare, MayAttach, MayReadCases} }

// Help is that somebody helps a lawyer.
type Help struct {
	ID        string
	Lawyer    string // account
	Account   string // of who helps
	Rights    []HelperRight
	InvitedAt time.Time
	EndedAt   time.Time // zero while it lasts
	Name      string    // of who helps, or of the lawyer, whichever the reader is not
	Active    bool      // that person can sign in
}

// HelperAct is what a helper did, once or several times in a quarter of an hour.
type HelperAct struct {
	ID, Application, Action string
	First, Last             time.Time
	Times                   int64
}

const (
	// maxHelpers bounds the helpers of a lawyer.
	maxHelpers = 10
	// actSpan is how long after an act the same act on the same application is told with it.
	actSpan = 15 * time.Minute
)

// InviteHelper lets somebody help the actor; who helps already gets these rights, and a new link while the account is not active.
func (s *Service) InviteHelper(ctx context.Context, by Actor, email, name, lang string, rights []HelperRight) (h Help, err error) {
	defer problem.Wrap(&err, "office.InviteHelper")
	if err := may(by, HelperManage, Resource{Account: by.Account}); err != nil {
		return Help{}, err
	}
	if err := checkRights(rights); err != nil {
		return Help{}, err
	}
	if err := s.Limits.Allow(ctx, ratelimit.HelperInvite, by.Account); err != nil {
		return Help{}, err
	}
	err = s.DB.Update(ctx, func(tx *database.Tx) error {
		account, err := s.Studio.InviteHelper(ctx, tx, by.Audit(), email, name, lang)
		if err != nil {
			return err
		}
		h, err = s.help(ctx, tx, by, account, rights)
		return err
	})
	return h, err
}

func checkRights(rights []HelperRight) error {
	if len(rights) == 0 {
		return invalid("rights", "office.helper_rights")
	}
	for _, r := range rights {
		if !slices.Contains(HelperRights(), r) {
			return invalid("rights", "office.helper_rights")
		}
	}
	return nil
}

// help writes that an account helps the actor.
func (s *Service) help(ctx context.Context, tx *database.Tx, by Actor, account string, rights []HelperRight) (Help, error) {
	if account == by.Account {
		return Help{}, invalid("email", "office.helper_self")
	}
	all, err := helpersOf(ctx, tx, by.Account)
	if err != nil {
		return Help{}, err
	}
	if i := slices.IndexFunc(all, func(h Help) bool { return h.Account == account }); i >= 0 {
		all[i].Rights = rights
		return all[i], s.setRights(ctx, tx, by, all[i])
	}
	if len(all) >= maxHelpers {
		return Help{}, problem.New(problem.Conflict, "office.helpers_full", "max", maxHelpers)
	}
	h := Help{ID: ids.New(), Lawyer: by.Account, Account: account, Rights: rights, InvitedAt: database.T(s.Now()).Time}
	if err := insertHelp(ctx, tx, h); err != nil {
		return Help{}, err
	}
	return h, s.record(ctx, tx, by.Audit(), "helper_invited", account, map[string]string{"help": h.ID, "rights": rightsText(rights)})
}

func (s *Service) setRights(ctx context.Context, tx *database.Tx, by Actor, h Help) error {
	if err := setHelpRights(ctx, tx, h.ID, h.Rights); err != nil {
		return err
	}
	return s.record(ctx, tx, by.Audit(), "helper_changed", h.Account, map[string]string{"help": h.ID, "rights": rightsText(h.Rights)})
}

// ChangeHelper gives a helper other rights. They count from the next request on.
func (s *Service) ChangeHelper(ctx context.Context, by Actor, help string, rights []HelperRight) (err error) {
	defer problem.Wrap(&err, "office.ChangeHelper(%s)", help)
	if err := checkRights(rights); err != nil {
		return err
	}
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		h, err := ownHelp(ctx, tx, by, help)
		if err != nil {
			return err
		}
		h.Rights = rights
		return s.setRights(ctx, tx, by, h)
	})
}

// EndHelper takes all rights of a helper back. His sessions end at once.
func (s *Service) EndHelper(ctx context.Context, by Actor, help string) (err error) {
	defer problem.Wrap(&err, "office.EndHelper(%s)", help)
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		h, err := ownHelp(ctx, tx, by, help)
		if err != nil {
			return err
		}
		if err := endHelp(ctx, tx, h.ID, s.Now()); err != nil {
			return err
		}
		if err := s.Studio.EndAccess(ctx, tx, h.Account); err != nil {
			return err
		}
		return s.record(ctx, tx, by.Audit(), "helper_ended", h.Account, map[string]string{"help": h.ID})
	})
}

// ownHelp is a help in force that the actor gave.
func ownHelp(ctx context.Context, tx *database.Tx, by Actor, id string) (Help, error) {
	h, err := helpByID(ctx, tx, id)
	if err != nil {
		return Help{}, missing(err, "office.no_helper")
	}
	if !Can(by, HelperManage, Resource{Account: h.Lawyer}) || !h.EndedAt.IsZero() {
		return Help{}, problem.New(problem.NotFound, "office.no_helper")
	}
	return h, nil
}

// Helpers lists who helps the actor.
func (s *Service) Helpers(ctx context.Context, by Actor) (list []Help, err error) {
	defer problem.Wrap(&err, "office.Helpers")
	if err := may(by, HelperManage, Resource{Account: by.Account}); err != nil {
		return nil, err
	}
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if list, err = helpersOf(ctx, tx, by.Account); err != nil {
			return err
		}
		return s.nameHelps(ctx, tx, list, func(h Help) string { return h.Account })
	})
	return list, err
}

// HelpedBy names the lawyers whom the actor helps.
func (s *Service) HelpedBy(ctx context.Context, by Actor) (list []Help, err error) {
	defer problem.Wrap(&err, "office.HelpedBy")
	list = slices.Clone(by.Helps)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		return s.nameHelps(ctx, tx, list, func(h Help) string { return h.Lawyer })
	})
	return list, err
}

func (s *Service) nameHelps(ctx context.Context, tx *database.Tx, list []Help, whom func(Help) string) (err error) {
	for i := range list {
		if list[i].Name, _, list[i].Active, err = s.Accounts.Describe(ctx, tx, whom(list[i])); err != nil {
			return err
		}
	}
	return nil
}

// HelperActs lists what a helper of the actor did, the newest first: at most n after the act with an identifier.
func (s *Service) HelperActs(ctx context.Context, by Actor, help, after string, n int) (list []HelperAct, err error) {
	defer problem.Wrap(&err, "office.HelperActs(%s)", help)
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		if _, err := ownHelp(ctx, tx, by, help); err != nil {
			return err
		}
		list, err = helperActs(ctx, tx, help, after, n)
		return err
	})
	return list, err
}

// HelperDid records what a helper does in the area of a lawyer, with one application or ("") its lists, before it is done: a reading
// that could not be recorded shows nothing.
func (s *Service) HelperDid(ctx context.Context, by Actor, lawyer, action, application string) (err error) {
	defer problem.Wrap(&err, "office.HelperDid(%s)", action)
	i := slices.IndexFunc(by.Helps, func(h Help) bool { return h.Lawyer == lawyer })
	if i < 0 {
		return forbidden()
	}
	now := s.Now()
	return s.DB.Update(ctx, func(tx *database.Tx) error {
		again, err := repeatAct(ctx, tx, by.Helps[i].ID, application, action, now, now.Add(-actSpan))
		if err != nil || again {
			return err
		}
		if err := insertAct(ctx, tx, by.Helps[i].ID, HelperAct{ID: ids.New(), Application: application, Action: action, First: now}); err != nil {
			return err
		}
		entry := audit.Entry{
			Chain: chain, Actor: audit.Actor{Kind: audit.Helper, ID: by.Account}, Action: "helper." + action, Subject: lawyer,
			Detail: map[string]string{"lawyer": lawyer}, At: now,
		}
		if application != "" {
			entry.Chain, entry.Subject = audit.CaseChain(application), application
		}
		return s.Log.Record(ctx, tx, entry)
	})
}
