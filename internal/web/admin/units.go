// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/office"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

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
	return kit.Redirect(w, r, Prefix+"/uffici")
}
