// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"slices"

	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// UsersPage lists accounts and invites one.
type UsersPage struct {
	kit.Page
	Query  kit.Field
	Table  kit.Table
	More   string // address of the next page; "" on the last
	Invite Invitation
}

// Invitation is the form of an invitation.
type Invitation struct{ Email, Name kit.Field }

const usersPerPage = 50

func (f *Face) users(w http.ResponseWriter, r *http.Request) error {
	return f.usersPage(w, r, identity.NewAccount{}, nil)
}

func (f *Face) usersPage(w http.ResponseWriter, r *http.Request, typed identity.NewAccount, wrong error) error {
	q := r.URL.Query()
	list, err := f.Identity.Accounts(r.Context(), by(r), identity.Filter{Query: q.Get("q"), After: q.Get("after"), Limit: usersPerPage})
	if err != nil {
		return err
	}
	page := UsersPage{Page: f.page(r, "admin.users.title")}
	page.Query = kit.Field{Type: kit.Text, Name: "q", Label: page.T("admin.users.search"), Value: q.Get("q"), Optional: true, Width: kit.Medium}
	page.Table = f.usersTable(page.Page, list, q.Get("q") != "")
	if len(list) == usersPerPage {
		q.Set("after", list[len(list)-1].ID)
		page.More = Prefix + "/?" + q.Encode()
	}
	page.Invite = Invitation{
		Email: kit.Field{Type: kit.Email, Name: "email", Label: page.T("admin.users.email"), Value: typed.Email, Width: kit.Medium},
		Name:  kit.Field{Type: kit.Text, Name: "name", Label: page.T("admin.users.name"), Value: typed.Name, Width: kit.Medium},
	}
	withErrors(&page.Page, wrong, &page.Invite.Email, &page.Invite.Name)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/users", page)
}

