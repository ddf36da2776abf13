// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// ReasonsPath is where the library of reasons is.
const ReasonsPath = SittingsPath + "/testi"

// ReasonsPage is the library of reasons.
type ReasonsPage struct {
	kit.Page
	Texts      []ReasonCard
	None       kit.EmptyState
	Name, Text kit.Field
}

// ReasonCard is one text; Remove is the address of the form that takes it away.
type ReasonCard struct{ Title, Text, Remove string }

func (f *Face) reasons(w http.ResponseWriter, r *http.Request) error {
	return f.reasonsPage(w, r, "", "", nil)
}

func (f *Face) reasonsPage(w http.ResponseWriter, r *http.Request, title, text string, wrong error) error {
	all, err := f.Sittings.Reasons(r.Context(), actor(r))
	if err != nil {
		return err
	}
	page := ReasonsPage{Page: f.page(r, f.Kit.Printer(r).T("reasons.title"))}
	page.Lead = page.T("reasons.lead")
	page.Crumbs = []kit.Crumb{{Text: page.T("sittings.title"), Href: SittingsPath}, {Text: page.Title}}
	texts := kit.FieldErrors(page.Printer, wrong)
	page.Name = kit.Field{Type: kit.Text, Name: "title", Label: page.T("reasons.name"), Value: title, Error: texts["title"]}
	page.Text = kit.Field{Type: kit.LongText, Name: "text", Label: page.T("reasons.text"), Value: text, Error: texts["text"]}
	page.Errors = kit.Summary("", page.Name, page.Text)
	page.None = kit.EmptyState{Title: page.T("reasons.none"), Text: page.T("reasons.none_text")}
	for _, one := range all {
		page.Texts = append(page.Texts, ReasonCard{one.Title, one.Text, ReasonsPath + "/" + one.ID + "/togli"})
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/reasons", page)
}

func (f *Face) reasonSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Sittings.AddReason(r.Context(), actor(r), form.Text("title"), form.Text("text"))
	if kit.IsCorrectable(err) {
		return f.reasonsPage(w, r, form.Text("title"), form.Text("text"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "reasons.added")
	return kit.Redirect(w, r, ReasonsPath)
}

func (f *Face) reasonRemove(w http.ResponseWriter, r *http.Request) error {
	err := f.Sittings.RemoveReason(r.Context(), actor(r), r.PathValue("reason"))
	if err != nil && problem.KindOf(err) != problem.NotFound { // somebody was faster: it is gone
		return err
	}
	f.Kit.Flash(w, kit.Success, "reasons.removed")
	return kit.Redirect(w, r, ReasonsPath)
}

// Library is the choice of a text to put among reasons (template "library").
type Library struct {
	Choice kit.Field
	Texts  []casework.Reason
}

// library offers the texts that the reader may insert; nil when there are none.
func (f *Face) library(r *http.Request, page kit.Page, chosen, help string) (*Library, error) {
	all, err := f.Sittings.Library(r.Context(), actor(r))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	l := &Library{Texts: all, Choice: kit.Field{Type: kit.Select, Name: libraryName, Label: page.T("reasons.choose"), Help: page.T(help), Value: chosen, Optional: true}}
	for _, one := range all {
		l.Choice.Options = append(l.Choice.Options, kit.Option{Value: one.ID, Label: one.Title})
	}
	return l, nil
}

// libraryName is the name of the field that chooses a text.
const libraryName = "library"

// inserted are reasons with the chosen text after them.
func (f *Face) inserted(r *http.Request, reasons, chosen string) (string, error) {
	all, err := f.Sittings.Library(r.Context(), actor(r))
	if err != nil {
		return "", err
	}
	for _, one := range all {
		if one.ID == chosen {
			return strings.TrimLeft(strings.TrimRight(reasons, "\r\n")+"\n"+one.Text, "\n"), nil
		}
	}
	return reasons, nil
}
