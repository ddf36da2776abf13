// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"fmt"
	"net/http"
	"slices"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/internal/web/applicant"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// CasePage is one case.
type CasePage struct {
	kit.Page
	ID           string
	State        kit.Badge
	Facts        []kit.Entry
	Offers       []OfferLink
	Terms        []papers.Term
	Digest       string // address of the digest; "" when the definition draws none
	Answers      []papers.Section
	Files        []papers.FileGroup
	Integrations []IntegrationCard
	Timeline     []kit.Moment
	Decision     *papers.Decision
	Lots         []kit.Table // none, or the one of the lots that the case is in
	OfficePart
	today terms.Date
}

// OfferLink is something that the reader can do now, or could.
type OfferLink struct {
	Text, Explain, Href string
	Unmet               []string // why not yet; the link is gone then
}

// IntegrationCard is a request for integration and what came back.
type IntegrationCard struct {
	State   string
	Asked   []string
	Note    string
	Due     string
	Answer  string
	Arrived string   // how and when, of an answer that the office registered
	Points  []string // that it is about
	Changes []papers.Change
}

func (f *Face) casePage(w http.ResponseWriter, r *http.Request) error {
	return f.caseWith(w, r, "", nil)
}

// caseWith is the page of a case, perhaps with a private note that was refused.
func (f *Face) caseWith(w http.ResponseWriter, r *http.Request, note string, wrong error) error {
	ctx := r.Context()
	v, err := f.Casework.View(ctx, actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	lang := f.Kit.Printer(r).Lang()
	title, err := f.Papers.Title(ctx, v.Case.Definition, lang)
	if err != nil {
		return err
	}
	page := CasePage{Page: f.page(r, v.Case.Code), ID: v.Case.ID, today: terms.DateOf(f.Kit.Now())}
	page.Lead = ledBy(v, title)
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: v.Case.Code}}
	page.State = kit.Badge{Text: v.Label.In(lang), Tone: kit.Progress}
	page.fill(v)
	page.office(v)
	page.noteErrors(note, wrong)
	if v.Withheld {
		return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/case", page)
	}
	page.Facts = append(slices.Clone(page.Parties), page.Facts...)
	if page.Answers, err = f.Papers.Answers(ctx, v.Case.Definition, v.Answers, lang); err != nil {
		return err
	}
	if page.Files, err = f.files(r, page.Page, v); err != nil {
		return err
	}
	if page.Lots, err = f.lotsOfCase(r, page.Page, v); err != nil {
		return err
	}
	if err := f.fillIntegrations(r, &page, v); err != nil {
		return err
	}
	holds, err := f.Discard.Held(ctx, v.Case.ID)
	if err != nil {
		return err
	}
	for _, h := range holds {
		page.Facts = append(page.Facts, kit.Entry{Name: page.T("discard.on_case"), Value: h.Reason})
	}
	if page.Decision, err = f.Papers.Decision(ctx, page.Page, v, path(v.Case.ID)+"/documenti/"); err != nil {
		return err
	}
	if sections, err := f.Casework.Definition(ctx, v.Case.Definition); err == nil && len(sections.Digest) > 0 {
		page.Digest = path(v.Case.ID) + "/scheda"
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/case", page)
}

// ledBy puts who applied before other words: people know a case by its name. It is
// no part of the title, which browsers keep in their history.
func ledBy(v casework.View, words string) string {
	if who := v.Who(); who != "" {
		return who + " – " + words
	}
	return words
}

func (p *CasePage) fill(v casework.View) {
	p.Facts = []kit.Entry{
		{Name: p.T("office.case.number"), Value: number(v.Case)},
		{Name: p.T("office.case.filed"), Value: p.Printer.DateTime(v.Case.FiledAt)},
	}
	if v.Case.Email != "" {
		p.Facts = append(p.Facts, kit.Entry{Name: p.T("office.case.email"), Value: v.Case.Email})
	}
	p.Facts = append(p.Facts, p.onPaper(v.Case)...)
	if outcome := v.Outcome.In(p.Lang); outcome != "" {
		p.Facts = append(p.Facts, kit.Entry{Name: p.T("office.case.outcome"), Value: outcome})
	}
	for _, a := range v.Assigned {
		p.Facts = append(p.Facts, kit.Entry{Name: a.Role.In(p.Lang), Value: a.Name})
	}
	for _, o := range v.Offers {
		p.Offers = append(p.Offers, p.offer(v.Case.ID, o))
	}
	p.Terms, _ = papers.WithCalendar(papers.Terms(p.Page, v.Terms), v.Terms, path(v.Case.ID))
	p.Timeline = papers.Timeline(p.Page, v.Timeline)
}

