// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/discard"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/lots"
	"pratica/internal/office"
	"pratica/internal/search"
	"pratica/internal/signatures/verdicts"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
	"pratica/internal/worklist"
)

// Prefix is where the pages are.
const Prefix = "/ufficio"

// Registry joins casework and documents for the office; app has it.
type Registry interface {
	// OpenFile opens a document of a case and records that it was read.
	OpenFile(ctx context.Context, actor casework.Actor, caseID, file string) (io.ReadSeekCloser, documents.File, error)
	// PrintDecision makes the document of a decision that is to be signed, from
	// the draft of the action, and returns it.
	PrintDecision(ctx context.Context, actor casework.Actor, caseID, action string, in actions.Input) (documents.File, error)
	// Proposed gives values that the body's data propose for the form of an act,
	// by field; who acts may change them.
	Proposed(ctx context.Context, actor casework.Actor, offer casework.Offer) (map[string]string, error)
	// ReceiveFile stores a file uploaded for an act. A signed decision must hold
	// the very document that was printed for it.
	ReceiveFile(ctx context.Context, actor casework.Actor, caseID, slot, name string, content io.Reader) (actions.File, error)
	// DropFile removes a file whose act was refused.
	DropFile(ctx context.Context, caseID, file string) error
}

// Face has the pages. All fields are required.
type Face struct {
	Kit       *kit.Kit
	Gate      *gate.Gate
	Casework  *casework.Service
	Documents *documents.Service
	Papers    *papers.Maker
	Forms     *forms.Service
	Registry  Registry
	Office    *office.Service
	Paper     PaperDesk
	Worklist  *worklist.Service
	Lots      *lots.Service
	Sittings  *casework.Sittings
	Minutes   Minutes
	Reports   *casework.Reports
	Now       func() time.Time
	Search    *search.Service
	Discard   *discard.Service
	Verdicts  *verdicts.Service

	SearchDesk SearchDesk
	Signing    RemoteSigning // nil: nobody signs at a distance
}

// Mount registers the actions, each behind the gate of its verb.
func (f *Face) Mount(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /{$}", Handler: f.inbox},
		{Pattern: "POST /prendi", Handler: f.takeSubmit},
		{Pattern: "GET /pratiche/{id}", Handler: f.casePage},
		{Pattern: "GET /pratiche/{id}/scheda", Handler: f.digest},
		{Pattern: "GET /pratiche/{id}/termini/{file}", Handler: f.calendar},
		{Pattern: "GET /pratiche/{id}/fai/{action}", Handler: f.act},
		{Pattern: "POST /pratiche/{id}/fai/{action}", Handler: f.actSubmit, Limit: maxUpload},
		{Pattern: "GET /pratiche/{id}/documenti/{file}", Handler: f.document},
		{Pattern: "GET /pratiche/{id}/documenti/{file}/firme", Handler: f.signatures},
		{Pattern: "POST /pratiche/{id}/documenti/{file}/firme", Handler: f.signaturesAgain},
		{Pattern: "GET /pratiche/{id}/documenti/{file}/contenuto", Handler: f.signedContent},
		{Pattern: "GET /pratiche/{id}/note", Handler: f.casePage},
		{Pattern: "POST /pratiche/{id}/note", Handler: f.noteSubmit},
		{Pattern: "GET /assenze", Handler: f.absences},
		{Pattern: "POST /assenze", Handler: f.absenceSubmit},
		{Pattern: "GET /turni", Handler: f.rolls},
		{Pattern: "POST /turni", Handler: f.rollSubmit},
	}, f.Gate.Staff(office.DeskEnter))
	f.mountList(mux)
	f.mountSearch(mux)
	f.mountLots(mux)
	f.mountSittings(mux)
	f.Kit.Mount(mux, Prefix, []kit.Route{{Pattern: "GET /carta", Handler: f.paper}, {Pattern: "POST /carta", Handler: f.paperSubmit}}, f.Gate.Staff(office.InboxRead))
	f.Kit.Mount(mux, Prefix, []kit.Route{{Pattern: "GET /firma/collega", Handler: f.connect}, {Pattern: "GET /firma/ritorno", Handler: f.connected}}, f.Gate.Staff(office.InboxRead))
	f.mountStatistics(mux)
	f.Kit.Mount(mux, Prefix, []kit.Route{{Pattern: "GET /difensori", Handler: f.counsel}, {Pattern: "GET /difensori/{id}/invito", Handler: f.counsel}}, f.Gate.Staff(office.CounselRead))
	f.Kit.Mount(mux, Prefix, []kit.Route{{Pattern: "POST /difensori/{id}/invito", Handler: f.inviteSubmit}}, f.Gate.Staff(office.CounselInvite))
	f.Kit.Mount(mux, Prefix, []kit.Route{{Pattern: "POST /difensori", Handler: f.importSubmit, Limit: maxList + 1<<20}}, f.Gate.Staff(office.CounselManage))
}

