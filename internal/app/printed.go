// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
)

func letterhead(b office.Body) []string {
	lines := []string{b.Name}
	for _, line := range []string{b.Address, b.PEC, b.Website} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// attachSigned takes a file of the way of signing chosen.
func (d *desk) attachSigned(ctx context.Context, in *intake.Service, application, id, name string, content io.Reader) error {
	a, err := in.Get(ctx, application)
	if err != nil {
		return err
	}
	if a.State != intake.Frozen {
		return problem.New(problem.Conflict, "intake.not_frozen")
	}
	file, err := d.signedFile(ctx, a, id)
	if err != nil {
		return err
	}
	rule := documents.Rule{Slot: documents.SlotSigned, Item: file.ID, MaxBytes: file.MaxSize, Types: file.Formats, MaxFiles: 1}
	received, err := d.documents.Receive(ctx, rule, name, content)
	if err != nil {
		return err
	}
	if err := d.checkSigned(ctx, a, file, received); err != nil {
		return err
	}
	return d.documents.DB.Update(ctx, func(tx *database.Tx) error {
		// A new file takes the place of the one before, unless the application was
		// thawed or filed meanwhile.
		if err := in.StillFrozen(ctx, tx, a); err != nil {
			return err
		}
		if err := d.replace(ctx, tx, a.ID, rule); err != nil {
			return err
		}
		_, err := d.documents.Attach(ctx, tx, a.ID, rule, received)
		return err
	})
}

func (d *desk) replace(ctx context.Context, tx *database.Tx, owner string, rule documents.Rule) error {
	stored, err := d.documents.ListIn(ctx, tx, owner)
	if err != nil {
		return err
	}
	for _, f := range stored {
		if f.Slot == rule.Slot && f.Item == rule.Item {
			if err := d.documents.RemoveIn(ctx, tx, owner, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *desk) signedFile(ctx context.Context, a intake.Application, id string) (forms.SignedFile, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return forms.SignedFile{}, err
	}
	if way, ok := def.Way(a.Way); ok {
		at := slices.IndexFunc(way.Files, func(f forms.SignedFile) bool { return f.ID == id })
		if at >= 0 {
			return way.Files[at], nil
		}
	}
	return forms.SignedFile{}, problem.New(problem.NotFound, "documents.not_found")
}

// ReceiptDocument returns the printed receipt of a filing. It is rendered at the
// first request and then kept; the same filing always gives the same bytes.
func (a *App) ReceiptDocument(ctx context.Context, application string) (documents.File, error) {
	files, err := a.Documents.List(ctx, application)
	if err != nil {
		return documents.File{}, err
	}
	for _, f := range files {
		if f.Slot == documents.SlotReceipt {
			return f, nil
		}
	}
	r, err := a.Intake.Receipt(ctx, application)
	if err != nil {
		return documents.File{}, err
	}
	document, err := a.receipt(ctx, r)
	if err != nil {
		return documents.File{}, err
	}
	object, err := a.Documents.Print(ctx, document)
	if err != nil {
		return documents.File{}, err
	}
	var file documents.File
	err = a.DB.Update(ctx, func(tx *database.Tx) error {
		name := r.Code + "_" + a.Texts.For(r.Lang).T("app.pdf.receipt_file") + ".pdf"
		file, err = a.Documents.Keep(ctx, tx, application, documents.SlotReceipt, name, documents.PDF.MediaType, object)
		return err
	})
	return file, err
}

func (a *App) receipt(ctx context.Context, r intake.Receipt) (pdf.Document, error) {
	body, err := a.Office.Body(ctx)
	if err != nil {
		return pdf.Document{}, err
	}
	def, err := a.Forms.ByDigest(ctx, r.Definition)
	if err != nil {
		return pdf.Document{}, err
	}
	p := a.Texts.For(r.Lang)
	return pdf.Document{
		Title: p.T("app.pdf.receipt"), Subtitle: def.Title.In(r.Lang), Lang: r.Lang, Author: body.Name, Created: r.FiledAt,
		Letterhead: letterhead(body), Watermark: a.watermark(p), PageLabel: p.T("app.pdf.page"), QR: a.urls.base + "/riprendi",
		Footer: []string{p.T("app.pdf.code", "code", r.Code), p.T("app.pdf.fingerprint", "fingerprint", r.Fingerprint)},
		Blocks: []pdf.Block{
			pdf.Pairs{
				{Label: p.T("app.pdf.number"), Value: fmt.Sprintf("%d/%d", r.Number, r.Year)},
				{Label: p.T("app.pdf.code_label"), Value: r.Code},
				{Label: p.T("app.pdf.instant"), Value: p.Instant(r.FiledAt)},
				{Label: p.T("app.pdf.email"), Value: r.Email},
				{Label: p.T("app.pdf.fingerprint_label"), Value: r.Fingerprint},
			},
			pdf.Heading{Text: p.T("app.pdf.next")},
			pdf.Paragraph{Text: def.Sheet.TimeLimit.In(r.Lang)},
			pdf.Paragraph{Text: def.Sheet.Silence.In(r.Lang)},
			pdf.Notice{Title: p.T("app.pdf.receipt_notice_title"), Text: p.T("app.pdf.receipt_notice")},
		},
	}, nil
}
