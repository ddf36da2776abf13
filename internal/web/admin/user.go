// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"

	"pratica/internal/audit"
	"pratica/internal/identity"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// UserPage is one account.
type UserPage struct {
	kit.Page
	ID      string
	Facts   []kit.Entry
	Own     bool // nobody changes their own rights
	Buttons []kit.Button
	Roles   []RoleRow
	Role    kit.Field
	Unit    kit.Field
	IsStaff bool
	Holds   string // what to do with the cases that an official holds; "" when none
}

func (f *Face) user(w http.ResponseWriter, r *http.Request) error {
	return f.userPage(w, r, granted{}, nil)
}

func (f *Face) userPage(w http.ResponseWriter, r *http.Request, typed granted, wrong error) error {
	ctx := r.Context()
	a, err := f.Identity.Account(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := UserPage{Page: f.page(r, "admin.users.title"), ID: a.ID, IsStaff: a.Kind == identity.Official, Own: a.ID == gate.Actor(ctx).Account}
	page.Title = a.Name
	page.Crumbs = []kit.Crumb{{Text: page.T("admin.users.title"), Href: Prefix + "/"}, {Text: a.Name}}
	page.Facts = accountFacts(page.Page, a)
	page.Buttons = stateButtons(page.Page, a.State)
	if err := f.fillCases(r, &page); err != nil {
		return err
	}
	if err := f.fillRoles(r, &page, a.ID); err != nil {
		return err
	}
	if wrong != nil {
		page.Role.Value, page.Unit.Value = typed.role, typed.unit
	}
	withErrors(&page.Page, wrong, &page.Role, &page.Unit)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/user", page)
}

// fillCases says how many open cases an official holds: a suspended one keeps
// them, and somebody has to give them to others.
func (f *Face) fillCases(r *http.Request, page *UserPage) error {
	if !page.IsStaff || f.Stakes == nil {
		return nil
	}
	n, err := f.Stakes.OpenCasesOf(r.Context(), page.ID)
	if err != nil || n == 0 {
		return err
	}
	page.Facts = append(page.Facts, kit.Entry{Name: page.T("admin.users.cases"), Value: page.Printer.Number(int64(n))})
	page.Holds = page.T("admin.users.holds", "count", n)
	return nil
}

func accountFacts(page kit.Page, a identity.Account) []kit.Entry {
	return []kit.Entry{
		{Name: page.T("admin.users.email"), Value: a.Email},
		{Name: page.T("admin.users.kind"), Value: page.T("admin.users.kind_" + string(a.Kind))},
		{Name: page.T("admin.users.state"), Value: page.T("admin.users.state_" + string(a.State))},
		{Name: page.T("admin.users.created"), Value: page.Printer.DateTime(a.CreatedAt)},
		{Name: page.T("admin.users.last"), Value: lastLogin(page, a)},
	}
}

// The acts on an account, as its buttons name them.
const (
	actSuspend     = "suspend"
	actRestore     = "restore"
	actReinvite    = "reinvite"
	actEndSessions = "end_sessions"
	actNewTOTP     = "new_totp"
)

func stateButtons(page kit.Page, s identity.State) []kit.Button {
	acts := []string{actEndSessions, actNewTOTP, actSuspend}
	switch s {
	case identity.Invited:
		acts = []string{actReinvite, actSuspend}
	case identity.Suspended:
		acts = []string{actRestore}
	}
	buttons := make([]kit.Button, len(acts))
	for i, act := range acts {
		buttons[i] = kit.Button{Text: page.T("admin.users.act_" + act), Name: "act", Value: act, Style: kit.Secondary}
	}
	return buttons
}

func (f *Face) stateSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	act := form.Text("act")
	err = f.actOn(r.Context(), by(r), act, r.PathValue("id"))
	return f.done(w, r, granted{}, err, "admin.users.done_"+act)
}

// actOn does one of the acts on an account.
func (f *Face) actOn(ctx context.Context, by audit.Actor, act, account string) error {
	switch act {
	case actSuspend:
		return f.Identity.Suspend(ctx, by, account)
	case actRestore:
		return f.Identity.Restore(ctx, by, account)
	case actReinvite:
		return f.Identity.Reinvite(ctx, by, account)
	case actEndSessions:
		return f.Identity.EndSessions(ctx, by, account, "")
	case actNewTOTP:
		_, err := f.Identity.RequestTOTPReset(ctx, by, account)
		return err
	}
	return problem.New(problem.Invalid, "admin.no_act")
}

// done answers an act on an account: back to its page, with what happened.
func (f *Face) done(w http.ResponseWriter, r *http.Request, typed granted, err error, key string) error {
	if kit.IsCorrectable(err) {
		return f.userPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, Prefix+"/utenti/"+r.PathValue("id"))
}