// maxUpload bounds a signed decision with its form.
const maxUpload = 64 << 20

// actor is who acts, as casework knows people.
func actor(r *http.Request) casework.Actor { return Worker(gate.Actor(r.Context())) }

// Worker is an official as cases know him, in the place of whom he stands too.
func Worker(a office.Actor) casework.Actor {
	who := casework.Actor{Kind: audit.Official, ID: a.Account, Roles: a.Roles}
	for _, post := range a.Posts {
		if post.For != "" && !slices.Contains(who.For, post.For) {
			who.For = append(who.For, post.For)
		}
	}
	return who
}

// page starts a page of the face.
func (f *Face) page(r *http.Request, title string) kit.Page {
	p := f.Kit.Page(r, title)
	p.Home, p.Wide = Prefix+"/", true
	p.Nav = []kit.Link{{Text: p.T("office.inbox.title"), Href: Prefix + "/", Current: r.URL.Path == Prefix+"/"}}
	if office.Can(gate.Actor(r.Context()), office.InboxRead, office.Resource{}) {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("search.title"), Href: SearchPath, Current: r.URL.Path == SearchPath})
	}
	if office.Can(gate.Actor(r.Context()), office.InboxRead, office.Resource{}) {
		if admitted, err := f.Sittings.Admits(r.Context(), actor(r)); err == nil && admitted {
			p.Nav = append(p.Nav, kit.Link{Text: p.T("sittings.title"), Href: SittingsPath, Current: strings.HasPrefix(r.URL.Path, SittingsPath)})
		}
		if f.seesLots(r) {
			p.Nav = append(p.Nav, kit.Link{Text: p.T("lots.title"), Href: LotsPath, Current: strings.HasPrefix(r.URL.Path, LotsPath) || strings.HasPrefix(r.URL.Path, lotPath)})
		}
		if f.seesStatistics(r) {
			p.Nav = append(p.Nav, kit.Link{Text: p.T("statistics.title"), Href: StatisticsPath, Current: strings.HasPrefix(r.URL.Path, StatisticsPath)})
		}
	}
	if office.Can(gate.Actor(r.Context()), office.CounselRead, office.Resource{}) {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("office.counsel.title"), Href: CounselPath, Current: strings.HasPrefix(r.URL.Path, CounselPath)})
	}
	if f.seesPaper(r) {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("office.paper.title"), Href: paperPath, Current: r.URL.Path == paperPath})
	}
	p.Nav = append(p.Nav, kit.Link{Text: p.T("office.absences.title"), Href: absencesPath, Current: r.URL.Path == absencesPath})
	if turns, err := f.turns(r); err == nil && len(turns) > 0 {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("office.roll.title"), Href: rollPath, Current: r.URL.Path == rollPath})
	}
	if office.Can(gate.Actor(r.Context()), office.UsersRead, office.Resource{}) {
		p.Nav = append(p.Nav, kit.Link{Text: p.T("office.nav.admin"), Href: "/amministrazione/"})
	}
	return p
}

// path is the address of a case.
func path(id string) string { return Prefix + "/pratiche/" + id }