func (f *Face) usersTable(page kit.Page, list []identity.Account, filtered bool) kit.Table {
	rows := make([]kit.Row, len(list))
	for i, a := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: a.Name, Href: Prefix + "/utenti/" + a.ID},
			{Text: a.Email},
			{Text: page.T("admin.users.kind_" + string(a.Kind))},
			{Badge: stateBadge(page, a.State)},
			{Text: lastLogin(page, a)},
		}}
	}
	table := kit.NewTable(page.T("admin.users.title"), []kit.Column{
		{Title: page.T("admin.users.name")}, {Title: page.T("admin.users.email")}, {Title: page.T("admin.users.kind")},
		{Title: page.T("admin.users.state")}, {Title: page.T("admin.users.last")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("admin.users.none")}
	if filtered {
		table.Empty.Next = &kit.Link{Text: page.T("admin.users.all"), Href: Prefix + "/"}
	}
	return table
}

func stateBadge(page kit.Page, s identity.State) kit.Badge {
	tone := map[identity.State]kit.Tone{identity.Active: kit.Positive, identity.Invited: kit.Waiting, identity.Suspended: kit.Negative}[s]
	return kit.Badge{Text: page.T("admin.users.state_" + string(s)), Tone: tone}
}

func lastLogin(page kit.Page, a identity.Account) string {
	if a.LastLogin.IsZero() {
		return page.T("admin.users.never")
	}
	return page.Printer.DateTime(a.LastLogin)
}

func (f *Face) inviteSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := identity.NewAccount{Email: form.Text("email"), Name: form.Text("name"), Kind: identity.Official, Lang: f.Kit.Printer(r).Lang()}
	a, err := f.Identity.Invite(r.Context(), by(r), typed)
	if isCorrectable(err) {
		return f.usersPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.users.invited", "email", a.Email)
	return kit.Redirect(w, r, Prefix+"/utenti/"+a.ID)
}

// UserPage is one account.
type UserPage struct {
	kit.Page
	ID      string
	Facts   []kit.Entry
	Own     bool // nobody changes their own rights
	Buttons []kit.Button
	Roles   []RoleRow
	Role    kit.Field
	Unit    kit.Field
	IsStaff bool
}

// RoleRow is one role that the account holds.
type RoleRow struct{ Membership, Text string }

func (f *Face) user(w http.ResponseWriter, r *http.Request) error { return f.userPage(w, r, nil) }

func (f *Face) userPage(w http.ResponseWriter, r *http.Request, wrong error) error {
	ctx := r.Context()
	a, err := f.Identity.Account(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := UserPage{Page: f.page(r, "admin.users.title"), ID: a.ID, IsStaff: a.Kind == identity.Official}
	page.Title = a.Name
	page.Own = a.ID == gate.Actor(ctx).Account
	page.Crumbs = []kit.Crumb{{Text: page.T("admin.users.title"), Href: Prefix + "/"}, {Text: a.Name}}
	page.Facts = []kit.Entry{
		{Name: page.T("admin.users.email"), Value: a.Email},
		{Name: page.T("admin.users.kind"), Value: page.T("admin.users.kind_" + string(a.Kind))},
		{Name: page.T("admin.users.state"), Value: page.T("admin.users.state_" + string(a.State))},
		{Name: page.T("admin.users.last"), Value: lastLogin(page.Page, a)},
	}
	page.Buttons = stateButtons(page.Page, a.State)
	if err := f.fillRoles(r, &page, a.ID); err != nil {
		return err
	}
	withErrors(&page.Page, wrong, &page.Role, &page.Unit)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/user", page)
}

func stateButtons(page kit.Page, s identity.State) []kit.Button {
	button := func(act string) kit.Button {
		return kit.Button{Text: page.T("admin.users.act_" + act), Name: "act", Value: act}
	}
	switch s {
	case identity.Invited:
		return []kit.Button{button("reinvite"), button("suspend")}
	case identity.Suspended:
		return []kit.Button{button("restore")}
	}
	return []kit.Button{button("end_sessions"), button("new_totp"), button("suspend")}
}

func (f *Face) fillRoles(r *http.Request, page *UserPage, account string) error {
	ctx := r.Context()
	units, err := f.Office.Units(ctx)
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
		page.Roles = append(page.Roles, RoleRow{m.ID, f.roleText(page.Page, units, m)})
	}
	page.Role = kit.Field{Type: kit.Select, Name: "role", Label: page.T("admin.roles.role"), Width: kit.Medium}
	for _, n := range names {
		page.Role.Options = append(page.Role.Options, kit.Option{Value: n, Label: n})
	}
	page.Unit = kit.Field{Type: kit.Select, Name: "unit", Label: page.T("admin.roles.unit"), Width: kit.Medium, Optional: true}
	page.Unit.Options = append(page.Unit.Options, kit.Option{Value: "", Label: page.T("admin.roles.everywhere")})
	for _, u := range units {
		page.Unit.Options = append(page.Unit.Options, kit.Option{Value: u.ID, Label: u.Name})
	}
	return nil
}

func (f *Face) roleText(page kit.Page, units []office.Unit, m office.Membership) string {
	at := slices.IndexFunc(units, func(u office.Unit) bool { return u.ID == m.Unit })
	if at < 0 {
		return page.T("admin.roles.held", "role", m.Role, "unit", page.T("admin.roles.everywhere"))
	}
	return page.T("admin.roles.held", "role", m.Role, "unit", units[at].Name)
}

func (f *Face) grantSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	_, err = f.Office.Grant(r.Context(), gate.Actor(r.Context()), id, form.Text("role"), form.Text("unit"))
	return f.done(w, r, err, "admin.roles.granted")
}

func (f *Face) revokeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Office.Revoke(r.Context(), gate.Actor(r.Context()), form.Text("membership"))
	return f.done(w, r, err, "admin.roles.revoked")
}

// stateSubmit does one of the acts on the account itself.
func (f *Face) stateSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	switch act := form.Text("act"); act {
	case "suspend":
		err = f.Identity.Suspend(ctx, by(r), id)
	case "restore":
		err = f.Identity.Restore(ctx, by(r), id)
	case "reinvite":
		err = f.Identity.Reinvite(ctx, by(r), id)
	case "end_sessions":
		err = f.Identity.EndSessions(ctx, by(r), id, "")
	case "new_totp":
		_, err = f.Identity.RequestTOTPReset(ctx, by(r), id)
	default:
		err = problem.New(problem.Invalid, "admin.no_act")
	}
	return f.done(w, r, err, "admin.users.act_done")
}

// done answers an act on an account: back to its page, with what happened.
func (f *Face) done(w http.ResponseWriter, r *http.Request, err error, key string) error {
	if isCorrectable(err) {
		return f.userPage(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, Prefix+"/utenti/"+r.PathValue("id"))
}
