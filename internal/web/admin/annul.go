// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"strconv"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Annuller annuls cases without showing what is in them.
type Annuller interface {
	// ToAnnul finds a case that can be annulled, by its short code.
	ToAnnul(ctx context.Context, actor casework.Actor, code string) (casework.Annullable, error)
	// Annul ends it, unless somebody changed it since the version.
	Annul(ctx context.Context, actor casework.Actor, code, reason string, version int64) (casework.Result, error)
}

const annulPath = Prefix + "/annullamenti"

// AnnulPage asks for a case and a reason, and then whether it is meant.
type AnnulPage struct {
	kit.Page
	Code, Reason kit.Field
	Facts        []kit.Entry   // of the case found
	Question     *kit.Question // after code and reason
}

// annulForm is what was typed.
type annulForm struct {
	code, reason string
	version      int64 // of the case that was shown; 0 before
}

func (f *Face) annul(w http.ResponseWriter, r *http.Request) error {
	return f.annulPage(w, r, annulForm{}, nil, nil)
}

func (f *Face) annulPage(w http.ResponseWriter, r *http.Request, typed annulForm, found *casework.Annullable, wrong error) error {
	page := AnnulPage{Page: f.page(r, "admin.annul.title")}
	page.Lead = page.T("admin.annul.lead")
	page.Code = kit.Field{Type: kit.Text, Name: "code", Label: page.T("admin.annul.code"), Value: typed.code, Width: kit.Small}
	page.Reason = kit.Field{Type: kit.LongText, Name: "reason", Label: page.T("admin.annul.reason"), Help: page.T("admin.annul.reason_help"), Value: typed.reason}
	withErrors(&page.Page, wrong, &page.Code, &page.Reason)
	if found != nil {
		page.Facts = []kit.Entry{
			{Name: page.T("admin.annul.code"), Value: found.Code}, {Name: page.T("admin.annul.number"), Value: found.Number},
			{Name: page.T("admin.annul.state"), Value: found.Label.In(page.Lang)}, {Name: page.T("admin.annul.reason"), Value: typed.reason},
		}
		page.Question = &kit.Question{
			Action: annulPath, Text: page.T("admin.annul.question"), Confirm: page.T("admin.annul.confirm"), Danger: true, Cancel: annulPath,
			Hidden: []kit.Hidden{
				{Name: "code", Value: typed.code}, {Name: "reason", Value: typed.reason}, {Name: "version", Value: strconv.FormatInt(found.Version, 10)},
			},
		}
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/annul", page)
}

func (f *Face) annulSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := annulForm{code: form.Text("code"), reason: form.Text("reason")}
	typed.version, _ = form.Number("version")
	who := casework.Actor{Kind: audit.Admin, ID: gate.Actor(r.Context()).Account}
	found, err := f.Annul.ToAnnul(r.Context(), who, typed.code)
	if err == nil && typed.reason == "" {
		err = problem.New(problem.Invalid, "casework.input").With(problem.Field{Path: "reason", Code: "casework.required"})
	}
	if kit.IsCorrectable(err) {
		return f.annulPage(w, r, typed, nil, err)
	}
	if err != nil {
		return err
	}
	if typed.version == 0 {
		return f.annulPage(w, r, typed, &found, nil)
	}
	if _, err = f.Annul.Annul(r.Context(), who, typed.code, typed.reason, typed.version); kit.IsCorrectable(err) {
		return f.annulPage(w, r, typed, nil, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.annul.done", "code", found.Code)
	return kit.Redirect(w, r, annulPath)
}
