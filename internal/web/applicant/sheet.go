// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"

	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// SheetPage is the service sheet of a procedure.
type SheetPage struct {
	kit.Page
	Entries   []kit.Entry
	Documents []string
	Steps     []string // names of the pages of the form
	Start     string   // where the form posts to; "" while nothing may be filed
	Closed    string   // why, then
	Enter     string   // where a lawyer enters, when only lawyers begin
	Badge     string
	Drafts    []kit.Link // opened in this browser
}

func (f *Face) sheet(w http.ResponseWriter, r *http.Request) error {
	def, err := f.Forms.Published(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	page := SheetPage{Page: f.Kit.Page(r, def.Title.In(f.Kit.Printer(r).Lang()))}
	page.Lead = def.Summary.In(page.Lang)
	page.Crumbs = []kit.Crumb{{Text: page.T("applicant.services"), Href: "/"}, {Text: page.Title}}
	amounts, err := f.amounts(r, page.Page, def.Slug)
	if err != nil {
		return err
	}
	page.Entries = sheetEntries(page.Page, def, amounts)
	for _, d := range def.Sheet.Documents {
		page.Documents = append(page.Documents, d.In(page.Lang))
	}
	for _, p := range def.Pages {
		page.Steps = append(page.Steps, p.Title.In(page.Lang))
	}
	actor, err := f.Gate.Who(r.Context())
	if err != nil {
		return err
	}
	page.Start, page.Closed = f.opening(page.Page, def)
	if !def.Admits(actor.IsCounsel()) {
		page.Start, page.Closed, page.Enter = "", page.T("applicant.sheet.reserved"), "/accesso"
	}
	page.Badge = "/badge/" + def.Slug
	if page.Drafts, err = f.openDrafts(r, page.Page, def.Slug); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "applicant/sheet", page)
}

// amounts are those of the procedure's tables in force today, such as a limit of
// income: whoever wonders whether this is for them looks for the figure first.
func (f *Face) amounts(r *http.Request, page kit.Page, slug string) (entries []kit.Entry, err error) {
	all, err := f.Forms.SeriesAll(r.Context())
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		today, ok := s.On(terms.DateOf(f.Kit.Now()))
		if cents, isAmount := today.Value.(int64); s.Slug == slug && s.Type == forms.Amount && ok && isAmount {
			value := page.T("applicant.sheet.amount", "amount", page.Printer.Money(money.Cents(cents)), "act", today.Act)
			entries = append(entries, kit.Entry{Name: s.Title.In(page.Lang), Value: value})
		}
	}
	return entries, nil
}

func sheetEntries(page kit.Page, def *forms.Definition, amounts []kit.Entry) []kit.Entry {
	s := def.Sheet
	var entries []kit.Entry
	add := func(key string, text i18n.Text) {
		if t := text.In(page.Lang); t != "" {
			entries = append(entries, kit.Entry{Name: page.T(key), Value: t})
		}
	}
	add("applicant.sheet.who", s.Who)
	entries = append(entries, amounts...)
	add("applicant.sheet.cost", s.Cost)
	entries = append(entries, kit.Entry{Name: page.T("applicant.sheet.time"), Value: page.T("applicant.sheet.minutes", "count", s.Minutes)})
	add("applicant.sheet.limit", s.TimeLimit)
	add("applicant.sheet.silence", s.Silence)
	add("applicant.sheet.office", s.Office)
	add("applicant.sheet.privacy", s.Privacy)
	norms := kit.Entry{Name: page.T("applicant.sheet.norm")}
	for _, n := range s.Norm {
		norms.Lines = append(norms.Lines, n.In(page.Lang))
	}
	return append(entries, norms)
}

func (f *Face) opening(page kit.Page, def *forms.Definition) (start, closed string) {
	if def.Opening.Accepts(f.Kit.Now()) {
		return "/servizi/" + def.Slug + "/domande", ""
	}
	if now := f.Kit.Now(); now.Before(def.Opening.From) {
		return "", page.T("applicant.sheet.opens", "at", page.Printer.DateTime(def.Opening.From))
	}
	return "", page.T("applicant.sheet.closed", "at", page.Printer.DateTime(def.Opening.To))
}

// openDrafts lists drafts of a procedure that this browser may go on with, so
// that coming back does not make a second one.
func (f *Face) openDrafts(r *http.Request, page kit.Page, slug string) ([]kit.Link, error) {
	var links []kit.Link
	for _, id := range f.Gate.Applications(r.Context()) {
		a, err := f.Intake.Get(r.Context(), id)
		if problem.KindOf(err) == problem.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if a.Procedure == slug {
			links = append(links, kit.Link{Text: page.T("applicant.sheet.draft", "code", a.Code, "at", page.Printer.DateTime(a.ChangedAt)), Href: home(a.ID)})
		}
	}
	return links, nil
}

// start makes a draft of the published version and opens it in this session.
func (f *Face) start(w http.ResponseWriter, r *http.Request) error {
	def, err := f.Forms.Published(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	if !def.Opening.Accepts(f.Kit.Now()) {
		return problem.New(problem.Conflict, "applicant.closed")
	}
	actor, err := f.Gate.Who(r.Context())
	if err != nil {
		return err
	}
	if !def.Admits(actor.IsCounsel()) {
		return problem.New(problem.Conflict, "applicant.reserved")
	}
	if actor.IsCounsel() {
		return f.startInArea(w, r, actor, def)
	}
	a, err := f.Intake.Start(r.Context(), def.Slug, def.Digest, f.Kit.Printer(r).Lang())
	if err != nil {
		return err
	}
	if err := f.Gate.OpenApplication(r.Context(), a.ID); err != nil {
		return err
	}
	return kit.Redirect(w, r, home(a.ID)+"/pagina/"+def.Pages[0].ID)
}
