// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/ratelimit"
	"pratica/internal/terms"
	"pratica/internal/web/acts"
	"pratica/internal/web/applicant"
	"pratica/internal/web/bundle"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// Prefix is where the pages are.
const Prefix = "/avvocato"

// Desk opens what belongs to a case; app has it.
type Desk interface {
	// OpenFile opens a document of a case and records that it was read.
	OpenFile(ctx context.Context, actor casework.Actor, caseID, file string) (io.ReadSeekCloser, documents.File, error)
	// ReceiptDocument returns the printed receipt, rendered at the first request.
	ReceiptDocument(ctx context.Context, application string) (documents.File, error)
}

// Face has the pages. All fields are required.
type Face struct {
	Kit      *kit.Kit
	Gate     *gate.Gate
	Casework *casework.Service
	Identity *identity.Service
	Papers   *papers.Maker
	Acts     *acts.Maker
	Bundle   *bundle.Maker
	Desk     Desk
	Intake   *intake.Service
	Forms    *forms.Service
	Office   *office.Service
	Areas    Areas
	Keep     time.Duration // how long a draft that nobody changes is kept
}

// Mount registers the actions, all behind the gate of lawyers.
func (f *Face) Mount(mux *http.ServeMux) {
	f.Kit.Mount(mux, Prefix, []kit.Route{
		{Pattern: "GET /{$}", Handler: f.cases},
		{Pattern: "GET /pratiche/{id}", Handler: f.casePage},
		{Pattern: "GET /pratiche/{id}/ricevuta", Handler: f.receipt},
		{Pattern: "GET /pratiche/{id}/documenti/{file}", Handler: f.document},
		{Pattern: "GET /pratiche/{id}/atti/{action}", Handler: f.act},
		{Pattern: "POST /pratiche/{id}/atti/{action}", Handler: f.actSubmit},
		{Pattern: "GET /pratiche/{id}/termini/{file}", Handler: f.calendar},
		{Pattern: "GET /pratiche/{id}/copia.zip", Handler: f.copy},
		{Pattern: "GET /ricevute.zip", Handler: f.receipts},
		{Pattern: "GET /assistiti", Handler: f.clients},
		{Pattern: "POST /pratiche/{id}/nuova", Handler: f.Gate.Limited(ratelimit.DraftNetwork, f.again)},
		{Pattern: "GET /bozze", Handler: f.drafts},
		{Pattern: "POST /bozze", Handler: f.draftsSubmit},
		{Pattern: "GET /collaboratori", Handler: f.helpers},
		{Pattern: "POST /collaboratori", Handler: f.inviteSubmit},
		{Pattern: "GET /collaboratori/{help}", Handler: f.helper},
		{Pattern: "POST /collaboratori/{help}", Handler: f.helperSubmit},
		{Pattern: "POST /collaboratori/{help}/revoca", Handler: f.endSubmit},
	}, f.Gate.Lawyer)
	f.Kit.Mount(mux, StudioPrefix, []kit.Route{
		{Pattern: "GET /{$}", Handler: f.studio},
		{Pattern: "GET /{lawyer}", Handler: f.desk},
		{Pattern: "POST /{lawyer}/domande", Handler: f.Gate.Limited(ratelimit.DraftNetwork, f.beginSubmit)},
		{Pattern: "GET /{lawyer}/pratiche/{id}", Handler: f.helpedCase},
		{Pattern: "GET /{lawyer}/pratiche/{id}/ricevuta", Handler: f.helpedReceipt},
	}, f.Gate.Studio)
}

// actor is the lawyer as casework knows counsel.
func (f *Face) actor(r *http.Request) (casework.Actor, error) {
	a, err := f.Identity.Account(r.Context(), gate.Actor(r.Context()).Account)
	return casework.Actor{Kind: audit.Lawyer, ID: a.ID, TaxCode: a.FiscalCode}, err
}

// CasesPage lists the lawyer's cases.
type CasesPage struct {
	kit.Page
	Table    kit.Table
	More     string
	Receipts string // the bundle of all receipts; "" while there is none
}

const casesPerPage = 50

