// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"html/template"
	"net/http"

	"pratica/internal/identity"
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
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T(p.key+".title"))}
	page.Intro = page.T(p.key+".intro", "name", owner.Name, "email", owner.Email)
	if p.twice {
		page.Fields = newPassword(page.Page)
	} else {
		page.Fields = []kit.Field{{Type: kit.Password, Name: "password", Label: page.T("account.password"), Complete: "current-password", Width: kit.Medium}}
	}
	page.Submit = page.T("account.continue")
	return f.form(w, r, page, err)
}

func newPassword(page kit.Page) []kit.Field {
	return []kit.Field{
		{Type: kit.Password, Name: "password", Label: page.T("account.password_new"), Help: page.T("account.password_help"), Complete: "new-password", Width: kit.Medium},
		{Type: kit.Password, Name: "again", Label: page.T("account.password_again"), Complete: "new-password", Width: kit.Medium},
	}
}

func (f *Face) linkSubmit(p linkPage) kit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		form, err := kit.Decode(r)
		if err != nil {
			return err
		}
		if p.twice && form.Get("password") != form.Get("again") {
			return f.linkForm(w, r, p, differs())
		}
		err = f.use(w, r, p, form.Get("password"))
		if isShown(err) {
			return f.linkForm(w, r, p, err)
		}
		return err
	}
}

func (f *Face) use(w http.ResponseWriter, r *http.Request, p linkPage, password string) error {
	ctx, token, from := r.Context(), r.PathValue("token"), f.Gate.Client(r)
	if p.purpose == identity.ForReset {
		if err := f.Identity.ResetPassword(ctx, token, password, from); err != nil {
			return err
		}
		f.Kit.Flash(w, kit.Success, "account.reset.done")
		return kit.Redirect(w, r, "/accesso")
	}
	start := f.Identity.AcceptInvitation
	if p.purpose == identity.ForTOTP {
		start = f.Identity.BeginReenrolment
	}
	e, err := start(ctx, token, password, from)
	if err != nil {
		return err
	}
	f.Sessions.Put(ctx, keyEnrol, e.Ticket)
	return kit.Redirect(w, r, "/accesso/autenticatore")
}

// EnrolPage shows the code to scan; when it is confirmed, the recovery codes.
type EnrolPage struct {
	kit.Page
	QR     template.HTML // made by identity: an SVG of black squares
	Secret string
	Code   kit.Field
	Codes  []string // recovery codes, shown once; the form is gone then
	Next   string
}

func (f *Face) enrol(w http.ResponseWriter, r *http.Request) error {
	if f.Sessions.GetString(r.Context(), keyEnrol) == "" {
		return kit.Redirect(w, r, "/accesso")
	}
	return f.enrolForm(w, r, nil)
}

func (f *Face) enrolForm(w http.ResponseWriter, r *http.Request, err error) error {
	e, pendingErr := f.Identity.PendingEnrolment(r.Context(), f.Sessions.GetString(r.Context(), keyEnrol))
	if pendingErr != nil {
		return pendingErr
	}
	page := EnrolPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.enrol.title")), QR: template.HTML(e.SVG), Secret: e.Secret}
	page.Code = kit.Field{Type: kit.OneTimeCode, Name: "code", Label: page.T("account.code.label"), Width: kit.Small}
	if err == nil {
		return f.Kit.Render(w, r, http.StatusOK, "account/enrol", page)
	}
	page.Code.Error = page.Printer.Error(err)
	page.Errors = kit.Summary("", page.Code)
	return f.Kit.Render(w, r, kit.StatusOf(err), "account/enrol", page)
}

// enrolSubmit signs in and shows the recovery codes, which nobody can show
// again.
func (f *Face) enrolSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, codes, err := f.Identity.ConfirmEnrolment(ctx, f.Sessions.GetString(ctx, keyEnrol), form.Text("code"))
	if isShown(err) {
		return f.enrolForm(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Sessions.Remove(ctx, keyEnrol)
	if err := f.Sessions.SignIn(ctx, a.ID, string(a.Kind), r.UserAgent()); err != nil {
		return err
	}
	page := EnrolPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.codes.title")), Codes: codes, Next: desk(a.Kind)}
	w.Header().Set("Cache-Control", "no-store")
	return f.Kit.Render(w, r, http.StatusOK, "account/enrol", page)
}
