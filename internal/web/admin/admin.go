// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"context"
	"net/http"

	"pratica/internal/audit"
	"pratica/internal/delivery"
	"pratica/internal/discard"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/privacy"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Prefix is where the pages are.
const Prefix = "/amministrazione"

// Labels knows what the published procedures call their roles, by the role's
// name. It may answer from memory: a label is only for reading.
type Labels interface {
	RoleLabels(ctx context.Context) (map[string]i18n.Text, error)
}

// Face has the pages. All fields but Labels, Counsel and Failures are required.
type Face struct {
	Kit      *kit.Kit
	Gate     *gate.Gate
	Identity *identity.Service
	Office   *office.Service
	Audit    *audit.Log
	Delivery *delivery.Service
	// Forms keeps the procedures; nil: there are no pages of them.
	Forms *forms.Service
	// Preview is where a version can be tried as an applicant; nil: nowhere.
	Preview func(digest string) string
	// Labels words the roles; nil: they are shown by their names.
	Labels Labels
	// Counsel is the address of the list of counsel, which administrators import;
	// "": there is none.
	Counsel string
	// Failures is what gave up; nil: there is no page of it.
	Failures Failures
	// Annul annuls cases; nil: there is no page for it.
	Annul Annuller
	// Stakes tells which terms the calendar is about; nil: the page does not say.
	Stakes Stakes
	// Doctor looks at the system, Backups at its copies; nil: there is no page of it.
	Doctor  Doctor
	Backups Backups
	// Privacy answers who asks for his data, from the copies kept as Files; nil: there
	// is no page of it.
	Privacy *privacy.Service
	Files   *documents.Service
	// Discard ends the keeping of cases; nil: there is no page of it.
	Discard *discard.Service
}

// Mount registers the actions, each behind the gate of its verb.
func (f *Face) Mount(mux *http.ServeMux) {
	for verb, routes := range f.routes() {
		f.Kit.Mount(mux, Prefix, routes, f.Gate.Staff(verb))
	}
}

// routes lists the actions by the verb that they need. A form that was refused is
// shown again at the address it was posted to, so each such address also answers
// to GET: the language may be switched there, and the page loaded again.
func (f *Face) routes() map[office.Verb][]kit.Route {
	return map[office.Verb][]kit.Route{
		office.UsersRead: {
			{Pattern: "GET /{$}", Handler: f.users},
			{Pattern: "GET /utenti", Handler: f.users},
			{Pattern: "GET /utenti/{id}", Handler: f.user},
			{Pattern: "GET /utenti/{id}/stato", Handler: f.user},
			{Pattern: "GET /utenti/{id}/ruoli", Handler: f.user},
			{Pattern: "GET /utenti/{id}/togli", Handler: f.user},
			{Pattern: "GET /autenticatori", Handler: f.requests},
		},
		// What changes accounts is asked again, over the very account, by the services.
		office.UsersManage: {
			{Pattern: "POST /utenti", Handler: f.inviteSubmit},
			{Pattern: "POST /utenti/{id}/stato", Handler: f.stateSubmit},
		},
		office.RightsGrant: {
			{Pattern: "POST /utenti/{id}/ruoli", Handler: f.grantSubmit},
			{Pattern: "POST /utenti/{id}/togli", Handler: f.revokeSubmit},
		},
		office.TOTPApprove: {
			{Pattern: "POST /autenticatori", Handler: f.requestSubmit},
		},
		office.AuditRead: {
			{Pattern: "GET /registro", Handler: f.register},
		},
		office.BodyManage: {
			{Pattern: "GET /ente", Handler: f.body},
			{Pattern: "POST /ente", Handler: f.bodySubmit},
			{Pattern: "GET /uffici", Handler: f.units},
			{Pattern: "GET /uffici/{id}/chiudi", Handler: f.unitQuestion},
			{Pattern: "POST /uffici", Handler: f.unitSubmit},
			{Pattern: "GET /ente/versioni", Handler: f.bodyVersions},
			{Pattern: "POST /ente/versioni", Handler: f.bodyRestore},
			{Pattern: "GET /ente/versioni/{version}", Handler: f.bodyVersion},
			{Pattern: "GET /testi", Handler: f.texts},
			{Pattern: "GET /testi/{name}", Handler: f.ownText},
			{Pattern: "POST /testi/{name}", Handler: f.ownTextSubmit},
			{Pattern: "GET /testi/{name}/{version}", Handler: f.ownTextVersion},
			{Pattern: "GET /accessibilita", Handler: f.statement},
			{Pattern: "POST /accessibilita", Handler: f.statementSubmit},
			{Pattern: "GET /accessibilita/segnalazioni", Handler: f.feedbackList},
			{Pattern: "GET /accessibilita/segnalazioni/{id}", Handler: f.feedback},
			{Pattern: "POST /accessibilita/segnalazioni/{id}", Handler: f.feedbackSubmit},
			{Pattern: "GET /festivi", Handler: f.holidays},
			{Pattern: "POST /festivi", Handler: f.holidaySubmit},
			{Pattern: "GET /festivi/{id}/togli", Handler: f.holidayRemoval},
		},
		office.ProceduresManage: f.procedureRoutes(),

		office.SystemManage: f.systemRoutes(),
		office.CaseAnnul:    f.annulRoutes(),

		office.PrivacyManage: f.privacyRoutes(),
		office.DiscardManage: f.discardRoutes(),
	}
}

