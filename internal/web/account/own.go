// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

func (f *Face) forgot(w http.ResponseWriter, r *http.Request) error {
	return f.forgotForm(w, r, "", nil)
}

func (f *Face) forgotForm(w http.ResponseWriter, r *http.Request, email string, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.forgot.title"))}
	page.Intro = page.T("account.forgot.intro")
	page.Fields = []kit.Field{{Type: kit.Email, Name: "email", Label: page.T("account.email"), Value: email, Complete: "username", Width: kit.Medium}}
	page.Submit = page.T("account.forgot.submit")
	return f.form(w, r, page, err)
}

// forgotSubmit answers the same for every address.
func (f *Face) forgotSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Identity.RequestReset(r.Context(), form.Text("email"), f.Gate.Client(r))
	if isShown(err) {
		return f.forgotForm(w, r, form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, "account.forgot.done")
	return kit.Redirect(w, r, "/accesso")
}

func differs() error {
	return problem.New(problem.Invalid, "account.password_differs").With(problem.Field{Path: "again", Code: "account.password_differs"})
}

// OwnPage is the page of one's own account.
type OwnPage struct {
	kit.Page
	Facts    []kit.Entry
	Password []kit.Field
	Sessions []SessionRow
}

// SessionRow is one open session.
type SessionRow struct {
	Agent, Since, Seen string
	Current            bool
}

func (f *Face) own(w http.ResponseWriter, r *http.Request) error { return f.ownPage(w, r, nil) }

func (f *Face) ownPage(w http.ResponseWriter, r *http.Request, wrong error) error {
	ctx := r.Context()
	actor := gate.Actor(ctx)
	a, err := f.Identity.Account(ctx, actor.Account)
	if err != nil {
		return err
	}
	left, err := f.Identity.RecoveryCodesLeft(ctx, a.ID)
	if err != nil {
		return err
	}
	page := OwnPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.own.title"))}
	page.Facts = []kit.Entry{
		{Name: page.T("account.own.name"), Value: a.Name},
		{Name: page.T("account.email"), Value: a.Email},
		{Name: page.T("account.own.last"), Value: page.Printer.DateTime(a.LastLogin)},
		{Name: page.T("account.own.codes"), Value: page.Printer.Number(int64(left))},
	}
	page.Password = append([]kit.Field{{Type: kit.Password, Name: "present", Label: page.T("account.password_present"), Complete: "current-password", Width: kit.Medium}},
		newPassword(page.Page)...)
	if page.Sessions, err = f.sessionRows(r, page.Page, a.ID); err != nil {
		return err
	}
	return f.renderOwn(w, r, page, wrong)
}

func (f *Face) renderOwn(w http.ResponseWriter, r *http.Request, page OwnPage, wrong error) error {
	if wrong == nil {
		return f.Kit.Render(w, r, http.StatusOK, "account/own", page)
	}
	texts := kit.FieldErrors(page.Printer, wrong)
	for i := range page.Password {
		page.Password[i].Error = texts[page.Password[i].Name]
	}
	page.Errors = kit.Summary("", page.Password...)
	if page.Errors.IsEmpty() {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "account/own", page)
}

func (f *Face) sessionRows(r *http.Request, page kit.Page, account string) ([]SessionRow, error) {
	open, err := f.Identity.OpenSessions(r.Context(), self(r.Context()), account)
	if err != nil {
		return nil, err
	}
	rows := make([]SessionRow, len(open))
	current := f.Sessions.Current(r.Context())
	for i, s := range open {
		rows[i] = SessionRow{Agent: s.Agent, Since: page.Printer.DateTime(s.Created), Seen: page.Printer.DateTime(s.Seen), Current: s.ID == current}
	}
	return rows, nil
}

func (f *Face) passwordSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	if form.Get("password") != form.Get("again") {
		return f.ownPage(w, r, differs())
	}
	ctx := r.Context()
	err = f.Identity.ChangePassword(ctx, gate.Actor(ctx).Account, form.Get("present"), form.Get("password"), f.Sessions.Current(ctx), f.Gate.Client(r))
	if isShown(err) {
		return f.ownPage(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.own.password_changed")
	return kit.Redirect(w, r, "/account")
}

// sessionsSubmit ends all sessions but this one.
func (f *Face) sessionsSubmit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := f.Identity.EndSessions(ctx, self(ctx), gate.Actor(ctx).Account, f.Sessions.Current(ctx)); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.own.sessions_ended")
	return kit.Redirect(w, r, "/account")
}
