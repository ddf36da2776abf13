// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/identity"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// A mailed link leads to one of these pages.
type linkPage struct {
	purpose identity.Purpose
	key     string // of the texts
	twice   bool   // the password is a new one, to be typed twice
}

var (
	invitation = linkPage{identity.ForInvitation, "account.invite", true}
	reset      = linkPage{identity.ForReset, "account.reset", true}
	renewal    = linkPage{identity.ForTOTP, "account.renew", false}
)

func (f *Face) link(p linkPage) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return f.linkForm(w, r, p, nil) }
}

func (f *Face) linkForm(w http.ResponseWriter, r *http.Request, p linkPage, err error) error {
	owner, openErr := f.Identity.Opened(r.Context(), r.PathValue("token"), p.purpose)
	if openErr != nil {
		return openErr
	}
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T(p.key+".title")), Action: r.URL.Path}
	page.Intro = page.T(p.key+".intro", "name", owner.Name)
	page.Fields = append([]kit.Field{whose(page.Page, owner)}, p.passwords(page.Page)...)
	page.Submit = page.T("account.continue")
	return f.form(w, r, page, err)
}

// whose shows the account, and tells a password manager under which name to keep
// the password.
func whose(page kit.Page, owner identity.Account) kit.Field {
	return kit.Field{Type: kit.Email, Name: "email", Label: page.T("account.email"), Value: owner.Email, ReadOnly: true, Complete: "username", Width: kit.Medium}
}

func (p linkPage) passwords(page kit.Page) []kit.Field {
	if p.twice {
		return newPassword(page)
	}
	return []kit.Field{passwordField(page, "password", "account.password", "current-password")}
}

func (f *Face) linkSubmit(p linkPage) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		form, err := kit.Decode(r)
		if err != nil {
			return err
		}
		if p.twice {
			err = differs(form)
		}
		if err == nil {
			err = f.use(w, r, p, form.Get("password"))
		}
		if isShown(err) {
			return f.linkForm(w, r, p, err)
		}
		return err
	}
}

func (f *Face) use(w http.ResponseWriter, r *http.Request, p linkPage, password string) error {
	ctx, token, from := r.Context(), r.PathValue("token"), f.Gate.Client(r)
	switch p.purpose {
	case identity.ForReset:
		return f.useReset(w, r, password)
	case identity.ForTOTP:
		e, err := f.Identity.BeginReenrolment(ctx, token, password, from)
		return f.toEnrolment(w, r, e, err)
	default:
		e, err := f.Identity.AcceptInvitation(ctx, token, password, from)
		return f.toEnrolment(w, r, e, err)
	}
}

func (f *Face) useReset(w http.ResponseWriter, r *http.Request, password string) error {
	if err := f.Identity.ResetPassword(r.Context(), r.PathValue("token"), password, f.Gate.Client(r)); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.reset.done")
	return kit.Redirect(w, r, gate.SignInPath)
}

func (f *Face) toEnrolment(w http.ResponseWriter, r *http.Request, e identity.Enrolment, err error) error {
	if err != nil {
		return err
	}
	f.Sessions.Put(r.Context(), keyEnrol, e.Ticket)
	return kit.Redirect(w, r, "/accesso/autenticatore")
}
