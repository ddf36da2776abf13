// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/audit"
	"pratica/internal/delivery"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Prefix is where the pages are.
const Prefix = "/amministrazione"

// Face has the pages. All fields are required.
type Face struct {
	Kit      *kit.Kit
	Gate     *gate.Gate
	Identity *identity.Service
	Office   *office.Service
	Audit    *audit.Log
	Delivery *delivery.Service
}

// Mount registers the actions, each behind the gate of its verb.
func (f *Face) Mount(mux *http.ServeMux) {
	behind := func(verb office.Verb, routes ...kit.Route) {
		f.Kit.Mount(mux, Prefix, routes, f.Gate.Staff(verb))
	}
	behind(office.UsersRead,
		kit.Route{Pattern: "GET /{$}", Handler: f.users},
		kit.Route{Pattern: "GET /utenti/{id}", Handler: f.user},
		// These change accounts; the services ask for the right over this very account.
		kit.Route{Pattern: "POST /utenti", Handler: f.inviteSubmit},
		kit.Route{Pattern: "POST /utenti/{id}/stato", Handler: f.stateSubmit},
		kit.Route{Pattern: "POST /utenti/{id}/ruoli", Handler: f.grantSubmit},
		kit.Route{Pattern: "POST /utenti/{id}/togli", Handler: f.revokeSubmit},
		kit.Route{Pattern: "GET /autenticatori", Handler: f.requests},
		kit.Route{Pattern: "POST /autenticatori", Handler: f.requestSubmit})
	behind(office.AuditRead,
		kit.Route{Pattern: "GET /registro", Handler: f.register})
	behind(office.BodyManage,
		kit.Route{Pattern: "GET /ente", Handler: f.body},
		kit.Route{Pattern: "POST /ente", Handler: f.bodySubmit},
		kit.Route{Pattern: "GET /uffici", Handler: f.units},
		kit.Route{Pattern: "POST /uffici", Handler: f.unitSubmit})
	behind(office.SystemManage,
		kit.Route{Pattern: "GET /messaggi", Handler: f.messages})
}

// page starts a page of the face, with its navigation.
func (f *Face) page(r *http.Request, key string) kit.Page {
	p := f.Kit.Page(r, f.Kit.Printer(r).T(key))
	p.Home, p.Wide = Prefix+"/", true
	for _, item := range []struct{ path, key string }{
		{"/", "admin.users.title"}, {"/autenticatori", "admin.totp.title"}, {"/uffici", "admin.units.title"},
		{"/ente", "admin.body.title"}, {"/registro", "admin.audit.title"}, {"/messaggi", "admin.mail.title"},
	} {
		p.Nav = append(p.Nav, kit.Link{Text: p.T(item.key), Href: Prefix + item.path, Current: r.URL.Path == Prefix+item.path})
	}
	return p
}

// by is who acts, as identity and audit name it.
func by(r *http.Request) audit.Actor { return gate.Actor(r.Context()).Audit() }

// isCorrectable says that the form can be shown again with the error.
func isCorrectable(err error) bool {
	kind := problem.KindOf(err)
	return err != nil && (kind == problem.Invalid || kind == problem.Conflict)
}

// withErrors puts an error at its fields, or on top of the page.
func withErrors(page *kit.Page, err error, fields ...*kit.Field) {
	if err == nil {
		return
	}
	texts := kit.FieldErrors(page.Printer, err)
	var shown []kit.Field
	for _, field := range fields {
		field.Error = texts[field.Name]
		shown = append(shown, *field)
	}
	page.Errors = kit.Summary("", shown...)
	if page.Errors.IsEmpty() {
		page.Errors.Text = page.Printer.Error(err)
	}
}
