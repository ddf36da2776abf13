// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"slices"

	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const unitsPath = Prefix + "/uffici"

// UnitsPage lists the offices and adds one.
type UnitsPage struct {
	kit.Page
	Units       []office.Unit
	Name, Email kit.Field
	Empty       kit.EmptyState
}

func (f *Face) units(w http.ResponseWriter, r *http.Request) error {
	return f.unitsPage(w, r, "", "", nil)
}

func (f *Face) unitsPage(w http.ResponseWriter, r *http.Request, name, email string, wrong error) error {
	list, err := f.Office.Units(r.Context())
	if err != nil {
		return err
	}
	page := UnitsPage{Page: f.page(r, "admin.units.title"), Units: list}
	page.Empty = kit.EmptyState{Title: page.T("admin.units.none"), Text: page.T("admin.units.none_text")}
	page.Name = kit.Field{Type: kit.Text, Name: "name", Label: page.T("admin.units.name"), Value: name, Width: kit.Medium}
	page.Email = kit.Field{Type: kit.Email, Name: "email", Label: page.T("admin.units.email"), Value: email, Optional: true, Width: kit.Medium}
	withErrors(&page.Page, wrong, &page.Name, &page.Email)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/units", page)
}

// UnitQuestionPage asks before an office is closed.
type UnitQuestionPage struct {
	kit.Page
	Question kit.Question
}

// unitQuestion asks: an office that is closed cannot be opened again, and what
// was given to it keeps its name only in the register.
func (f *Face) unitQuestion(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.Units(r.Context())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(u office.Unit) bool { return u.ID == r.PathValue("id") })
	if at < 0 {
		return problem.New(problem.NotFound, "office.no_unit")
	}
	page := UnitQuestionPage{Page: f.page(r, "admin.units.title")}
	page.Title = page.T("admin.units.close_title", "name", list[at].Name)
	page.Crumbs = []kit.Crumb{{Text: page.T("admin.units.title"), Href: unitsPath}, {Text: page.Title}}
	page.Question = kit.Question{
		Action: unitsPath, Text: page.T("admin.units.close_text"), Confirm: page.T("admin.units.close_confirm"), Danger: true, Cancel: unitsPath,
		Hidden: []kit.Hidden{{Name: "close", Value: list[at].ID}},
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/unit_question", page)
}

func (f *Face) unitSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	if unit := form.Text("close"); unit != "" {
		err = f.Office.CloseUnit(r.Context(), gate.Actor(r.Context()), unit)
	} else {
		_, err = f.Office.AddUnit(r.Context(), gate.Actor(r.Context()), form.Text("name"), form.Text("email"))
	}
	if kit.IsCorrectable(err) {
		return f.unitsPage(w, r, form.Text("name"), form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.units.saved")
	return kit.Redirect(w, r, unitsPath)
}