func (f *Face) cases(w http.ResponseWriter, r *http.Request) error {
	actor, err := f.actor(r)
	if err != nil {
		return err
	}
	items, err := f.Casework.Inbox(r.Context(), actor, casework.Filter{Closed: true, Limit: casesPerPage, After: cursorIn(r.URL.Query())})
	if err != nil {
		return err
	}
	page := CasesPage{Page: f.page(r, f.Kit.Printer(r).T("lawyer.cases.title"))}
	page.Lead = page.T("lawyer.cases.lead")
	if page.Table, err = f.table(r, page.Page, items, path); err != nil {
		return err
	}
	if len(items) > 0 {
		page.Receipts = Prefix + "/ricevute.zip"
	}
	if len(items) == casesPerPage {
		page.More = Prefix + "/?" + pageAfter(items[len(items)-1].Cursor()).Encode()
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/cases", page)
}

// table lists cases; at gives the address of one.
func (f *Face) table(r *http.Request, page kit.Page, items []casework.Item, at func(id string) string) (kit.Table, error) {
	rows := make([]kit.Row, len(items))
	for i, item := range items {
		title, err := f.Papers.Title(r.Context(), item.Definition, page.Lang)
		if err != nil {
			return kit.Table{}, err
		}
		due, err := f.due(r, page, item)
		if err != nil {
			return kit.Table{}, err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: item.Code, Href: at(item.ID)}, {Text: item.Client.Who}, {Text: title}, {Text: page.Printer.DateTime(item.FiledAt)}, {Text: due},
			{Badge: kit.Badge{Text: item.Label.In(page.Lang), Tone: kit.Progress}},
		}}
	}
	table := kit.NewTable(page.T("lawyer.cases.title"), []kit.Column{
		{Title: page.T("lawyer.case.code")}, {Title: page.T("lawyer.case.client")}, {Title: page.T("lawyer.case.procedure")}, {Title: page.T("lawyer.case.filed")}, {Title: page.T("lawyer.case.due")}, {Title: page.T("lawyer.case.state")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("lawyer.cases.none"), Text: page.T("lawyer.cases.none_text")}
	return table, nil
}

// due is the day on which the main term of a case ends; "" when nothing is due, or the
// term is not told to the parties.
func (f *Face) due(r *http.Request, page kit.Page, item casework.Item) (string, error) {
	def, err := f.Casework.Definition(r.Context(), item.Definition)
	if err != nil || item.Due.IsZero() {
		return "", err
	}
	if term, ok := def.Term(def.Main); !ok || !term.Public {
		return "", nil
	}
	return page.Printer.Date(item.Due), nil
}

// The list goes by the day when a case is due: where a page begins is that day and
// the case. A case without such a day has an empty one.
func pageAfter(last casework.Cursor) url.Values {
	return url.Values{"due": {last.Due.String()}, "id": {last.ID}}
}

func cursorIn(q url.Values) casework.Cursor {
	due, err := terms.ParseDate(q.Get("due"))
	if err != nil {
		due = terms.Date{}
	}
	return casework.Cursor{Due: due, ID: q.Get("id")}
}

func (f *Face) page(r *http.Request, title string) kit.Page {
	p := f.Kit.Page(r, title)
	p.Home = Prefix + "/"
	p.Nav = []kit.Link{
		{Text: p.T("lawyer.cases.title"), Href: Prefix + "/", Current: r.URL.Path == Prefix+"/"},
		{Text: p.T("lawyer.drafts.title"), Href: draftsPath, Current: r.URL.Path == draftsPath},
		{Text: p.T("lawyer.clients.title"), Href: clientsPath, Current: r.URL.Path == clientsPath},
		{Text: p.T("lawyer.helpers.title"), Href: helpersPath, Current: r.URL.Path == helpersPath},
	}
	return p
}

func path(id string) string { return Prefix + "/pratiche/" + id }

// CasePage is one case, as counsel may see it.
type CasePage struct {
	kit.Page
	State    kit.Badge
	Explain  string
	Facts    []kit.Entry
	Terms    []papers.Term
	Receipt  string
	Decision *papers.Decision
	Answers  []papers.Section
	Timeline []kit.Moment
	Acts     []kit.Link
	Calendar string
	Copy     string
	Again    string // where a new application begins with these answers
}

func (f *Face) casePage(w http.ResponseWriter, r *http.Request) error {
	actor, err := f.actor(r)
	if err != nil {
		return err
	}
	v, err := f.Casework.View(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := CasePage{Page: f.page(r, v.Case.Code), Receipt: path(v.Case.ID) + "/ricevuta"}
	if page.Lead, err = f.Papers.Title(r.Context(), v.Case.Definition, page.Lang); err != nil {
		return err
	}
	page.Crumbs = []kit.Crumb{{Text: page.T("lawyer.cases.title"), Href: Prefix + "/"}, {Text: v.Case.Code}}
	page.State, page.Explain = kit.Badge{Text: v.Label.In(page.Lang), Tone: kit.Progress}, v.Explain.In(page.Lang)
	page.Facts = caseFacts(page.Page, v)
	page.Terms = papers.Terms(page.Page, v.Terms)
	page.Terms, page.Calendar = papers.WithCalendar(page.Terms, v.Terms, path(v.Case.ID))
	page.Acts, page.Copy = acts.Links(page.Page, v, path(v.Case.ID)), path(v.Case.ID)+"/copia.zip"
	page.Again = path(v.Case.ID) + "/nuova"
	page.Timeline = papers.Timeline(page.Page, v.Timeline)
	if page.Decision, err = f.Papers.Decision(r.Context(), page.Page, v, path(v.Case.ID)+"/documenti/"); err != nil {
		return err
	}
	if page.Answers, err = f.Papers.Answers(r.Context(), v.Case.Definition, v.Answers, page.Lang); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/case", page)
}

// caseFacts are number and instant of the filing.
func caseFacts(page kit.Page, v casework.View) []kit.Entry {
	return []kit.Entry{
		{Name: page.T("lawyer.case.number"), Value: fmt.Sprintf("%d/%d", v.Case.Number, v.Case.Year)},
		{Name: page.T("lawyer.case.filed"), Value: page.Printer.DateTime(v.Case.FiledAt)},
	}
}

// receipt sends the printed receipt of the filing.
func (f *Face) receipt(w http.ResponseWriter, r *http.Request) error {
	return f.send(w, r, func(ctx context.Context) (string, error) {
		file, err := f.Desk.ReceiptDocument(ctx, r.PathValue("id"))
		return file.ID, err
	})
}

// document sends the decision; OpenFile refuses what counsel may not read.
func (f *Face) document(w http.ResponseWriter, r *http.Request) error {
	return f.send(w, r, func(context.Context) (string, error) { return r.PathValue("file"), nil })
}

func (f *Face) send(w http.ResponseWriter, r *http.Request, which func(context.Context) (string, error)) error {
	actor, err := f.actor(r)
	if err != nil {
		return err
	}
	// The right to see the case comes before anything is rendered for it.
	if _, err := f.Casework.View(r.Context(), actor, r.PathValue("id")); err != nil {
		return err
	}
	file, err := which(r.Context())
	if err != nil {
		return err
	}
	content, stored, err := f.Desk.OpenFile(r.Context(), actor, r.PathValue("id"), file)
	if err != nil {
		return err
	}
	defer content.Close()
	return applicant.ServeFile(w, r, content, stored)
}
