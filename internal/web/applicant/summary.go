// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"
	"strings"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// SummaryPage shows everything before signing, with the errors that remain.
type SummaryPage struct {
	kit.Page
	Stepper  kit.Stepper
	Parts    []SummaryPart
	Warnings []string
	Email    EmailState
	EmailAt  string
	Next     string // "" while there are errors
	Newer    *Newer // nil when the draft has the published version
}

// SummaryPart is one page of the form.
type SummaryPart struct {
	Title, Change string
	Sections      []papers.Section
}

func (f *Face) summary(w http.ResponseWriter, r *http.Request) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	if a.State == intake.Filed {
		return kit.Redirect(w, r, home(a.ID)+"/")
	}
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	page := SummaryPage{Page: f.page(r, a, def, "applicant.summary.title"), Email: EmailState{a.Email, a.Verified}}
	page.Lead = page.T("applicant.summary.lead")
	page.Stepper = steps(page.Page, a, def, e, stepSummary)
	page.EmailAt = home(a.ID) + "/email?to=" + home(a.ID) + "/riepilogo"
	page.parts(a.ID, def, e)
	for _, warning := range e.Warnings {
		page.Warnings = append(page.Warnings, page.Printer.Field(warning))
	}
	if len(e.Failures) == 0 {
		page.Next = home(a.ID) + "/firma"
	} else {
		page.Errors = failures(page.Page, a.ID, e)
	}
	if page.Newer, err = f.newer(r, page.Page, def); err != nil {
		return err
	}
	return f.Kit.Render(w, r, http.StatusOK, "applicant/summary", page)
}

func (p *SummaryPage) parts(id string, def *forms.Definition, e forms.Evaluation) {
	blocks := def.Describe(e.Effective, p.Lang)
	for _, page := range e.Pages {
		part := SummaryPart{Title: page.Title.In(p.Lang), Change: home(id) + "/pagina/" + page.ID}
		var own []forms.Block
		for _, b := range blocks {
			if b.Page == page.ID {
				own = append(own, b)
			}
		}
		part.Sections = papers.Sections(own)
		p.Parts = append(p.Parts, part)
	}
}

// failures links each error to the field, on the page where it stands.
func failures(page kit.Page, id string, e forms.Evaluation) kit.ErrorSummary {
	s := kit.ErrorSummary{Text: page.T("applicant.summary.errors")}
	for _, p := range e.Pages {
		for _, field := range p.Failures {
			s.Items = append(s.Items, kit.ErrorItem{Href: home(id) + "/pagina/" + p.ID + "#" + anchor(p, field.Path), Text: page.Printer.Field(field)})
		}
	}
	for _, slot := range e.Slots {
		for _, field := range slot.Failures {
			s.Items = append(s.Items, kit.ErrorItem{Href: home(id) + "/allegati#f-" + kit.Attr(slot.Slot), Text: page.Printer.Field(field)})
		}
	}
	return s
}

// anchor is the id of the input that a path names.
func anchor(p forms.PageState, path string) string {
	for _, s := range p.Sections {
		if name := nameOf(s.Fields, path); name != "" {
			return kit.Field{Name: name}.ElementID()
		}
	}
	group, _, _ := strings.Cut(path, "[")
	return "cards-" + group
}

func nameOf(fields []forms.FieldState, path string) string {
	for _, f := range fields {
		if f.Path == path && f.Group == nil {
			return f.Name
		}
		if name := nameOf(f.Parts, path); name != "" {
			return name
		}
		for _, item := range f.Items {
			if name := nameOf(item.Fields, path); name != "" {
				return name
			}
		}
	}
	return ""
}

// ReceiptPage is what stands after filing, and for ever.
type ReceiptPage struct {
	kit.Page
	Confirmation kit.Confirmation
	Facts        []kit.Entry
	Next         string
	PDF, Home    string
}

func (f *Face) receipt(w http.ResponseWriter, r *http.Request) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	if a.State != intake.Filed {
		return kit.Redirect(w, r, home(a.ID)+"/riepilogo")
	}
	receipt, err := f.Intake.Receipt(r.Context(), a.ID)
	if err != nil {
		return err
	}
	page := ReceiptPage{Page: f.page(r, a, def, "applicant.receipt.title"), PDF: home(a.ID) + "/ricevuta.pdf", Home: home(a.ID) + "/"}
	page.Plain = true
	page.Confirmation = kit.Confirmation{
		Title: page.T("applicant.receipt.done"), Label: page.T("applicant.receipt.code"), Code: receipt.Code, Text: page.T("applicant.receipt.mail", "email", receipt.Email),
	}
	page.Facts = []kit.Entry{
		{Name: page.T("applicant.receipt.number"), Value: numberText(receipt.Number, receipt.Year)},
		{Name: page.T("applicant.receipt.instant"), Value: page.Printer.Instant(receipt.FiledAt)},
		{Name: page.T("applicant.receipt.fingerprint"), Value: receipt.Fingerprint},
	}
	page.Next = def.Sheet.TimeLimit.In(page.Lang)
	return f.Kit.Render(w, r, http.StatusOK, "applicant/receipt", page)
}

func (f *Face) receiptPDF(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	a, err := f.Intake.Get(r.Context(), id)
	if err != nil {
		return err
	}
	if a.State != intake.Filed {
		return problem.New(problem.NotFound, "documents.not_found")
	}
	file, err := f.Desk.ReceiptDocument(r.Context(), id)
	if err != nil {
		return err
	}
	content, stored, err := f.Documents.Open(r.Context(), id, file.ID)
	if err != nil {
		return err
	}
	defer content.Close()
	return ServeFile(w, r, content, stored)
}