// annulRoutes are there when something can be annulled.
func (f *Face) annulRoutes() []kit.Route {
	if f.Annul == nil {
		return nil
	}
	return []kit.Route{{Pattern: "GET /annullamenti", Handler: f.annul}, {Pattern: "POST /annullamenti", Handler: f.annulSubmit}}
}

// systemRoutes are those of who keeps the program running.
func (f *Face) systemRoutes() []kit.Route {
	routes := []kit.Route{{Pattern: "GET /messaggi", Handler: f.messages}}
	if f.Failures != nil {
		routes = append(routes, kit.Route{Pattern: "GET /guasti", Handler: f.failures}, kit.Route{Pattern: "POST /guasti", Handler: f.failureSubmit})
	}
	if f.Doctor != nil {
		routes = append(routes, kit.Route{Pattern: "GET /stato", Handler: f.system})
	}
	if f.Backups != nil {
		routes = append(routes, kit.Route{Pattern: "GET /stato/copie", Handler: f.backups})
	}
	return routes
}

// rooms are the pages of the navigation, by the key of their title.
var rooms = []struct{ path, key string }{
	{"/", "admin.users.title"}, {"/autenticatori", "admin.totp.title"}, {"/uffici", "admin.units.title"},
	{"/ente", "admin.body.title"}, {"/testi", "texts.title"}, {"/festivi", "holidays.title"}, {"/accessibilita", "statement.title"}, {"/registro", "admin.audit.title"}, {"/messaggi", "admin.mail.title"},
}

// page starts a page of a room.
func (f *Face) page(r *http.Request, key string) kit.Page {
	p := f.Kit.Page(r, f.Kit.Printer(r).T(key))
	p.Home = Prefix + "/"
	for _, room := range rooms {
		p.Nav = append(p.Nav, kit.Link{Text: p.T(room.key), Href: Prefix + room.path, Current: room.key == key})
	}
	if f.Forms != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("procedures.title"), Href: proceduresPath, Current: key == "procedures.title"})
		p.Nav = append(p.Nav, kit.Link{Text: p.T("thresholds.title"), Href: thresholdsPath, Current: key == "thresholds.title"})
	}
	if f.Failures != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("admin.failures.title"), Href: failuresPath, Current: key == "admin.failures.title"})
	}
	if f.Doctor != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("system.title"), Href: systemPath, Current: key == "system.title"})
	}
	if f.Annul != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("admin.annul.title"), Href: annulPath, Current: key == "admin.annul.title"})
	}
	if f.Privacy != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("privacy.title"), Href: PrivacyPath, Current: key == "privacy.title"})
	}
	if f.Discard != nil {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("discard.title"), Href: discardPath, Current: key == "discard.title"})
	}
	if f.Counsel != "" {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("office.counsel.title"), Href: f.Counsel})
	}
	return p
}

// by is who acts, as identity and audit name it.
func by(r *http.Request) audit.Actor { return gate.Actor(r.Context()).Audit() }

// withErrors puts an error at its fields; what belongs to none of them is said on
// top of the page.
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
	if page.Errors = kit.Summary("", shown...); page.Errors.IsEmpty() {
		page.Alerts = append(page.Alerts, kit.Alert{Kind: kit.Danger, Text: page.Printer.Error(err)})
	}
}
