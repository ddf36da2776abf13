// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"net/http"

	"pratica/internal/office"
	"pratica/internal/web/kit"
)

// desks are the places where people work, each with the verb that leads there.
// The first that an actor may enter is where signing in leads.
var desks = []struct {
	verb      office.Verb
	path, key string
}{
	{office.LawyerEnter, "/avvocato/", "gate.desk.lawyer"},
	{office.StudioEnter, "/studio/", "gate.desk.studio"},
	{office.InboxRead, "/ufficio/", "gate.desk.office"},
	{office.UsersRead, "/amministrazione/", "gate.desk.admin"},
}

// Desk is the page at which an actor's work begins; the page of their own
// account when there is no other that they reach.
func (g *Gate) Desk(r *http.Request, actor office.Actor) string {
	for _, d := range desks {
		if g.reaches(r, actor, d.verb) {
			return d.path
		}
	}
	return OwnPath
}

// reaches says whether an actor may enter a desk from where the request comes.
func (g *Gate) reaches(r *http.Request, actor office.Actor, verb office.Verb) bool {
	return office.Can(actor, verb, office.Resource{}) && (verb == office.LawyerEnter || verb == office.StudioEnter || g.admits(r))
}

// IsOutside says that an official has a desk that cannot be reached from here.
func (g *Gate) IsOutside(r *http.Request, actor office.Actor) bool {
	return office.Can(actor, office.DeskEnter, office.Resource{}) && !g.admits(r)
}

// user is the actor as the header of a page shows them.
func (g *Gate) user(r *http.Request, actor office.Actor) kit.User {
	u := kit.User{Name: actor.Name, SignOut: SignOutPath}
	if g.Kit == nil {
		return u
	}
	p := g.Kit.Printer(r)
	u.Role = p.T("gate.kind." + actor.Audit().Kind)
	for _, d := range desks {
		if g.reaches(r, actor, d.verb) {
			u.Links = append(u.Links, kit.Link{Text: p.T(d.key), Href: d.path, Current: r.URL.Path == d.path})
		}
	}
	u.Links = append(u.Links, kit.Link{Text: p.T("gate.own"), Href: OwnPath, Current: r.URL.Path == OwnPath})
	return u
}
