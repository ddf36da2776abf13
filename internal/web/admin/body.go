// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// BodyPage is the form of the body's data.
type BodyPage struct {
	kit.Page
	Version  int64
	Contacts []kit.Field
	Office   []kit.Field
	Delegate []kit.Field
}

func (f *Face) body(w http.ResponseWriter, r *http.Request) error {
	b, err := f.Office.Body(r.Context())
	if err != nil {
		return err
	}
	return f.bodyForm(w, r, b, networksText(b.StaffNetworks), nil)
}

func (f *Face) bodyForm(w http.ResponseWriter, r *http.Request, b office.Body, networks string, wrong error) error {
	page := BodyPage{Page: f.page(r, "admin.body.title"), Version: b.Version}
	text := func(kind kit.FieldType, name, value string, optional bool) kit.Field {
		return kit.Field{Type: kind, Name: name, Label: page.T("admin.body." + name), Value: value, Optional: optional, Width: kit.Medium}
	}
	page.Contacts = []kit.Field{
		text(kit.Text, "name", b.Name, false), text(kit.Text, "tax_code", b.TaxCode, true), text(kit.Text, "address", b.Address, true),
		text(kit.Email, "email", b.Email, true), text(kit.Email, "pec", b.PEC, true), text(kit.Phone, "phone", b.Phone, true),
		text(kit.Text, "website", b.Website, true), text(kit.Text, "logo_text", b.LogoText, true),
	}
	page.Office = []kit.Field{
		text(kit.Number, "patron_day", numberText(b.PatronDay), true), text(kit.Number, "patron_month", numberText(b.PatronMonth), true),
		{Type: kit.LongText, Name: "staff_networks", Label: page.T("admin.body.staff_networks"), Help: page.T("admin.body.staff_networks_help"), Value: networks, Optional: true, Rows: 3},
	}
	page.Delegate = []kit.Field{
		text(kit.Text, "delegate.account", b.Delegate.Account, true), text(kit.Text, "delegate.title", b.Delegate.Title, true),
		text(kit.Text, "delegate.act", b.Delegate.Act, true),
		{Type: kit.Date, Name: "delegate.from", Label: page.T("admin.body.delegate.from"), Value: b.Delegate.From, Optional: true},
		{Type: kit.Date, Name: "delegate.to", Label: page.T("admin.body.delegate.to"), Value: b.Delegate.To, Optional: true},
	}
	withErrors(&page.Page, wrong, page.all()...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/body", page)
}

func (p *BodyPage) all() []*kit.Field {
	var all []*kit.Field
	for _, group := range [][]kit.Field{p.Contacts, p.Office, p.Delegate} {
		for i := range group {
			all = append(all, &group[i])
		}
	}
	return all
}

func (f *Face) bodySubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	b, err := f.typedBody(r, form)
	if err == nil {
		_, err = f.Office.SaveBody(r.Context(), gate.Actor(r.Context()), b, f.Gate.Client(r))
	}
	if isCorrectable(err) {
		return f.bodyForm(w, r, b, form.Text("staff_networks"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.body.saved")
	return kit.Redirect(w, r, Prefix+"/ente")
}

// typedBody lays what was typed over the body as it is.
func (f *Face) typedBody(r *http.Request, form kit.Values) (office.Body, error) {
	b, err := f.Office.Body(r.Context())
	if err != nil {
		return b, err
	}
	b.Version, _ = form.Number("version")
	b.Name, b.TaxCode, b.Address = form.Text("name"), form.Text("tax_code"), form.Text("address")
	b.Email, b.PEC, b.Phone = form.Text("email"), form.Text("pec"), form.Text("phone")
	b.Website, b.LogoText = form.Text("website"), form.Text("logo_text")
	b.PatronDay, b.PatronMonth = small(form, "patron_day"), small(form, "patron_month")
	b.Delegate = office.Delegate{
		Account: form.Text("delegate.account"), Title: form.Text("delegate.title"), Act: form.Text("delegate.act"),
		From: form.Date("delegate.from"), To: form.Date("delegate.to"),
	}
	b.StaffNetworks, err = networksIn(form.Text("staff_networks"))
	return b, err
}

// small reads a day or a month; what is no number becomes -1, which the check
// of the body refuses.
func small(form kit.Values, name string) int {
	if form.Text(name) == "" {
		return 0
	}
	n, ok := form.Number(name)
	if !ok || n < 0 || n > 31 {
		return -1
	}
	return int(n)
}

func numberText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func networksText(networks []netip.Prefix) string {
	lines := make([]string, len(networks))
	for i, n := range networks {
		lines[i] = n.String()
	}
	return strings.Join(lines, "\n")
}

func networksIn(text string) ([]netip.Prefix, error) {
	var networks []netip.Prefix
	for _, word := range strings.Fields(text) {
		n, err := netip.ParsePrefix(word)
		if err != nil {
			field := problem.Field{Path: "staff_networks", Code: "admin.network", Args: []any{"typed", word}}
			return nil, problem.New(problem.Invalid, "admin.network", "typed", word).With(field)
		}
		networks = append(networks, n)
	}
	return networks, nil
}

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
	if isCorrectable(err) {
		return f.unitsPage(w, r, form.Text("name"), form.Text("email"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.units.saved")
	return kit.Redirect(w, r, Prefix+"/uffici")
}
