// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"net/http"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/applicant"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// StudioPrefix is where the pages of helpers are.
const StudioPrefix = "/studio"

// StudioPage has the lawyers whom somebody helps.
type StudioPage struct {
	kit.Page
	Lawyers []Served
}

// Served is a lawyer whom the reader helps.
type Served struct{ Name, Href, May string }

func (f *Face) studio(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.HelpedBy(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	page := StudioPage{Page: f.studioPage(r, f.Kit.Printer(r).T("lawyer.studio.title"))}
	page.Lead = page.T("lawyer.studio.lead")
	for _, h := range list {
		page.Lawyers = append(page.Lawyers, Served{h.Name, deskPath(h.Lawyer), rightsIn(page.Page, "right_", h.Rights)})
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/studio", page)
}

func deskPath(lawyer string) string { return StudioPrefix + "/" + lawyer }

func (f *Face) studioPage(r *http.Request, title string) kit.Page {
	p := f.Kit.Page(r, title)
	p.Home = StudioPrefix + "/"
	p.Nav = []kit.Link{{Text: p.T("lawyer.studio.title"), Href: p.Home, Current: r.URL.Path == p.Home}}
	return p
}

// served is the lawyer of a request, whom the reader helps and who can sign in.
func (f *Face) served(r *http.Request) (identity.Account, office.Help, error) {
	helps := gate.Actor(r.Context()).Helps
	i := slices.IndexFunc(helps, func(h office.Help) bool { return h.Lawyer == r.PathValue("lawyer") })
	if i < 0 {
		return identity.Account{}, office.Help{}, problem.New(problem.NotFound, "kit.not_found")
	}
	lawyer, err := f.Identity.Account(r.Context(), helps[i].Lawyer)
	if err == nil && lawyer.State != identity.Active {
		err = problem.New(problem.Forbidden, "gate.forbidden")
	}
	return lawyer, helps[i], err
}

// DeskPage is the work for one lawyer, as far as the helper may.
type DeskPage struct {
	kit.Page
	Prepares, Attaches bool
	Drafts             []Draft
	More               string
	NoDrafts           kit.EmptyState
	Begin              string // where a new draft is asked for
	Procedure          kit.Field
	Cases              *kit.Table // nil for who may not read them
	MoreCases          string
}

func (f *Face) desk(w http.ResponseWriter, r *http.Request) error {
	lawyer, help, err := f.served(r)
	if err != nil {
		return err
	}
	actor := gate.Actor(r.Context())
	// The page names clients: that it was read is known.
	if err := f.Office.HelperDid(r.Context(), actor, lawyer.ID, "list", ""); err != nil {
		return err
	}
	page := DeskPage{Page: f.studioPage(r, lawyer.Name)}
	page.Lead = rightsIn(page.Page, "right_", help.Rights)
	page.Crumbs = []kit.Crumb{{Text: page.T("lawyer.studio.title"), Href: StudioPrefix + "/"}, {Text: lawyer.Name}}
	of := office.Resource{Account: lawyer.ID}
	page.Prepares, page.Attaches = office.Can(actor, office.DraftPrepare, of), office.Can(actor, office.DraftAttach, of)
	if office.Can(actor, office.DraftRead, of) {
		if err := f.fillDrafts(r, &page, lawyer.ID); err != nil {
			return err
		}
	}
	if office.Can(actor, office.StudioCases, of) {
		if err := f.fillCases(r, &page, lawyer); err != nil {
			return err
		}
	}
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/desk", page)
}

func (f *Face) fillDrafts(r *http.Request, page *DeskPage, lawyer string) (err error) {
	page.NoDrafts = kit.EmptyState{Title: page.T("lawyer.drafts.none"), Text: page.T("lawyer.studio.no_drafts")}
	if page.Drafts, page.More, err = f.draftsOf(r, page.Page, lawyer, false); err != nil {
		return err
	}
	if !page.Prepares {
		for i := range page.Drafts {
			page.Drafts[i].Resume = ""
		}
		return nil
	}
	page.Begin = deskPath(lawyer) + "/domande"
	page.Procedure = kit.Field{Type: kit.Select, Name: "procedure", Label: page.T("lawyer.case.procedure"), Width: kit.Full}
	list, err := f.Forms.Catalogue(r.Context())
	for _, def := range list {
		if def.Opening.Accepts(f.Kit.Now()) {
			page.Procedure.Options = append(page.Procedure.Options, kit.Option{Value: def.Slug, Label: def.Title.In(page.Lang)})
		}
	}
	return err
}

// reader is the helper as casework knows who helps counsel.
func reader(actor office.Actor, lawyer identity.Account) casework.Actor {
	return casework.Actor{Kind: audit.Helper, ID: actor.Account, TaxCode: lawyer.FiscalCode}
}

func (f *Face) fillCases(r *http.Request, page *DeskPage, lawyer identity.Account) error {
	page.Cases = &kit.Table{Empty: kit.EmptyState{Title: page.T("lawyer.cases.none")}}
	if lawyer.FiscalCode == "" {
		return nil
	}
	items, err := f.Casework.Inbox(r.Context(), reader(gate.Actor(r.Context()), lawyer), casework.Filter{Closed: true, Limit: casesPerPage, After: cursorIn(r.URL.Query())})
	if err != nil {
		return err
	}
	table, err := f.table(r, page.Page, items, func(id string) string { return deskPath(lawyer.ID) + "/pratiche/" + id })
	table.Caption, table.Empty.Text = page.T("lawyer.studio.cases"), ""
	page.Cases = &table
	if len(items) == casesPerPage {
		page.MoreCases = deskPath(lawyer.ID) + "?" + pageAfter(items[len(items)-1].Cursor()).Encode()
	}
	return err
}

// beginSubmit makes a draft in the area of the lawyer.
func (f *Face) beginSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	lawyer, _, err := f.served(r)
	if err != nil {
		return err
	}
	def, err := f.Forms.Published(r.Context(), form.Text("procedure"))
	if err != nil {
		return err
	}
	if !def.Opening.Accepts(f.Kit.Now()) {
		return problem.New(problem.Conflict, "applicant.closed")
	}
	a, err := f.Areas.BeginInArea(r.Context(), gate.Actor(r.Context()), lawyer.ID, intake.Beginning{
		Procedure: def.Slug, Definition: def.Digest, Lang: f.Kit.Printer(r).Lang(),
	})
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, "/domanda/"+a.ID+"/pagina/"+def.Pages[0].ID)
}

