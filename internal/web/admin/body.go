// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"pratica/internal/audit"
	"pratica/internal/identity"
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

// bodyForm shows networks as they were typed: they may be none.
func (f *Face) bodyForm(w http.ResponseWriter, r *http.Request, b office.Body, networks string, wrong error) error {
	page := BodyPage{Page: f.page(r, "admin.body.title"), Version: b.Version}
	page.Contacts, page.Office = contactFields(page.Page, b), officeFields(page.Page, networks)
	delegate, err := f.delegateFields(r, page.Page, b.Delegate)
	if err != nil {
		return err
	}
	page.Delegate = delegate
	withErrors(&page.Page, atTheirFields(wrong), page.all()...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/body", page)
}

func bodyField(page kit.Page, kind kit.FieldType, name, value string) kit.Field {
	return kit.Field{Type: kind, Name: name, Label: page.T("admin.body." + name), Value: value, Optional: name != "name", Width: kit.Medium}
}

func contactFields(page kit.Page, b office.Body) []kit.Field {
	website := bodyField(page, kit.Text, "website", b.Website)
	website.Help = page.T("admin.body.website_help")
	return []kit.Field{
		bodyField(page, kit.Text, "name", b.Name), bodyField(page, kit.Text, "tax_code", b.TaxCode), bodyField(page, kit.Text, "address", b.Address),
		bodyField(page, kit.Email, "email", b.Email), bodyField(page, kit.Email, "pec", b.PEC), bodyField(page, kit.Phone, "phone", b.Phone),
		website, bodyField(page, kit.Text, "logo_text", b.LogoText),
	}
}

func officeFields(page kit.Page, networks string) []kit.Field {
	reach := bodyField(page, kit.LongText, "staff_networks", networks)
	reach.Help, reach.Rows = page.T("admin.body.staff_networks_help"), 3
	return []kit.Field{reach}
}

// delegateFields offer the people who may be chosen: active officials, but not
// who is choosing.
func (f *Face) delegateFields(r *http.Request, page kit.Page, d office.Delegate) ([]kit.Field, error) {
	who := bodyField(page, kit.Select, "delegate.account", d.Account)
	officials, err := f.officials(r.Context(), by(r))
	if err != nil {
		return nil, err
	}
	for _, a := range officials {
		if a.ID == d.Account || (a.State == identity.Active && a.ID != gate.Actor(r.Context()).Account) {
			who.Options = append(who.Options, kit.Option{Value: a.ID, Label: page.T("admin.person", "name", a.Name, "email", a.Email)})
		}
	}
	return []kit.Field{
		who, bodyField(page, kit.Text, "delegate.title", d.Title), bodyField(page, kit.Text, "delegate.act", d.Act),
		bodyField(page, kit.Date, "delegate.from", d.From), bodyField(page, kit.Date, "delegate.to", d.To),
	}, nil
}

// officials lists every official by name, whatever their state.
func (f *Face) officials(ctx context.Context, by audit.Actor) ([]identity.Account, error) {
	const most = 200
	filter := identity.Filter{Kind: identity.Official, Limit: most}
	var all []identity.Account
	for {
		list, err := f.Identity.Accounts(ctx, by, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if len(list) < most {
			return all, nil
		}
		filter.After = list[most-1].ID
	}
}

// atTheirFields moves what is wrong with a group of boxes to the first of them.
func atTheirFields(err error) error {
	p, ok := problem.As(err)
	if !ok {
		return err
	}
	first := map[string]string{"delegate": "delegate.account"}
	moved := *p
	moved.Fields = slices.Clone(p.Fields)
	for i, field := range moved.Fields {
		if name := first[field.Path]; name != "" {
			moved.Fields[i].Path = name
		}
	}
	return &moved
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
	last, err := f.Office.Body(r.Context())
	if err != nil {
		return err
	}
	b := typedBody(last, form)
	if b.StaffNetworks, err = office.ParseNetworks(form.Text("staff_networks")); err == nil {
		_, err = f.Office.SaveBody(r.Context(), gate.Actor(r.Context()), b, f.Gate.Client(r))
	}
	if kit.IsCorrectable(err) {
		return f.bodyForm(w, r, b, form.Text("staff_networks"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.body.saved")
	return kit.Redirect(w, r, Prefix+"/ente")
}

// typedBody lays what was typed over the body as it is. A version that is no
// number is none that exists: the save is refused as one made from old data.
func typedBody(b office.Body, form kit.Values) office.Body {
	b.Version, _ = form.Number("version")
	b.Name, b.TaxCode, b.Address = form.Text("name"), form.Text("tax_code"), form.Text("address")
	b.Email, b.PEC, b.Phone = form.Text("email"), form.Text("pec"), form.Text("phone")
	b.Website, b.LogoText = form.Text("website"), form.Text("logo_text")
	b.Delegate = office.Delegate{
		Account: form.Text("delegate.account"), Title: form.Text("delegate.title"), Act: form.Text("delegate.act"),
		From: form.Date("delegate.from"), To: form.Date("delegate.to"),
	}
	return b
}

// small reads a day or a month; what is no number becomes -1, which no calendar
// has.
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

func networksText(networks []netip.Prefix) string {
	lines := make([]string, len(networks))
	for i, n := range networks {
		lines[i] = n.String()
	}
	return strings.Join(lines, "\n")
}
