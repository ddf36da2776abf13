// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"net/http"
	"slices"

	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// PaperDesk begins applications that were handed in on paper.
type PaperDesk interface {
	// PaperProcedures lists the procedures that applications can be filed under by
	// whom registers admits: it is asked with the roles that receive those of one.
	PaperProcedures(ctx context.Context, lang string, registers func(roles []string) bool) ([]kit.Option, error)
	// StartOnPaper makes the draft that the official compiles, and says where its
	// form begins.
	StartOnPaper(ctx context.Context, slug, lang, email string, p intake.Paper) (a intake.Application, at string, err error)
	// Registered tells whether an application that the account compiled is filed.
	Registered(ctx context.Context, application, account string) (bool, error)
}

// paperPath is the page that begins an application handed in on paper.
const paperPath = Prefix + "/carta"

// PaperPage asks what has to be known before the form of the procedure.
type PaperPage struct {
	kit.Page
	Fields []kit.Field
}

// paperForm is what was typed.
type paperForm struct{ procedure, received, email, postal, lang string }

// registrable are the procedures whose applications on paper the reader may
// register.
func (f *Face) registrable(r *http.Request, lang string) ([]kit.Option, error) {
	return f.Paper.PaperProcedures(r.Context(), lang, func(roles []string) bool {
		return office.Can(gate.Actor(r.Context()), office.PaperRegister, office.Resource{Roles: roles})
	})
}

// seesPaper tells whether there is any: who may register none finds the page in no
// menu.
func (f *Face) seesPaper(r *http.Request) bool {
	list, err := f.registrable(r, "it")
	return err == nil && len(list) > 0
}

// receives refuses whoever may not register a procedure's applications.
func (f *Face) receives(r *http.Request, procedure string) error {
	list, err := f.registrable(r, "it")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return problem.New(problem.Forbidden, "gate.forbidden")
	}
	if !slices.ContainsFunc(list, func(o kit.Option) bool { return o.Value == procedure }) {
		return problem.New(problem.Invalid, "intake.paper").With(problem.Field{Path: "procedure", Code: "intake.paper_procedure"})
	}
	return nil
}

func (f *Face) paper(w http.ResponseWriter, r *http.Request) error {
	if err := f.settle(r); err != nil {
		return err
	}
	if !f.seesPaper(r) {
		return problem.New(problem.Forbidden, "gate.forbidden")
	}
	return f.paperPage(w, r, paperForm{lang: "it"}, nil)
}

func (f *Face) paperPage(w http.ResponseWriter, r *http.Request, typed paperForm, wrong error) error {
	page := PaperPage{Page: f.page(r, f.Kit.Printer(r).T("office.paper.title"))}
	page.Lead, page.Wide = page.T("office.paper.lead"), false
	procedures, err := f.registrable(r, page.Lang)
	if err != nil {
		return err
	}
	field := func(kind kit.FieldType, name, value string, optional bool, options ...kit.Option) kit.Field {
		return kit.Field{Type: kind, Name: name, Label: page.T("office.paper." + name), Value: value, Optional: optional, Options: options, Width: kit.Medium}
	}
	var langs []kit.Option
	for _, lang := range []string{"it", "en"} {
		langs = append(langs, kit.Option{Value: lang, Label: page.T("office.paper.lang_" + lang)})
	}
	page.Fields = []kit.Field{
		field(kit.Select, "procedure", typed.procedure, false, procedures...),
		field(kit.Date, "received", typed.received, false),
		field(kit.Email, "email", typed.email, true),
		field(kit.LongText, "postal", typed.postal, true),
		field(kit.Choice, "lang", typed.lang, false, langs...),
	}
	page.Fields[1].Help, page.Fields[3].Help = page.T("office.paper.received_help"), page.T("office.paper.postal_help")
	if wrong != nil {
		texts := kit.FieldErrors(page.Printer, wrong)
		for i, one := range page.Fields {
			page.Fields[i].Error = texts[one.Name]
		}
		if page.Errors = kit.Summary("", page.Fields...); page.Errors.IsEmpty() {
			page.Errors.Text = page.Printer.Error(wrong)
		}
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/paper", page)
}

// settle ends, when an official is back at the desk, what he had as its applicant of
// an application on paper that is filed by now: from here on it is a case, which
// his role lets him read, and on record.
func (f *Face) settle(r *http.Request) error {
	for _, id := range f.Gate.Applications(r.Context()) {
		filed, err := f.Paper.Registered(r.Context(), id, gate.Actor(r.Context()).Account)
		if err != nil {
			return err
		}
		if filed {
			f.Gate.CloseApplication(r.Context(), id)
		}
	}
	return nil
}

// paperSubmit opens the form of the procedure for the official, as a link opens it
// for an applicant.
func (f *Face) paperSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := paperForm{
		procedure: form.Text("procedure"), received: form.Date("received"), email: form.Text("email"), postal: form.Text("postal"), lang: form.Text("lang"),
	}
	paper := intake.Paper{ReceivedOn: day(typed.received), By: gate.Actor(r.Context()).Account, Postal: typed.postal}
	if err := f.receives(r, typed.procedure); kit.IsCorrectable(err) {
		return f.paperPage(w, r, typed, err)
	} else if err != nil {
		return err
	}
	a, at, err := f.Paper.StartOnPaper(r.Context(), typed.procedure, typed.lang, typed.email, paper)
	if kit.IsCorrectable(err) {
		return f.paperPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	if err := f.Gate.OpenApplication(r.Context(), a.ID); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, "office.paper.started")
	return kit.Redirect(w, r, at)
}
