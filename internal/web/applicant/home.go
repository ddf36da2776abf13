// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"fmt"
	"net/http"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/acts"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// HomePage is where an application stands: a draft to go on with, or a case.
type HomePage struct {
	kit.Page
	ID          string
	State       kit.Badge
	Explain     string
	Stepper     kit.Stepper // of a draft
	Continue    string
	Email       EmailState
	EmailAt     string
	Facts       []kit.Entry
	Receipt     string
	Integration string // where the answer is given; "" when nothing is asked
	Terms       []papers.Term
	Decision    *papers.Decision
	Timeline    []kit.Moment
	Acts        []kit.Link
	Calendar    string
	Copy        kit.Link
	Sections    []papers.Section
	Withdrawn   string // where a withdrawal that has no effect yet is taken back; "" without one
	Files       []papers.FileGroup
	Newer       *Newer // of a draft; nil when its version is the published one
	Keep        bool   // a lawyer is signed in who can bring the draft into his area
}

func (f *Face) home(w http.ResponseWriter, r *http.Request) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	page := HomePage{Page: f.page(r, a, def, "applicant.services"), ID: a.ID, Email: EmailState{a.Email, a.Verified}, EmailAt: home(a.ID) + "/email"}
	page.Title, page.Lead = page.T("applicant.application", "code", a.Code), def.Title.In(page.Lang)
	if a.State == intake.Filed {
		return f.caseHome(w, r, page, a)
	}
	return f.draftHome(w, r, page, a, def)
}

func (f *Face) draftHome(w http.ResponseWriter, r *http.Request, page HomePage, a intake.Application, def *forms.Definition) error {
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	page.State, page.Explain = kit.Badge{Text: page.T("applicant.home.draft"), Tone: kit.Neutral}, page.T("applicant.home.draft_explain", "at", page.Printer.DateTime(a.ChangedAt), "gone", page.Printer.LongDate(terms.DateOf(a.ChangedAt.Add(f.KeepDrafts))))
	page.Stepper = steps(page.Page, a, def, e, "")
	page.Continue = home(a.ID) + "/riepilogo"
	for _, p := range e.Pages {
		if len(p.Failures) > 0 || a.Saved[p.ID] == 0 {
			page.Continue = home(a.ID) + "/pagina/" + p.ID
			break
		}
	}
	if a.State == intake.Frozen {
		page.Continue = home(a.ID) + "/firma"
	}
	if page.Keep, err = f.canKeep(r, a); err != nil {
		return err
	}
	if page.Newer, err = f.newer(r, page.Page, def); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "applicant/home", page)
}

// applicant is the actor of an application, as casework knows it.
func applicant(id string) casework.Actor { return casework.Actor{Kind: audit.Applicant, ID: id} }

func (f *Face) caseHome(w http.ResponseWriter, r *http.Request, page HomePage, a intake.Application) error {
	receipt, err := f.Intake.Receipt(r.Context(), a.ID)
	if err != nil {
		return err
	}
	page.Receipt = home(a.ID) + "/ricevuta"
	page.Facts = []kit.Entry{
		{Name: page.T("applicant.receipt.number"), Value: numberText(receipt.Number, receipt.Year)},
		{Name: page.T("applicant.receipt.instant"), Value: page.Printer.Instant(receipt.FiledAt)},
	}
	v, err := f.Casework.View(r.Context(), applicant(a.ID), a.ID)
	if problem.KindOf(err) == problem.NotFound && err != nil { // filed this very moment: the case opens in a second
		page.State, page.Explain = kit.Badge{Text: page.T("applicant.home.filed"), Tone: kit.Positive}, page.T("applicant.home.opening")
		return f.Kit.Render(w, r, http.StatusOK, "applicant/home", page)
	}
	if err != nil {
		return err
	}
	page.State, page.Explain = kit.Badge{Text: v.Label.In(page.Lang), Tone: kit.Progress}, v.Explain.In(page.Lang)
	page.Terms, page.Timeline = papers.Terms(page.Page, v.Terms), papers.Timeline(page.Page, v.Timeline)
	page.Terms, page.Calendar = papers.WithCalendar(page.Terms, v.Terms, home(a.ID))
	page.Acts, page.Copy = acts.Links(page.Page, v, home(a.ID)), copyOf(page.Page, home(a.ID))
	if page.Decision, err = f.Papers.Decision(r.Context(), page.Page, v, home(a.ID)+"/documenti/"); err != nil {
		return err
	}
	if answerOffer(v) != "" {
		page.Integration = home(a.ID) + "/integrazione"
	}
	if at := slices.IndexFunc(v.Offers, func(o casework.Offer) bool { return o.Kind == kindKeep }); at >= 0 {
		page.Withdrawn = home(a.ID) + "/atti/" + v.Offers[at].Action
	}
	if page.Files, err = f.sent(r, page.Page, v); err != nil {
		return err
	}
	if page.Sections, err = f.Papers.Answers(r.Context(), a.Definition, v.Answers, page.Lang); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "applicant/home", page)
}

// kindKeep is the step kind by which a withdrawal is taken back.
const kindKeep = "keep_application"

// sent lists what the person attached and signed.
func (f *Face) sent(r *http.Request, page kit.Page, v casework.View) ([]papers.FileGroup, error) {
	files, err := f.Documents.List(r.Context(), v.Case.ID)
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(d documents.File) bool {
		return d.Slot == documents.SlotFrozen || d.Actor != audit.Applicant && d.Actor != audit.Lawyer
	})
	return f.Papers.FileGroups(r.Context(), page, papers.Case{Definition: v.Case.Definition, Answers: v.Answers}, files, home(v.Case.ID)+"/documenti/")
}

func numberText(number int64, year int) string { return fmt.Sprintf("%d/%d", number, year) }
