// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package kit is the toolbox with which every face makes its pages: decode, check, one domain call, answer.
//
// # Words
//
// A *face* is one audience's pages (applicant, lawyer, office, admin, public), a package beside this one. A *page* is a
// struct that embeds Page, and a template of the same meaning in templates/page/<face>. The *frame* is what all pages
// share: layout/layout.html. A *component* is a template in templates/component whose argument is a type of this
// package: {{template "field" .Name}} draws a Field. A *module* is one of our scripts; pages never need it.
//
// # How a page is made
//
// The action, one file, internal/web/lawyer/case_rename.go. Errors that a person can correct show the form again with
// what was typed; all others are returned, and Fail renders them.
//
//	type RenamePage struct {
//		kit.Page
//		Name kit.Field
//	}
//
//	func (f *Face) rename(w http.ResponseWriter, r *http.Request) error {
//		form, err := kit.Decode(r)                                            // decode
//		if err != nil {
//			return err
//		}
//		err = f.cases.Rename(r.Context(), r.PathValue("id"), form.Text("name")) // one domain call; it checks
//		if problem.KindOf(err) == problem.Invalid {
//			return f.renameForm(w, r, form.Text("name"), err)                 // the form, again
//		}
//		if err != nil {
//			return err
//		}
//		f.kit.Flash(w, kit.Success, "lawyer.rename.done")
//		return kit.Redirect(w, r, "/avvocato/pratiche/"+r.PathValue("id"))    // answer
//	}
//
//	func (f *Face) renameForm(w http.ResponseWriter, r *http.Request, name string, err error) error {
//		page := RenamePage{Page: f.kit.Page(r, f.kit.Printer(r).T("lawyer.rename.title"))}
//		errs := kit.FieldErrors(page.Printer, err)
//		page.Name = kit.Field{Type: kit.Text, Name: "name", Label: page.T("lawyer.rename.name"), Value: name, Error: errs["name"]}
//		page.Errors = kit.Summary("", page.Name)
//		return f.kit.Render(w, r, kit.StatusOf(err), "lawyer/rename", page)
//	}
//
// The template, templates/page/lawyer/rename.html. The frame has already drawn title, alerts and error summary.
//
//	{{define "main"}}<form method="post" novalidate>
//	{{template "field" .Name}}
//	<button type="submit" class="btn btn-primary" data-sending="{{t "kit.once"}}">{{t "lawyer.rename.save"}}</button>
//	</form>{{end}}
//
// The routes, mounted by app: k.Mount(mux, "/avvocato", face.Routes(), requireLawyer). A middleware is a func(Handler)
// Handler that returns a problem to refuse.
//
// The test, which proves that no field of the template can be missing in the struct:
//
//	func TestTemplates(t *testing.T) {
//		kittest.CheckTemplate(t, "lawyer/rename", RenamePage{})
//	}
//
// # Forms
//
// Forms are <form method="post" novalidate>: the server says what is wrong, in the reader's language, and keeps what was
// typed. The first submit button is the one that Enter presses. A long form has an id, names it in Page.Switch so that the
// language may be switched without losing text (see SwitchesLanguage), and may have
//
//	data-autosave="address"   each change is posted there within a second, answered by Kit.Saved; the hidden input
//	                          named "version" takes the version of the answer. Needs {{template "save-state" .Save}} inside.
//	enctype="multipart/form-data" with an Upload field: sent with progress, answered by Redirect.
//
// # Sessions
//
// A middleware that knows the session says with WithSession how long it lasts; the frame then warns some minutes before and lets one
// press of a key prolong it. A person whose session ended signs in and is back on the same page (WayBack, PageOf), and what was typed
// in forms that do not save by themselves is there again, in the same tab.
//
// # Invariants
//
//   - A page is made whole in memory before its first byte is sent; an error is answered once.
//   - Every answer carries the strict content policy of headers.go: no inline script or style, nothing from elsewhere.
//   - A post from another site is refused before any handler runs (net/http.CrossOriginProtection).
//   - No text of an error that is not a problem.Error reaches a person; the log and the page share a reference.
//   - A page works without modules, and every action is a link or a submit button.
//
// The package knows no capability and no session: faces put the signed-in person into the context with WithUser.
package kit
