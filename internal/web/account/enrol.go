// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/identity"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// EnrolPage shows the code to scan and asks for the first six digits.
type EnrolPage struct {
	kit.Page
	QR     kit.HTML // made by identity: an SVG of black squares
	Secret string
	Code   kit.Field
}

func (f *Face) enrol(w http.ResponseWriter, r *http.Request) error {
	if f.Sessions.GetString(r.Context(), keyEnrol) == "" {
		return kit.Redirect(w, r, gate.SignInPath)
	}
	return f.enrolForm(w, r, nil)
}

func (f *Face) enrolForm(w http.ResponseWriter, r *http.Request, wrong error) error {
	e, err := f.Identity.PendingEnrolment(r.Context(), f.Sessions.GetString(r.Context(), keyEnrol))
	if err != nil {
		return err
	}
	page := EnrolPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.enrol.title")), QR: kit.HTML(e.SVG), Secret: e.Secret}
	code := []kit.Field{oneTimeCode(page.Page)}
	showErrors(&page.Page, wrong, code)
	page.Code = code[0]
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "account/enrol", page)
}

// enrolSubmit signs in and shows the recovery codes.
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
	return f.firstSession(w, r, a, codes)
}

func (f *Face) firstSession(w http.ResponseWriter, r *http.Request, a identity.Account, codes []string) error {
	if err := f.Sessions.SignIn(r.Context(), a.ID, string(a.Kind), r.UserAgent()); err != nil {
		return err
	}
	desk, err := f.desk(r, a.ID)
	if err != nil {
		return err
	}
	return f.showCodes(w, r, codes, desk)
}

// CodesPage shows recovery codes, which nobody can show again.
type CodesPage struct {
	kit.Page
	Codes []string
	Next  string
}

// showCodes answers the post itself: were the codes kept for a page after a
// redirect, they would be stored where somebody could read them. The page has no
// language switch, which would leave it.
func (f *Face) showCodes(w http.ResponseWriter, r *http.Request, codes []string, next string) error {
	page := CodesPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("account.codes.title")), Codes: codes, Next: next}
	page.Languages = nil
	return f.Kit.Render(w, r, http.StatusOK, "account/codes", page)
}
