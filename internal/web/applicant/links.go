// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"

	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// OpenPage asks to press a button: programs that read mail follow links, and
// must neither verify an address nor open an application.
type OpenPage struct {
	kit.Page
	Action string
}

func (f *Face) open(w http.ResponseWriter, r *http.Request) error {
	page := OpenPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("applicant.open.title")), Action: r.URL.Path}
	page.Lead = page.T("applicant.open.text")
	return f.Kit.Render(w, r, http.StatusOK, "applicant/open", page)
}

func (f *Face) openSubmit(w http.ResponseWriter, r *http.Request) error {
	a, err := f.Intake.OpenLink(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if err := f.Gate.OpenApplication(r.Context(), a.ID); err != nil {
		return err
	}
	return kit.Redirect(w, r, WhereLeft(a))
}

// WhereLeft is the question that a draft was left at; of any other application,
// its page. It is known from what was saved, so that it outlasts the session and
// holds on another device.
func WhereLeft(a intake.Application) string {
	page, input := a.LastSaved()
	if a.State != intake.Draft || page == "" {
		return home(a.ID)
	}
	at := home(a.ID) + "/pagina/" + page
	if input != "" {
		at += "#" + kit.Field{Name: input}.ElementID()
	}
	return at
}

// ResumePage asks for code and address.
type ResumePage struct {
	kit.Page
	Code, Email kit.Field
}

func (f *Face) resume(w http.ResponseWriter, r *http.Request) error {
	return f.resumeForm(w, r, "", "", nil)
}

func (f *Face) resumeForm(w http.ResponseWriter, r *http.Request, code, email string, err error) error {
	page := ResumePage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("applicant.resume.title"))}
	page.Lead = page.T("applicant.resume.text")
	texts := kit.FieldErrors(page.Printer, err)
	page.Code = kit.Field{Type: kit.Text, Name: "code", Label: page.T("applicant.resume.code"), Help: page.T("applicant.resume.code_help"), Value: code, Error: texts["code"], Width: kit.Small}
	page.Email = kit.Field{Type: kit.Email, Name: "email", Label: page.T("applicant.email"), Value: email, Error: texts["email"], Complete: "email", Width: kit.Medium}
	page.Errors = kit.Summary("", page.Code, page.Email)
	return f.Kit.Render(w, r, kit.StatusOf(err), "applicant/resume", page)
}

// resumeSubmit answers the same whether or not code and address belong together.
func (f *Face) resumeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Intake.RequestLink(r.Context(), form.Text("code"), form.Text("email"))
	if problem.KindOf(err) == problem.Invalid && err != nil {
		return f.resumeForm(w, r, form.Text("code"), form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, "applicant.resume.done")
	return kit.Redirect(w, r, "/riprendi")
}

// emailSubmit gives the draft its address and sends the link that verifies it.
func (f *Face) emailSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	address, err := intake.ParseEmail(form.Text("email"))
	if err != nil {
		return f.emailForm(w, r, form.Text("email"), err)
	}
	if _, err := f.Intake.SetEmail(r.Context(), id, address); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.email_sent", "email", address)
	return kit.Redirect(w, r, local(form.Get("to"), home(id)))
}

// EmailPage asks where links are sent.
type EmailPage struct {
	kit.Page
	Email kit.Field
	To    string
}

func (f *Face) email(w http.ResponseWriter, r *http.Request) error {
	a, err := f.Intake.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return f.emailForm(w, r, a.Email, nil)
}

func (f *Face) emailForm(w http.ResponseWriter, r *http.Request, typed string, err error) error {
	page := EmailPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("applicant.email_title")), To: r.FormValue("to")}
	page.Lead = page.T("applicant.email_lead")
	texts := kit.FieldErrors(page.Printer, err)
	page.Email = kit.Field{Type: kit.Email, Name: "email", Label: page.T("applicant.email"), Value: typed, Error: texts["email"], Complete: "email", Width: kit.Medium}
	page.Errors = kit.Summary("", page.Email)
	return f.Kit.Render(w, r, kit.StatusOf(err), "applicant/email", page)
}
