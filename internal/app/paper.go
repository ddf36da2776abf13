// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents/pdf"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
)

// withoutEmail lets an application on paper go without the e-mail address that
// its form requires: post goes to the postal address.
func withoutEmail(def *forms.Definition, e *forms.Evaluation) {
	isEmail := func(f problem.Field) bool {
		field, known := def.Field(f.Path)
		return known && field.Type == forms.Email && strings.HasSuffix(f.Code, ".required")
	}
	e.Failures = slices.DeleteFunc(e.Failures, isEmail)
	for i := range e.Pages {
		e.Pages[i].Failures = slices.DeleteFunc(e.Pages[i].Failures, isEmail)
	}
}

// countsFrom is the instant as of which an application is judged: thresholds, ages
// and terms are those of the day on which it was handed in, be it registered later
// (DPR 115/2002 art. 78 and 79: the day of the application).
func countsFrom(p intake.Paper, now time.Time) time.Time {
	if p.IsZero() || p.ReceivedOn == terms.DateOf(now) {
		return now
	}
	return p.ReceivedOn.End().Add(-time.Minute)
}

// toPost sends what somebody without an e-mail address is to be told to the
// body's own address: the office prints it and sends it by post. A body without
// an address has the act on the case alone.
func (b *backOffice) toPost(ctx context.Context, tx *database.Tx, m delivery.Message) error {
	body, err := b.office.BodyIn(ctx, tx)
	if err != nil || body.Email == "" {
		return err
	}
	m.To = body.Email
	_, err = b.delivery.Send(ctx, tx, m)
	return err
}

// receivedOn is the line of the receipt that says when the application came: of
// one on paper, the day on which the paper was handed in too.
func receivedOn(p *i18n.Printer, r intake.Receipt, paper intake.Paper) pdf.Pair {
	line := pdf.Pair{Label: p.T("app.pdf.instant"), Value: p.Instant(r.FiledAt)}
	if !paper.IsZero() {
		line.Value = p.T("app.pdf.on_paper", "day", p.Date(paper.ReceivedOn), "instant", line.Value)
	}
	return line
}

// reachedAt is the line that says where the applicant is reached.
func reachedAt(p *i18n.Printer, r intake.Receipt, paper intake.Paper) pdf.Pair {
	if r.Email == "" {
		return pdf.Pair{Label: p.T("app.pdf.postal"), Value: strings.Join(strings.Fields(paper.Postal), " ")}
	}
	return pdf.Pair{Label: p.T("app.pdf.email"), Value: r.Email}
}

// paperDesk is where officials begin applications that were handed in on paper.
type paperDesk App

// PaperProcedures implements office.PaperDesk. What is closed to the public is
// offered too: a paper may have come in time.
func (d *paperDesk) PaperProcedures(ctx context.Context, lang string, registers func(roles []string) bool) ([]kit.Option, error) {
	list, err := d.Forms.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var options []kit.Option
	for _, def := range list {
		flow, err := d.Casework.Definition(ctx, def.Digest)
		if err != nil {
			return nil, err
		}
		if registers(flow.Receives()) {
			options = append(options, kit.Option{Value: def.Slug, Label: def.Title.In(lang)})
		}
	}
	return options, nil
}

// Registered implements office.PaperDesk.
func (d *paperDesk) Registered(ctx context.Context, application, account string) (bool, error) {
	a, err := d.Intake.Get(ctx, application)
	if problem.KindOf(err) == problem.NotFound && err != nil { // a draft that was removed
		return false, nil
	}
	return a.State == intake.Filed && a.Paper.By == account, err
}

// StartOnPaper implements office.PaperDesk.
func (d *paperDesk) StartOnPaper(ctx context.Context, slug, lang, email string, p intake.Paper) (intake.Application, string, error) {
	def, err := d.Forms.Published(ctx, slug)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		return intake.Application{}, "", problem.New(problem.Invalid, "intake.paper").With(problem.Field{Path: "procedure", Code: "intake.paper_procedure"})
	}
	if err != nil {
		return intake.Application{}, "", err
	}
	if !slices.Contains(def.Languages, lang) {
		lang = def.Languages[0]
	}
	a, err := d.Intake.StartOnPaper(ctx, def.Slug, def.Digest, lang, email, p)
	return a, "/domanda/" + a.ID + "/pagina/" + def.Pages[0].ID, err
}
