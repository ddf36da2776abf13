// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/http"
	"net/url"

	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/worklist"
)

// ViewLink is a list that somebody saved.
type ViewLink struct {
	kit.Link
	Remove string // address of the form that takes it away; "" when it is somebody else's
	Shared bool
}

// SaveForm keeps the list under a name.
type SaveForm struct {
	Name, Shared kit.Field
	Query        string
}

func (f *Face) inboxViews(r *http.Request, page *InboxPage, q worklist.Query) error {
	who := actor(r)
	list, err := f.Worklist.Views(r.Context(), who)
	if err != nil {
		return err
	}
	for _, v := range list {
		saved, err := url.ParseQuery(v.Query)
		if err != nil {
			return err
		}
		link := ViewLink{Link: kit.Link{Text: v.Name}, Shared: v.Shared}
		to, _ := f.seal(r, worklist.ParseQuery(saved))
		link.Href, link.Current = listed(to), listed(plain(to)) == listed(plain(q))
		if v.Account == who.ID {
			link.Remove = Prefix + "/viste/" + v.ID + "/togli"
		}
		page.Views = append(page.Views, link)
	}
	page.Save = saveForm(page.Page, q.Values().Encode(), "", false, nil)
	return nil
}

func saveForm(page kit.Page, query, name string, shared bool, wrong error) SaveForm {
	form := SaveForm{Query: query}
	form.Name = kit.Field{Type: kit.Text, Name: "name", Label: page.T("worklist.view.name"), Help: page.T("worklist.view.name_help"), Value: name, Width: kit.Medium}
	form.Name.Error = kit.FieldErrors(page.Printer, wrong)["name"]
	form.Shared = kit.Field{Type: kit.Choices, Name: "shared", Label: page.T("worklist.view.who"), Optional: true, Options: []kit.Option{{Value: "1", Label: page.T("worklist.view.shared")}}}
	if shared {
		form.Shared.Values = []string{"1"}
	}
	return form
}

// ViewPage asks for the name of a view again when it was wrong.
type ViewPage struct {
	kit.Page
	Save SaveForm
	Back string
}

func (f *Face) saveView(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(form.Text("query"))
	if err != nil {
		return problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	q, _ := f.seal(r, worklist.ParseQuery(values))
	err = f.Worklist.Save(r.Context(), actor(r), form.Text("name"), plain(q), form.Checked("shared"))
	if kit.IsCorrectable(err) {
		page := ViewPage{Page: f.page(r, f.Kit.Printer(r).T("worklist.view.save")), Back: listed(q)}
		page.Save = saveForm(page.Page, form.Text("query"), form.Text("name"), form.Checked("shared"), err)
		page.Errors = kit.Summary("", page.Save.Name)
		return f.Kit.Render(w, r, kit.StatusOf(err), "office/view", page)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "worklist.view.saved")
	return kit.Redirect(w, r, listed(q))
}

func (f *Face) removeView(w http.ResponseWriter, r *http.Request) error {
	if err := f.Worklist.Remove(r.Context(), actor(r), r.PathValue("id")); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "worklist.view.removed")
	return kit.Redirect(w, r, Prefix+"/")
}
