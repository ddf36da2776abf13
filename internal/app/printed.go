// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
)

// applicationDocument is the document to be signed: every answer in words, the
// files with their fingerprints, and code and fingerprint on each page.
func (d *desk) applicationDocument(ctx context.Context, a intake.Application, c intake.Content, fingerprint string) (pdf.Document, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return pdf.Document{}, err
	}
	body, err := d.office.Body(ctx)
	if err != nil {
		return pdf.Document{}, err
	}
	answers, err := forms.ParseAnswers(c.Answers)
	if err != nil {
		return pdf.Document{}, err
	}
	p := d.texts.For(a.Lang)
	doc := pdf.Document{
		Title: def.Title.In(a.Lang), Subtitle: p.T("app.pdf.application", "code", a.Code), Lang: a.Lang, Author: body.Name, Created: a.ChangedAt,
		Letterhead: letterhead(body), Watermark: d.watermark(p), PageLabel: p.T("app.pdf.page"),
		Footer: []string{p.T("app.pdf.code", "code", a.Code), p.T("app.pdf.fingerprint", "fingerprint", fingerprint)},
	}
	for _, b := range def.Describe(answers, a.Lang) {
		doc.Blocks = append(doc.Blocks, answerBlocks(b)...)
	}
	if len(c.Files) > 0 {
		doc.Blocks = append(doc.Blocks, pdf.Heading{Text: p.T("app.pdf.files")}, fileTable(c.Files, p.T("app.pdf.file"), p.T("app.pdf.fingerprint_label")))
	}
	if way, ok := def.Way(a.Way); ok {
		doc.Blocks = append(doc.Blocks, pdf.Heading{Text: p.T("app.pdf.signature")},
			pdf.Paragraph{Text: way.Title.In(a.Lang) + " (" + way.Ground.In(a.Lang) + ")"},
			pdf.Signature{Note: p.T("app.pdf.signature_note"), Labels: []string{p.T("app.pdf.place_date"), p.T("app.pdf.signature_applicant")}})
	}
	return dressed(ctx, d.office, doc)
}

func answerBlocks(b forms.Block) []pdf.Block {
	blocks := []pdf.Block{pdf.Heading{Text: b.Title}}
	var pairs pdf.Pairs
	for _, e := range b.Entries {
		if e.Table == nil {
			pairs = append(pairs, pdf.Pair{Label: e.Label, Value: e.Value})
			continue
		}
		for _, row := range e.Table.Rows {
			item := pdf.Pairs{}
			for i, cell := range row.Cells {
				if cell != "" {
					item = append(item, pdf.Pair{Label: e.Table.Columns[i], Value: cell})
				}
			}
			blocks = append(blocks, pdf.Heading{Level: 2, Text: row.Title}, item)
		}
	}
	if len(pairs) > 0 { // single answers come before the items
		blocks = append([]pdf.Block{blocks[0], pairs}, blocks[1:]...)
	}
	return blocks
}

func fileTable(files []intake.FileRef, name, fingerprint string) pdf.Table {
	t := pdf.Table{Columns: []pdf.Column{{Title: name, Width: 2}, {Title: fingerprint, Width: 3}}}
	for _, f := range files {
		t.Rows = append(t.Rows, []string{f.Name, f.Digest})
	}
	return t
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
	application, err := a.Intake.Get(ctx, r.Application)
	if err != nil {
		return pdf.Document{}, err
	}
	data, err := receiptData(body.Name, r)
	if err != nil {
		return pdf.Document{}, err
	}
	p, paper := a.Texts.For(r.Lang), application.Paper
	return dressed(ctx, a.Office, pdf.Document{
		Title: p.T("app.pdf.receipt"), Subtitle: def.Title.In(r.Lang), Lang: r.Lang, Author: body.Name, Created: r.FiledAt,
		Letterhead: letterhead(body), Watermark: a.watermark(p), PageLabel: p.T("app.pdf.page"), QR: a.urls.base + "/riprendi",
		Data:   []pdf.Attachment{{Name: p.T("app.pdf.receipt_file") + ".json", MediaType: "application/json", Content: data, Relationship: pdf.Data}},
		Footer: []string{p.T("app.pdf.code", "code", r.Code), p.T("app.pdf.fingerprint", "fingerprint", r.Fingerprint)},
		Blocks: []pdf.Block{
			pdf.Pairs{
				{Label: p.T("app.pdf.number"), Value: fmt.Sprintf("%d/%d", r.Number, r.Year)},
				{Label: p.T("app.pdf.code_label"), Value: r.Code},
				receivedOn(p, r, paper),
				reachedAt(p, r, paper),
				{Label: p.T("app.pdf.fingerprint_label"), Value: r.Fingerprint},
			},
			pdf.Heading{Text: p.T("app.pdf.next")},
			pdf.Paragraph{Text: def.Sheet.TimeLimit.In(r.Lang)},
			pdf.Paragraph{Text: def.Sheet.Silence.In(r.Lang)},
			pdf.Notice{Title: p.T("app.pdf.receipt_notice_title"), Text: p.T("app.pdf.receipt_notice")},
		},
	})
}

// receiptData is what a receipt says, for programs: it travels inside its PDF.
func receiptData(body string, r intake.Receipt) ([]byte, error) {
	return json.MarshalIndent(struct {
		Body        string    `json:"body"`
		Code        string    `json:"code"`
		Number      int64     `json:"number"`
		Year        int       `json:"year"`
		FiledAt     time.Time `json:"filed_at"`
		Procedure   string    `json:"procedure"`
		Definition  string    `json:"definition_sha256"`
		Fingerprint string    `json:"content_sha256"`
	}{body, r.Code, r.Number, r.Year, r.FiledAt.UTC(), r.Procedure, r.Definition, r.Fingerprint}, "", "  ")
}

// dressed adds what the body itself writes under its letterhead and at the foot of
// each page.
func dressed(ctx context.Context, of *office.Service, doc pdf.Document) (pdf.Document, error) {
	head, err := of.Text(ctx, office.LetterHead)
	if err != nil {
		return pdf.Document{}, err
	}
	foot, err := of.Text(ctx, office.LetterFoot)
	if err != nil {
		return pdf.Document{}, err
	}
	doc.Letterhead = append(doc.Letterhead, lines(head.In(doc.Lang))...)
	doc.Footer = append(doc.Footer, lines(foot.In(doc.Lang))...)
	return doc, nil
}

// lines are those of a text that are not empty.
func lines(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return line == "" })
}

func letterhead(b office.Body) []string {
	lines := []string{b.Name}
	for _, line := range []string{b.Address, b.PEC, b.Website} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