func (p *CasePage) offer(id string, o casework.Offer) OfferLink {
	link := OfferLink{Text: o.Label.In(p.Lang), Explain: o.Explain.In(p.Lang), Href: path(id) + "/fai/" + o.Action}
	for _, unmet := range o.Unmet {
		link.Unmet = append(link.Unmet, p.Printer.Field(unmet))
	}
	if len(link.Unmet) > 0 {
		link.Href = ""
	}
	return link
}

// files lists the documents of a case, headed by what they answer.
func (f *Face) files(r *http.Request, page kit.Page, v casework.View) ([]papers.FileGroup, error) {
	list, err := f.Documents.List(r.Context(), v.Case.ID)
	if err != nil {
		return nil, err
	}
	groups, err := f.Papers.FileGroups(r.Context(), page, papers.Case{Definition: v.Case.Definition, Answers: v.Answers}, list, path(v.Case.ID)+"/documenti/")
	for _, g := range groups {
		withSignatures(g.Files, list)
	}
	return groups, err
}

func (f *Face) fillIntegrations(r *http.Request, page *CasePage, v casework.View) error {
	for _, i := range v.Integrations {
		card := IntegrationCard{State: page.T("office.integration." + i.State), Note: i.Asked.Note, Answer: i.Answer.Note}
		if !i.Due.IsZero() {
			card.Due = page.Printer.LongDate(i.Due)
		}
		for _, point := range i.Asked.Points {
			card.Asked = append(card.Asked, point.Text.In(page.Lang))
		}
		card.registered(page.Page, i)
		changes, err := f.Papers.Changes(r.Context(), v.Case.Definition, i, page.Lang)
		if err != nil {
			return err
		}
		card.Changes = changes
		page.Integrations = append(page.Integrations, card)
	}
	return nil
}

// registered says how an answer arrived that the office registered.
func (c *IntegrationCard) registered(page kit.Page, i casework.Integration) {
	a := i.Answer
	if a.Arrived.IsZero() {
		return
	}
	c.Arrived = page.T("office.integration.arrived", "means", page.T("workflow.choice.answer_"+a.Means), "date", a.Arrived, "from", a.From)
	for _, point := range i.Asked.Points {
		if slices.Contains(a.Points, point.Point) {
			c.Points = append(c.Points, point.Text.In(page.Lang))
		}
	}
}

func number(c casework.Case) string { return numberOf(c.Year, c.Number) }

func numberOf(year int, number int64) string { return fmt.Sprintf("%d/%d", number, year) }

// DigestPage is the case on one page.
type DigestPage struct {
	kit.Page
	Back     string
	Urgent   kit.Badge
	Facts    []kit.Entry // what a reader looks for first: by when, and for which day
	Sections []casework.Section
	Files    []papers.FileGroup
}

func (f *Face) digest(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	page := DigestPage{Page: f.page(r, f.Kit.Printer(r).T("office.digest.title")), Back: path(id)}
	sections, err := f.Casework.Digest(r.Context(), actor(r), id, page.Lang)
	if err != nil {
		return err
	}
	v, err := f.Casework.View(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	page.Sections = sections
	page.Lead = ledBy(v, v.Case.Code)
	page.head(v, terms.DateOf(f.Kit.Now()))
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: page.T("office.case.title"), Href: path(id)}, {Text: page.Title}}
	if page.Files, err = f.files(r, page.Page, v); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "office/digest", page)
}

// head says by when the case is to be decided, and the day that makes it urgent.
func (p *DigestPage) head(v casework.View, today terms.Date) {
	if v.Case.IsUrgent(today) && !v.Final {
		p.Urgent = urgentBadge(p.Page, v.Case)
	}
	p.Facts = []kit.Entry{
		{Name: p.T("office.case.number"), Value: number(v.Case)}, {Name: p.T("office.case.filed"), Value: p.Printer.DateTime(v.Case.FiledAt)},
		{Name: p.T("office.case.state"), Value: v.Label.In(p.Lang)},
	}
	if !v.Case.Urgent.IsZero() {
		p.Facts = append(p.Facts, kit.Entry{Name: p.T("office.case.urgent_day"), Value: p.Printer.LongDate(v.Case.Urgent)})
	}
	for _, t := range v.Terms {
		if t.Main && !t.Result.Due.IsZero() {
			p.Facts = append(p.Facts, kit.Entry{Name: t.Label.In(p.Lang), Value: p.Printer.LongDate(t.Result.Due)})
		}
	}
	for _, a := range v.Assigned {
		p.Facts = append(p.Facts, kit.Entry{Name: a.Role.In(p.Lang), Value: a.Name})
	}
}

// document shows a file in the browser; the reading is recorded.
func (f *Face) document(w http.ResponseWriter, r *http.Request) error {
	content, file, err := f.Registry.OpenFile(r.Context(), actor(r), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return applicant.ServeFile(w, r, content, file)
}
