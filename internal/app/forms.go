// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// evaluate works out the form of an application as it is now.
func (d *desk) evaluate(ctx context.Context, a intake.Application) (*forms.Definition, forms.Evaluation, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	answers, err := forms.ParseAnswers(a.Answers)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	files, err := d.documents.List(ctx, a.ID)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	counts := map[string]int{}
	for _, f := range files {
		counts[f.Place()]++
	}
	e, err := def.Evaluate(ctx, forms.Input{Answers: answers, Now: d.documents.Now(), Files: counts})
	return def, e, err
}

// Check implements intake.Form.
func (d *desk) Check(ctx context.Context, a intake.Application) (intake.Checked, error) {
	_, e, err := d.evaluate(ctx, a)
	if err != nil {
		return intake.Checked{}, err
	}
	return intake.Checked{Effective: forms.Canonical(e.Effective), Wrong: e.Failures}, nil
}

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
	return doc, nil
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

// Ways implements the port of the applicant's face.
func (a *App) Ways(ctx context.Context, application intake.Application) ([]string, error) {
	_, e, err := a.desk.evaluate(ctx, application)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(e.Ways))
	for i, w := range e.Ways {
		ids[i] = w.ID
	}
	return ids, nil
}

// Evaluate implements the port of the applicant's face.
func (a *App) Evaluate(ctx context.Context, application intake.Application) (*forms.Definition, forms.Evaluation, error) {
	return a.desk.evaluate(ctx, application)
}

// rule is what a slot takes now; the slot may be gone with an answer.
func (d *desk) rule(ctx context.Context, a intake.Application, slot string) (documents.Rule, error) {
	_, e, err := d.evaluate(ctx, a)
	if err != nil {
		return documents.Rule{}, err
	}
	for _, s := range e.Slots {
		if s.Slot == slot {
			id, item := documents.ParsePlace(slot)
			return documents.Rule{Slot: id, Item: item, MaxBytes: s.MaxSize, Types: s.Formats, MaxFiles: s.Max}, nil
		}
	}
	return documents.Rule{}, problem.New(problem.NotFound, "documents.not_found")
}

// Attach stores an attachment. The frozen document, if there was one, is void.
func (a *App) Attach(ctx context.Context, application, slot, name string, content io.Reader) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	if seen.State == intake.Filed {
		return problem.New(problem.Conflict, "intake.already_filed")
	}
	rule, err := a.desk.rule(ctx, seen, slot)
	if err != nil {
		return err
	}
	received, err := a.Documents.Receive(ctx, rule, name, content)
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		_, err := a.Documents.Attach(ctx, tx, application, rule, received)
		return err
	})
}

// Detach removes an attachment; Reattach brings it back.
func (a *App) Detach(ctx context.Context, application, file string) error {
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		return a.Documents.RemoveIn(ctx, tx, application, file)
	})
}

// Reattach undoes Detach, if the slot still has room.
func (a *App) Reattach(ctx context.Context, application, file string) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	stored, err := a.Documents.Get(ctx, application, file)
	if err != nil {
		return err
	}
	rule, err := a.desk.rule(ctx, seen, stored.Place())
	if err != nil {
		return err
	}
	return a.DB.Update(ctx, func(tx *database.Tx) error {
		if err := a.Intake.FilesChanged(ctx, tx, application); err != nil {
			return err
		}
		return a.Documents.RestoreIn(ctx, tx, application, file, rule)
	})
}

// AttachAnswer stores a file that the office asked for. It is added: what was
// filed stays.
func (a *App) AttachAnswer(ctx context.Context, application, slot, name string, content io.Reader) error {
	seen, err := a.Intake.Get(ctx, application)
	if err != nil {
		return err
	}
	rule, err := a.desk.rule(ctx, seen, slot)
	if err != nil {
		return err
	}
	rule.MaxFiles = 0
	_, err = a.Documents.Upload(ctx, application, rule, name, content)
	return err
}

// Source implements casework.Forms.
func (b *bench) Source(ctx context.Context, tx *database.Tx, digest string) ([]byte, error) {
	return b.forms.SourceIn(ctx, tx, digest)
}

// Values implements casework.Forms.
func (b *bench) Values(ctx context.Context, _ *database.Tx, digest string, raw json.RawMessage, filed terms.Date) (casework.Values, error) {
	def, e, err := b.evaluated(ctx, digest, raw, filed)
	if err != nil {
		return casework.Values{}, err
	}
	v := casework.Values{Answers: e.Effective, Computed: e.Computed, Shown: map[string]map[string]string{}}
	for _, lang := range def.Languages {
		shown := map[string]string{}
		for _, block := range def.Describe(e.Effective, lang) {
			for _, entry := range block.Entries {
				shown[entry.Field] = entry.Value
			}
		}
		v.Shown[lang] = shown
	}
	return v, nil
}

func (b *bench) evaluated(ctx context.Context, digest string, raw json.RawMessage, filed terms.Date) (*forms.Definition, forms.Evaluation, error) {
	def, err := b.forms.ByDigest(ctx, digest)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, forms.Evaluation{}, err
	}
	e, err := def.Evaluate(ctx, forms.Input{Answers: answers, Now: filed.End().Add(-time.Minute)})
	return def, e, err
}

// Amend implements casework.Forms: the changed answers replace the others, and
// only what is wrong with them counts.
func (b *bench) Amend(ctx context.Context, _ *database.Tx, digest string, raw, changes json.RawMessage, filed terms.Date) (json.RawMessage, []problem.Field, error) {
	answers, err := forms.ParseAnswers(raw)
	if err != nil {
		return nil, nil, err
	}
	changed, err := forms.ParseAnswers(changes)
	if err != nil {
		return nil, nil, err
	}
	for field, value := range changed {
		answers[field] = value
	}
	_, e, err := b.evaluated(ctx, digest, forms.Canonical(answers), filed)
	if err != nil {
		return nil, nil, err
	}
	var wrong []problem.Field
	for _, f := range e.Failures {
		top, _, _ := strings.Cut(f.Path, "[")
		if _, ours := changed[top]; ours {
			wrong = append(wrong, f)
		}
	}
	return forms.Canonical(e.Effective), wrong, nil
}