// HelpedPage is a case as who helps counsel may see it.
type HelpedPage struct {
	kit.Page
	State    kit.Badge
	Explain  string
	Facts    []kit.Entry
	Terms    []papers.Term
	Receipt  string
	Timeline []kit.Moment
}

func (f *Face) helpedCase(w http.ResponseWriter, r *http.Request) error {
	lawyer, v, err := f.helpedView(r)
	if err != nil {
		return err
	}
	page := HelpedPage{Page: f.studioPage(r, v.Case.Code), Receipt: deskPath(lawyer.ID) + "/pratiche/" + v.Case.ID + "/ricevuta"}
	if page.Lead, err = f.Papers.Title(r.Context(), v.Case.Definition, page.Lang); err != nil {
		return err
	}
	page.Crumbs = []kit.Crumb{{Text: page.T("lawyer.studio.title"), Href: StudioPrefix + "/"}, {Text: lawyer.Name, Href: deskPath(lawyer.ID)}, {Text: v.Case.Code}}
	page.State, page.Explain = kit.Badge{Text: v.Label.In(page.Lang), Tone: kit.Progress}, v.Explain.In(page.Lang)
	page.Facts = caseFacts(page.Page, v)
	page.Terms, page.Timeline = papers.Terms(page.Page, v.Terms), papers.Timeline(page.Page, v.Timeline)
	return f.Kit.Render(w, r, http.StatusOK, "lawyer/helped", page)
}

// helpedView reads the case of a request, if the lawyer lets the reader.
func (f *Face) helpedView(r *http.Request) (identity.Account, casework.View, error) {
	lawyer, _, err := f.served(r)
	if err != nil {
		return lawyer, casework.View{}, err
	}
	actor := gate.Actor(r.Context())
	if !office.Can(actor, office.StudioCases, office.Resource{Account: lawyer.ID}) {
		return lawyer, casework.View{}, problem.New(problem.Forbidden, "gate.only_lawyer", "name", lawyer.Name)
	}
	v, err := f.Casework.View(r.Context(), reader(actor, lawyer), r.PathValue("id"))
	if err != nil {
		return lawyer, v, err
	}
	return lawyer, v, f.Office.HelperDid(r.Context(), actor, lawyer.ID, "case", v.Case.ID)
}

// helpedReceipt sends the printed receipt of the filing.
func (f *Face) helpedReceipt(w http.ResponseWriter, r *http.Request) error {
	lawyer, v, err := f.helpedView(r)
	if err != nil {
		return err
	}
	file, err := f.Desk.ReceiptDocument(r.Context(), v.Case.ID)
	if err != nil {
		return err
	}
	content, stored, err := f.Desk.OpenFile(r.Context(), reader(gate.Actor(r.Context()), lawyer), v.Case.ID, file.ID)
	if err != nil {
		return err
	}
	defer content.Close()
	return applicant.ServeFile(w, r, content, stored)
}
