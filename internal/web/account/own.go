// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/identity"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// OwnPage is the page of one's own account.
type OwnPage struct {
	kit.Page
	Facts    []kit.Entry
	Password []kit.Field
	Code     []kit.Field // one, to renew the recovery codes
	Sessions []SessionRow
	Others   bool // there are sessions beside this one
}

// SessionRow is one open session.
type SessionRow struct {
	ID, Agent, Text string
	Current         bool
}

func (f *Face) own(w http.ResponseWriter, r *http.Request) error { return f.ownPage(w, r, nil) }

func (f *Face) ownPage(w http.ResponseWriter, r *http.Request, wrong error) error {
	page, err := f.newOwnPage(r)
	if err != nil {
		return err
	}
	showErrors(&page.Page, wrong, page.Password, page.Code)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "account/own", page)
}

func (f *Face) newOwnPage(r *http.Request) (OwnPage, error) {
	actor := gate.Actor(r.Context())
	page := OwnPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.own.title"))}
	page.Home = f.Gate.Desk(r, actor)
	page.Password = append([]kit.Field{passwordField(page.Page, "present", "account.password_present", "current-password")}, newPassword(page.Page)...)
	page.Code = []kit.Field{oneTimeCode(page.Page)}
	if page.Home == gate.OwnPath {
		page.Alerts = append(page.Alerts, f.noDesk(r, page.Page))
	}
	if err := f.fillFacts(r, &page, actor.Account); err != nil {
		return page, err
	}
	return page, f.fillSessions(r, &page, actor.Account)
}

// noDesk says why there is nothing to do here yet.
func (f *Face) noDesk(r *http.Request, page kit.Page) kit.Alert {
	if f.Gate.IsOutside(r, gate.Actor(r.Context())) {
		return kit.Alert{Kind: kit.Warning, Title: page.T("account.own.outside"), Text: page.T("account.own.outside_text")}
	}
	return kit.Alert{Kind: kit.Info, Title: page.T("account.own.no_roles"), Text: page.T("account.own.no_roles_text")}
}

func (f *Face) fillFacts(r *http.Request, page *OwnPage, account string) error {
	a, err := f.Identity.Account(r.Context(), account)
	if err != nil {
		return err
	}
	left, err := f.Identity.RecoveryCodesLeft(r.Context(), account)
	if err != nil {
		return err
	}
	page.Facts = []kit.Entry{
		{Name: page.T("account.own.name"), Value: a.Name},
		{Name: page.T("account.email"), Value: a.Email},
		{Name: page.T("account.own.last"), Value: lastLogin(page.Page, a)},
		{Name: page.T("account.own.codes"), Value: page.T("account.own.codes_left", "count", left)},
	}
	return nil
}

// lastLogin is empty for who has come in by the link of an invitation.
func lastLogin(page kit.Page, a identity.Account) string {
	if a.LastLogin.IsZero() {
		return page.T("account.own.first")
	}
	return page.Printer.DateTime(a.LastLogin)
}

func (f *Face) fillSessions(r *http.Request, page *OwnPage, account string) error {
	ctx := r.Context()
	open, err := f.Identity.OpenSessions(ctx, gate.Actor(ctx).Audit(), account)
	if err != nil {
		return err
	}
	current := f.Sessions.Current(ctx)
	for _, s := range open {
		text := page.T("account.own.since", "since", page.Printer.DateTime(s.Created), "seen", page.Printer.DateTime(s.Seen))
		page.Sessions = append(page.Sessions, SessionRow{ID: s.ID, Agent: agent(page.Page, s.Agent), Text: text, Current: s.ID == current})
	}
	page.Others = len(open) > 1
	return nil
}

func (f *Face) passwordSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err = differs(form); err == nil {
		err = f.Identity.ChangePassword(ctx, gate.Actor(ctx).Account, form.Get("present"), form.Get("password"), f.Sessions.Current(ctx), f.Gate.Client(r))
	}
	if isShown(err) {
		return f.ownPage(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.own.password_changed")
	return kit.Redirect(w, r, gate.OwnPath)
}

// codesSubmit makes new recovery codes and shows them once.
func (f *Face) codesSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	codes, err := f.Identity.RenewRecoveryCodes(r.Context(), gate.Actor(r.Context()).Account, form.Text("code"))
	if isShown(err) {
		return f.ownPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return f.showCodes(w, r, codes, gate.OwnPath)
}

// sessionsSubmit ends one session, or all but this one.
func (f *Face) sessionsSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx, key := r.Context(), "account.own.session_ended"
	actor := gate.Actor(ctx)
	if session := form.Text("session"); session != "" {
		err = f.Identity.EndSession(ctx, actor.Audit(), actor.Account, session)
	} else {
		key = "account.own.sessions_ended"
		err = f.Identity.EndSessions(ctx, actor.Audit(), actor.Account, f.Sessions.Current(ctx))
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, gate.OwnPath)
}
