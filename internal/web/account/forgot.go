// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

func (f *Face) forgot(w http.ResponseWriter, r *http.Request) error {
	return f.forgotForm(w, r, "", nil)
}

func (f *Face) forgotForm(w http.ResponseWriter, r *http.Request, email string, err error) error {
	page := FormPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.forgot.title")), Action: "/accesso/password"}
	page.Intro = page.T("account.forgot.intro")
	page.Fields = []kit.Field{{Type: kit.Email, Name: "email", Label: page.T("account.email"), Value: email, Complete: "username", Width: kit.Medium}}
	page.Submit = page.T("account.forgot.submit")
	page.Links = []kit.Link{{Text: page.T("account.forgot.back"), Href: gate.SignInPath}}
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
	return kit.Redirect(w, r, gate.SignInPath)
}
