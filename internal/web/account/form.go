// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"

	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// FormPage is a page with one short form.
type FormPage struct {
	kit.Page
	Intro  string
	Action string // address the form posts to, whatever page it is shown on
	Fields []kit.Field
	Submit string
	Links  []kit.Link
	// Other is a second, small form under the first; its address is "" when
	// there is none.
	Other OtherForm
}

// OtherForm is a form that is only a button.
type OtherForm struct{ Title, Action, Text, Button string }

// form answers with a form page, with the errors of err at their fields.
func (f *Face) form(w http.ResponseWriter, r *http.Request, page FormPage, err error) error {
	showErrors(&page.Page, err, page.Fields)
	return f.Kit.Render(w, r, kit.StatusOf(err), "account/form", page)
}

// showErrors puts what is wrong at its fields; what belongs to none of them is
// said on top of the page.
func showErrors(page *kit.Page, err error, fields ...[]kit.Field) {
	if err == nil {
		return
	}
	texts := kit.FieldErrors(page.Printer, err)
	var shown []kit.Field
	for _, group := range fields {
		for i := range group {
			group[i].Error = texts[group[i].Name]
		}
		shown = append(shown, group...)
	}
	if page.Errors = kit.Summary("", shown...); page.Errors.IsEmpty() {
		page.Alerts = append(page.Alerts, kit.Alert{Kind: kit.Danger, Text: page.Printer.Error(err)})
	}
}

// isShown says that an error is answered by the form itself.
func isShown(err error) bool {
	switch problem.KindOf(err) {
	case problem.Invalid, problem.Unauthenticated, problem.Conflict, problem.TooMany:
		return err != nil
	}
	return false
}

func passwordField(page kit.Page, name, label, complete string) kit.Field {
	return kit.Field{Type: kit.Password, Name: name, Label: page.T(label), Complete: complete, Width: kit.Medium}
}

// newPassword asks for a new password twice.
func newPassword(page kit.Page) []kit.Field {
	first := passwordField(page, "password", "account.password_new", "new-password")
	first.Help = page.T("account.password_help")
	return []kit.Field{first, passwordField(page, "again", "account.password_again", "new-password")}
}

// differs refuses two new passwords that are not the same.
func differs(form kit.Values) error {
	if form.Get("password") == form.Get("again") {
		return nil
	}
	const code = "account.password_differs"
	return problem.New(problem.Invalid, code).With(problem.Field{Path: "again", Code: code})
}
