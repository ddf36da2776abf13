// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"pratica/internal/casework"
	"pratica/internal/documents/pdf"
	"pratica/internal/problem"
)

// blank is where the minutes are completed by hand.
const blank = "______________________________"

// Minutes makes the list of what a sitting resolved, in Italian, to be signed by
// who presided and by the secretary.
func (a *App) Minutes(ctx context.Context, actor casework.Actor, sitting string) (io.ReadSeekCloser, string, error) {
	b, err := a.Sittings.Get(ctx, actor, sitting)
	if err != nil {
		return nil, "", err
	}
	document, err := a.minutes(ctx, b)
	if err != nil {
		return nil, "", err
	}
	object, err := a.Documents.Print(ctx, document)
	if err != nil {
		return nil, "", err
	}
	content, _, err := a.Objects.Open(ctx, object.Digest)
	return content, "verbale_" + b.Day.String() + ".pdf", err
}

func (a *App) minutes(ctx context.Context, b casework.Book) (pdf.Document, error) {
	body, err := a.Office.Body(ctx)
	if err != nil {
		return pdf.Document{}, err
	}
	p := a.Texts.For("it")
	day := p.LongDate(b.Day)
	d := pdf.Document{
		Title: p.T("sittings.minutes_title"), Subtitle: day, Lang: "it", Author: body.Name, Created: a.now(),
		Letterhead: letterhead(body), Watermark: a.watermark(p), PageLabel: p.T("app.pdf.page"), Footer: []string{p.T("sittings.minutes_footer", "day", day)},
	}
	resolved, presided := 0, b.Presided
	var putOff pdf.List
	for _, i := range b.Agenda {
		if !i.PutOffAt.IsZero() {
			putOff.Items = append(putOff.Items, p.T("sittings.minutes_put_off", "code", i.Case.Code, "who", i.Who, "number", fmt.Sprintf("%d/%d", i.Case.Number, i.Case.Year)))
		}
		if !i.IsResolved() {
			continue
		}
		resolved, presided = resolved+1, i.Presided
		d.Blocks = append(d.Blocks, pdf.Heading{Text: p.T("sittings.minutes_case", "n", resolved, "code", i.Case.Code)}, pdf.Pairs{
			{Label: p.T("workflow.field.resolution_number"), Value: i.Number}, {Label: p.T("office.case.number"), Value: fmt.Sprintf("%d/%d", i.Case.Number, i.Case.Year)},
			{Label: p.T("office.case.who"), Value: i.Who}, {Label: p.T("sittings.rapporteur"), Value: i.Rapporteur},
			{Label: p.T("office.case.outcome"), Value: i.Label(i.Outcome).In("it")}, {Label: p.T("sittings.vote"), Value: cmp.Or(i.Vote, blank)},
			{Label: p.T("workflow.field.reasons"), Value: i.Reasons},
		})
	}
	if len(putOff.Items) > 0 {
		d.Blocks = append(d.Blocks, pdf.Heading{Text: p.T("sittings.were_put_off")}, putOff)
	}
	if resolved == 0 && len(putOff.Items) == 0 {
		return pdf.Document{}, problem.New(problem.Conflict, "casework.no_minutes")
	}
	top := pdf.Pairs{
		{Label: p.T("sittings.day"), Value: day}, {Label: p.T("sittings.held_at"), Value: cmp.Or(b.Place, blank)},
		{Label: p.T("workflow.field.presided"), Value: cmp.Or(presided, blank)}, {Label: p.T("sittings.wrote"), Value: cmp.Or(b.Secretary, blank)},
		{Label: p.T("sittings.present"), Value: cmp.Or(b.Present, blank)}, {Label: p.T("sittings.absent"), Value: cmp.Or(b.Absent, blank)},
		{Label: p.T("sittings.resolved"), Value: p.Number(int64(resolved))},
	}
	d.Blocks = append(append([]pdf.Block{top}, d.Blocks...), pdf.Signature{Labels: []string{p.T("workflow.field.presided"), p.T("sittings.secretary")}})
	return dressed(ctx, a.Office, d)
}
