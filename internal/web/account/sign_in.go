// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"
	"net/url"

	"pratica/internal/identity"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const codePath = "/accesso/codice"

func (f *Face) signIn(w http.ResponseWriter, r *http.Request) error {
	account := f.Sessions.Account(r.Context())
	if account == "" {
		return f.signInForm(w, r, "", nil)
	}
	actor, err := f.Gate.Actors.ActorOf(r.Context(), account)
	if err != nil {
		return err
	}
	if actor.Kind == "" { // suspended: no gate would let them stay where they are led
		return f.signInForm(w, r, "", nil)
	}
	return kit.Redirect(w, r, f.Gate.Desk(r, actor))
}

// signInSubmit keeps the way back in the session only once the password was right:
// who only looks leaves no session.
func (f *Face) signInSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	ticket, err := f.Identity.Login(ctx, identity.Attempt{
		Email: form.Text("email"), Password: form.Get("password"), From: f.Gate.Client(r),
	})
	if isShown(err) {
		return f.signInForm(w, r, form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Sessions.Put(ctx, keyLogin, ticket)
	f.Sessions.Put(ctx, keyTo, local(r.URL.Query().Get("to")))
	return kit.Redirect(w, r, codePath)
}

func (f *Face) signInForm(w http.ResponseWriter, r *http.Request, email string, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.sign_in.title")), Action: gate.SignInPath}
	if to := local(r.URL.Query().Get("to")); to != "" {
		page.Action += "?to=" + url.QueryEscape(to)
	}
	page.Intro = page.T("account.sign_in.intro")
	page.Fields = []kit.Field{
		{Type: kit.Email, Name: "email", Label: page.T("account.email"), Value: email, Complete: "username", Width: kit.Medium},
		passwordField(page.Page, "password", "account.password", "current-password"),
	}
	page.Submit = page.T("account.continue")
	page.Links = []kit.Link{{Text: page.T("account.forgot.link"), Href: "/accesso/password"}, {Text: page.T("account.applicant.link"), Href: "/riprendi"}}
	return f.form(w, r, page, err)
}

func (f *Face) code(w http.ResponseWriter, r *http.Request) error {
	if f.Sessions.GetString(r.Context(), keyLogin) == "" {
		return kit.Redirect(w, r, gate.SignInPath)
	}
	return f.codeForm(w, r, nil)
}

func (f *Face) codeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, err := f.Identity.SecondStep(ctx, f.Sessions.GetString(ctx, keyLogin), form.Text("code"))
	switch {
	case isOver(err):
		return f.again(w, r)
	case isShown(err):
		return f.codeForm(w, r, err)
	case err != nil:
		return err
	}
	f.Sessions.Remove(ctx, keyLogin)
	return f.enter(w, r, a)
}

func isOver(err error) bool { return problem.Is(err, "identity.sign_in_again") }

// again leads back to the first step when its ticket is over.
func (f *Face) again(w http.ResponseWriter, r *http.Request) error {
	f.Sessions.Remove(r.Context(), keyLogin)
	to := f.Sessions.PopString(r.Context(), keyTo)
	f.Kit.Flash(w, kit.Warning, "problem.identity.sign_in_again")
	if to != "" {
		return kit.Redirect(w, r, gate.SignInPath+"?to="+url.QueryEscape(to))
	}
	return kit.Redirect(w, r, gate.SignInPath)
}

// recovery is the query value of the second step with a recovery code, whose
// letters need another keyboard and another box than six digits do.
const recovery = "recupero"

func (f *Face) codeForm(w http.ResponseWriter, r *http.Request, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.code.title")), Action: codePath}
	page.Submit = page.T("account.sign_in.submit")
	page.Other = OtherForm{page.T("account.lost.title"), "/accesso/autenticatore-perso", page.T("account.lost.text"), page.T("account.lost.button")}
	if r.URL.Query().Has(recovery) {
		page.Action += "?" + recovery + "="
		page.Intro = page.T("account.recovery.intro")
		page.Fields = []kit.Field{{Type: kit.Text, Name: "code", Label: page.T("account.recovery.label"), Help: page.T("account.recovery.help"), Complete: "off", Width: kit.Small}}
		page.Links = []kit.Link{{Text: page.T("account.recovery.back"), Href: codePath}}
		return f.form(w, r, page, err)
	}
	page.Intro = page.T("account.code.intro")
	page.Fields = []kit.Field{oneTimeCode(page.Page)}
	page.Links = []kit.Link{{Text: page.T("account.recovery.link"), Href: codePath + "?" + recovery + "="}}
	return f.form(w, r, page, err)
}

func oneTimeCode(page kit.Page) kit.Field {
	return kit.Field{Type: kit.OneTimeCode, Name: "code", Label: page.T("account.code.label"), Width: kit.Small}
}

// lostSubmit asks for a new authenticator; a second person must approve.
func (f *Face) lostSubmit(w http.ResponseWriter, r *http.Request) error {
	_, err := f.Identity.RequestOwnTOTPReset(r.Context(), f.Sessions.GetString(r.Context(), keyLogin))
	switch {
	case isOver(err):
		return f.again(w, r)
	case isShown(err):
		return f.codeForm(w, r, err)
	case err != nil:
		return err
	}
	f.Sessions.Remove(r.Context(), keyLogin)
	f.Kit.Flash(w, kit.Info, "account.lost.done")
	return kit.Redirect(w, r, gate.SignInPath)
}

func (f *Face) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := f.Sessions.SignOut(r.Context()); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "account.signed_out")
	return kit.Redirect(w, r, "/")
}
