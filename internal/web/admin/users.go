// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"strings"

	"pratica/internal/identity"
	"pratica/internal/office"
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
	page.Wide = true
	page.Query = kit.Field{Type: kit.Text, Name: "q", Label: page.T("admin.users.search"), Value: q.Get("q"), Optional: true, Width: kit.Small}
	if page.Table, err = f.usersTable(r, page.Page, list); err != nil {
		return err
	}
	if len(list) == usersPerPage {
		q.Set("after", list[len(list)-1].ID)
		page.More = Prefix + "/?" + q.Encode()
	}
	page.Invite = Invitation{
		Email: kit.Field{Type: kit.Email, Name: "email", Label: page.T("admin.users.email"), Value: typed.Email, Width: kit.Medium},
		Name:  kit.Field{Type: kit.Text, Name: "name", Label: page.T("admin.users.name"), Value: typed.Name, Width: kit.Medium},
	}
	withErrors(&page.Page, wrong, &page.Invite.Name, &page.Invite.Email)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/users", page)
}

func (f *Face) usersTable(r *http.Request, page kit.Page, list []identity.Account) (kit.Table, error) {
	roles, err := f.rolesOfAll(r, page)
	if err != nil {
		return kit.Table{}, err
	}
	rows := make([]kit.Row, len(list))
	for i, a := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: a.Name, Href: Prefix + "/utenti/" + a.ID},
			{Text: a.Email},
			{Text: page.T("admin.users.kind_" + string(a.Kind))},
			{Text: strings.Join(roles[a.ID], ", ")},
			{Badge: stateBadge(page, a.State)},
			{Text: lastLogin(page, a)},
		}}
	}
	table := kit.NewTable(page.T("admin.users.caption"), []kit.Column{
		{Title: page.T("admin.users.name")}, {Title: page.T("admin.users.email")}, {Title: page.T("admin.users.kind")},
		{Title: page.T("admin.roles.title")}, {Title: page.T("admin.users.state")}, {Title: page.T("admin.users.last")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("admin.users.none"), Next: &kit.Link{Text: page.T("admin.users.all"), Href: Prefix + "/"}}
	return table, nil
}

// rolesOfAll words the roles of each account, each role once.
func (f *Face) rolesOfAll(r *http.Request, page kit.Page) (map[string][]string, error) {
	ctx := r.Context()
	say, err := f.wording(ctx, page)
	if err != nil {
		return nil, err
	}
	all, err := f.Office.Members(ctx, gate.Actor(ctx), "")
	if err != nil {
		return nil, err
	}
	roles, seen := map[string][]string{}, map[office.Membership]bool{}
	for _, m := range all {
		if once := (office.Membership{Account: m.Account, Role: m.Role}); !seen[once] {
			seen[once] = true
			roles[m.Account] = append(roles[m.Account], say.role(m.Role))
		}
	}
	return roles, nil
}

func stateBadge(page kit.Page, s identity.State) kit.Badge {
	tone := map[identity.State]kit.Tone{identity.Active: kit.Positive, identity.Invited: kit.Waiting, identity.Suspended: kit.Negative}[s]
	return kit.Badge{Text: page.T("admin.users.state_" + string(s)), Tone: tone}
}

func lastLogin(page kit.Page, a identity.Account) string {
	if a.State == identity.Invited {
		return page.T("admin.users.invited_on", "at", page.Printer.DateTime(a.CreatedAt))
	}
	switch {
	case !a.LastLogin.IsZero():
	case a.State == identity.Active: // the session in which the account was activated is no sign-in
		return page.T("admin.users.not_since")
	default:
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
	if kit.IsCorrectable(err) {
		return f.usersPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.users.invited")
	return kit.Redirect(w, r, Prefix+"/utenti/"+a.ID)
}
