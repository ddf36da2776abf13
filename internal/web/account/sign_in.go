// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/identity"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// FormPage is a page with one short form.
type FormPage struct {
	kit.Page
	Intro  string
	Fields []kit.Field
	Submit string
	Links  []kit.Link
	// Other is a second, small form under the first; its address is "" when
	// there is none.
	Other OtherForm
}

// OtherForm is a form that is only a button.
type OtherForm struct{ Action, Text, Button string }

func (f *Face) signIn(w http.ResponseWriter, r *http.Request) error {
	if to := local(r.URL.Query().Get("to")); to != "" {
		f.Sessions.Put(r.Context(), keyTo, to)
	}
	return f.signInForm(w, r, "", nil)
}

func (f *Face) signInSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ticket, err := f.Identity.Login(r.Context(), identity.Attempt{
		Email: form.Text("email"), Password: form.Get("password"), From: f.Gate.Client(r),
	})
	if isShown(err) {
		return f.signInForm(w, r, form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Sessions.Put(r.Context(), keyLogin, ticket)
	return kit.Redirect(w, r, "/accesso/codice")
}

func (f *Face) signInForm(w http.ResponseWriter, r *http.Request, email string, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.sign_in.title"))}
	page.Intro = page.T("account.sign_in.intro")
	page.Fields = []kit.Field{
		{Type: kit.Email, Name: "email", Label: page.T("account.email"), Value: email, Complete: "username", Width: kit.Medium},
		{Type: kit.Password, Name: "password", Label: page.T("account.password"), Complete: "current-password", Width: kit.Medium},
	}
	page.Submit = page.T("account.continue")
	page.Links = []kit.Link{{Text: page.T("account.forgot.link"), Href: "/accesso/password"}, {Text: page.T("account.applicant.link"), Href: "/riprendi"}}
	return f.form(w, r, page, err)
}

func (f *Face) code(w http.ResponseWriter, r *http.Request) error {
	if f.Sessions.GetString(r.Context(), keyLogin) == "" {
		return kit.Redirect(w, r, "/accesso")
	}
	return f.codeForm(w, r, nil)
}

func (f *Face) codeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	a, err := f.Identity.SecondStep(r.Context(), f.Sessions.GetString(r.Context(), keyLogin), form.Text("code"))
	switch {
	case problem.Is(err, "identity.sign_in_again"):
		return f.signInForm(w, r, "", err)
	case isShown(err):
		return f.codeForm(w, r, err)
	case err != nil:
		return err
	}
	f.Sessions.Remove(r.Context(), keyLogin)
	return f.enter(w, r, a)
}

func (f *Face) codeForm(w http.ResponseWriter, r *http.Request, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.code.title"))}
	page.Intro = page.T("account.code.intro")
	page.Fields = []kit.Field{{Type: kit.OneTimeCode, Name: "code", Label: page.T("account.code.label"), Help: page.T("account.code.help"), Width: kit.Small}}
	page.Submit = page.T("account.sign_in.submit")
	page.Other = OtherForm{"/accesso/autenticatore-perso", page.T("account.lost.text"), page.T("account.lost.button")}
	return f.form(w, r, page, err)
}

// lostSubmit asks for a new authenticator; a second person must approve.
func (f *Face) lostSubmit(w http.ResponseWriter, r *http.Request) error {
	_, err := f.Identity.RequestOwnTOTPReset(r.Context(), f.Sessions.GetString(r.Context(), keyLogin))
	if isShown(err) {
		return f.codeForm(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Sessions.Remove(r.Context(), keyLogin)
	f.Kit.Flash(w, kit.Info, "account.lost.done")
	return kit.Redirect(w, r, "/accesso")
}

func (f *Face) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := f.Sessions.SignOut(r.Context()); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.signed_out")
	return kit.Redirect(w, r, "/")
}

// form answers with a form page, with the errors of err at their fields.
func (f *Face) form(w http.ResponseWriter, r *http.Request, page FormPage, err error) error {
	if err == nil {
		return f.Kit.Render(w, r, http.StatusOK, "account/form", page)
	}
	texts := kit.FieldErrors(page.Printer, err)
	for i := range page.Fields {
		page.Fields[i].Error = texts[page.Fields[i].Name]
	}
	general := ""
	if p, ok := problem.As(err); ok && len(p.Fields) == 0 {
		general = page.Printer.Error(p)
	}
	page.Errors = kit.Summary(general, page.Fields...)
	return f.Kit.Render(w, r, kit.StatusOf(err), "account/form", page)
}

// isShown says that an error is answered by the form itself.
func isShown(err error) bool {
	switch problem.KindOf(err) {
	case problem.Invalid, problem.Unauthenticated, problem.Conflict, problem.TooMany:
		return err != nil
	}
	return false
}
