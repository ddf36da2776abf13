// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"slices"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// wording turns roles and units into what people call them.
type wording struct {
	page   kit.Page
	labels map[string]i18n.Text
	units  []office.Unit
}

func (f *Face) wording(ctx context.Context, page kit.Page) (wording, error) {
	say := wording{page: page}
	var err error
	if say.units, err = f.Office.Units(ctx); err != nil || f.Labels == nil {
		return say, err
	}
	say.labels, err = f.Labels.RoleLabels(ctx)
	return say, err
}

func (say wording) role(name string) string {
	if name == office.Administrator {
		return say.page.T("admin.roles.administrator")
	}
	if label := say.labels[name].In(say.page.Lang); label != "" {
		return label
	}
	return name
}

// unit names an open unit; of a closed one only the identifier is known.
func (say wording) unit(id string) string {
	at := slices.IndexFunc(say.units, func(u office.Unit) bool { return u.ID == id })
	switch {
	case at >= 0:
		return say.units[at].Name
	case id == "":
		return say.page.T("admin.roles.everywhere")
	}
	return id
}

// everywhere is the answer "all offices": a select sends "" for no answer.
const everywhere = "all"

func (say wording) roleField(names []string) kit.Field {
	field := kit.Field{Type: kit.Select, Name: "role", Label: say.page.T("admin.roles.role"), Width: kit.Medium}
	for _, name := range names {
		field.Options = append(field.Options, kit.Option{Value: name, Label: say.role(name)})
	}
	return field
}

func (say wording) unitField() kit.Field {
	field := kit.Field{Type: kit.Select, Name: "unit", Label: say.page.T("admin.roles.unit"), Value: everywhere, Width: kit.Medium}
	field.Options = append(field.Options, kit.Option{Value: everywhere, Label: say.page.T("admin.roles.everywhere")})
	for _, u := range say.units {
		field.Options = append(field.Options, kit.Option{Value: u.ID, Label: u.Name})
	}
	return field
}

// RoleRow is one role that the account holds.
type RoleRow struct{ Membership, Role, Unit string }

// fillRoles lists what the account holds and what it can be given.
func (f *Face) fillRoles(r *http.Request, page *UserPage, account string) error {
	ctx := r.Context()
	say, err := f.wording(ctx, page.Page)
	if err != nil {
		return err
	}
	held, err := f.Office.Members(ctx, gate.Actor(ctx), account)
	if err != nil {
		return err
	}
	names, err := f.Office.RoleNames(ctx)
	if err != nil {
		return err
	}
	for _, m := range held {
		page.Roles = append(page.Roles, RoleRow{m.ID, say.role(m.Role), say.unit(m.Unit)})
	}
	page.Role, page.Unit = say.roleField(names), say.unitField()
	return nil
}

func (f *Face) grantSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := granted{role: form.Text("role"), unit: form.Text("unit")}
	unit := typed.unit
	if unit == everywhere {
		unit = ""
	}
	_, err = f.Office.Grant(r.Context(), gate.Actor(r.Context()), r.PathValue("id"), typed.role, unit)
	return f.done(w, r, typed, err, "admin.roles.granted")
}

// granted is what was chosen to be given, to be shown again when it is refused.
type granted struct{ role, unit string }

func (f *Face) revokeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Office.Revoke(r.Context(), gate.Actor(r.Context()), form.Text("membership"))
	return f.done(w, r, granted{}, err, "admin.roles.revoked")
}
