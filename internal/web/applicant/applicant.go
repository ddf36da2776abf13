// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/ratelimit"
	"pratica/internal/web/acts"
	"pratica/internal/web/bundle"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// Face has the pages. All fields are required.
type Face struct {
	Kit        *kit.Kit
	Gate       *gate.Gate
	Intake     *intake.Service
	Forms      *forms.Service
	Documents  *documents.Service
	Casework   *casework.Service
	Papers     *papers.Maker
	Acts       *acts.Maker
	Bundle     *bundle.Maker
	Desk       Desk
	Areas      Areas
	KeepDrafts time.Duration // how long a draft that nobody changes is kept
}

// Mount registers the actions.
func (f *Face) Mount(mux *http.ServeMux) {
	f.Kit.Mount(mux, "", []kit.Route{
		{Pattern: "GET /servizi/{slug}", Handler: f.sheet},
		{Pattern: "POST /servizi/{slug}/domande", Handler: f.Gate.Limited(ratelimit.DraftNetwork, f.start)},
		{Pattern: "GET /apri/{token}", Handler: f.open},
		{Pattern: "POST /apri/{token}", Handler: f.Gate.Limited(ratelimit.LinkNetwork, f.openSubmit)},
		{Pattern: "GET /riprendi", Handler: f.resume},
		{Pattern: "POST /riprendi", Handler: f.Gate.Limited(ratelimit.CodeNetwork, f.resumeSubmit)},
	})
	for verb, routes := range f.DraftRoutes() {
		f.Kit.Mount(mux, "/domanda/{id}", routes, f.Gate.Draft(verb))
	}
	f.Kit.Mount(mux, "/anteprima/{digest}", f.previewRoutes(), f.Gate.Staff(office.ProceduresManage))
}

// DraftRoutes are the actions on an application, by what a helper of the lawyer in
// whose area it is must be allowed. What is under DraftFile is never a helper's.
func (f *Face) DraftRoutes() map[office.Verb][]kit.Route {
	return map[office.Verb][]kit.Route{
		office.DraftRead: {
			{Pattern: "GET /{$}", Handler: f.home},
			{Pattern: "GET /allegati", Handler: f.attachments},
			{Pattern: "GET /riepilogo", Handler: f.summary},
			{Pattern: "GET /documenti/{file}", Handler: f.document},
		},
		office.DraftPrepare: {
			{Pattern: "GET /pagina/{page}", Handler: f.formPage},
			{Pattern: "POST /pagina/{page}", Handler: f.formSubmit},
			{Pattern: "POST /pagina/{page}/salva", Handler: f.formSave},
		},
		office.DraftAttach: {
			{Pattern: "POST /allegati/{slot}", Handler: f.Gate.Limited(ratelimit.UploadNetwork, f.attachSubmit), Limit: maxUpload},
			{Pattern: "POST /allegati", Handler: f.detachSubmit},
			{Pattern: "POST /caricamenti", Handler: f.uploadBegin},
			{Pattern: "PUT /caricamenti/{upload}", Handler: f.uploadPiece, Limit: maxPiece},
			{Pattern: "DELETE /caricamenti/{upload}", Handler: f.uploadDrop},
		},
		office.DraftFile: f.filing(),
	}
}

func (f *Face) filing() []kit.Route {
	return []kit.Route{
		{Pattern: "POST /area", Handler: f.keepSubmit},
		{Pattern: "GET /email", Handler: f.email},
		{Pattern: "POST /email", Handler: f.Gate.Limited(ratelimit.DraftNetwork, f.emailSubmit)},
		{Pattern: "GET /firma", Handler: f.sign},
		{Pattern: "POST /firma", Handler: f.freezeSubmit},
		{Pattern: "POST /modifica", Handler: f.thawSubmit},
		{Pattern: "POST /firma/{file}", Handler: f.Gate.Limited(ratelimit.UploadNetwork, f.signedSubmit), Limit: maxUpload},
		{Pattern: "POST /invia", Handler: f.submit},
		{Pattern: "GET /ricevuta", Handler: f.receipt},
		{Pattern: "GET /ricevuta.pdf", Handler: f.receiptPDF},
		{Pattern: "GET /atti/{action}", Handler: f.act},
		{Pattern: "POST /atti/{action}", Handler: f.actSubmit},
		{Pattern: "GET /termini/{file}", Handler: f.calendar},
		{Pattern: "GET /copia.zip", Handler: f.copy},
		{Pattern: "GET /integrazione", Handler: f.integration},
		{Pattern: "POST /integrazione", Handler: f.integrationSubmit},
		{Pattern: "POST /integrazione/{slot}", Handler: f.Gate.Limited(ratelimit.UploadNetwork, f.integrationFile), Limit: maxUpload},
	}
}

// home is the address of an application.
func home(id string) string { return "/domanda/" + id }

// local keeps a way back inside the site.
func local(to, otherwise string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return otherwise
	}
	return to
}

// application reads the application of a request with its definition.
func (f *Face) application(r *http.Request) (intake.Application, *forms.Definition, error) {
	a, err := f.Intake.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return a, nil, err
	}
	def, err := f.Forms.ByDigest(r.Context(), a.Definition)
	return a, def, err
}

// page starts a page of an application.
func (f *Face) page(r *http.Request, a intake.Application, def *forms.Definition, key string) kit.Page {
	p := f.Kit.Page(r, f.Kit.Printer(r).T(key))
	if actor := gate.Actor(r.Context()); actor.Account != "" { // from an area
		p.Crumbs = []kit.Crumb{f.areaCrumb(p, actor), {Text: p.T("applicant.application", "code", a.Code)}}
		return p
	}
	p.Crumbs = []kit.Crumb{
		{Text: p.T("applicant.services"), Href: "/"},
		{Text: def.Title.In(p.Lang), Href: "/servizi/" + def.Slug},
		{Text: p.T("applicant.application", "code", a.Code)},
	}
	return p
}

// The steps after the pages of the form.
const (
	stepFiles   = "allegati"
	stepSummary = "riepilogo"
	stepSign    = "firma"
)

// stepper shows how far the application is; all steps may be visited in any
// order.
func (f *Face) stepper(r *http.Request, page kit.Page, a intake.Application, def *forms.Definition, now string) (kit.Stepper, error) {
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return kit.Stepper{}, err
	}
	return steps(page, a, def, e, now), nil
}

func steps(page kit.Page, a intake.Application, def *forms.Definition, e forms.Evaluation, now string) kit.Stepper {
	s := kit.Stepper{Saved: true}
	add := func(id, name, href string, done bool) {
		step := kit.Step{Name: name, Href: href, State: kit.StepTodo}
		switch {
		case id == now:
			step.State = kit.StepCurrent
		case done:
			step.State = kit.StepDone
		}
		s.Steps = append(s.Steps, step)
	}
	for _, p := range e.Pages {
		add(p.ID, p.Title.In(page.Lang), home(a.ID)+"/pagina/"+p.ID, a.Saved[p.ID] > 0 && len(p.Failures) == 0)
	}
	if len(e.Slots) > 0 {
		add(stepFiles, page.T("applicant.files.title"), home(a.ID)+"/allegati", filesDone(e))
	}
	add(stepSummary, page.T("applicant.summary.title"), home(a.ID)+"/riepilogo", a.State != intake.Draft)
	add(stepSign, page.T("applicant.sign.title"), home(a.ID)+"/firma", a.State == intake.Filed)
	return s
}

func filesDone(e forms.Evaluation) bool {
	for _, slot := range e.Slots {
		if len(slot.Failures) > 0 {
			return false
		}
	}
	return true
}
