// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/signatures/verdicts"
)

// desk plugs the capabilities into the ports of intake: it is the counter, where
// applicants come.
type desk struct {
	verdicts  *verdicts.Service
	forms     *forms.Service
	documents *documents.Service
	delivery  *delivery.Service
	office    *office.Service
	texts     *i18n.Catalogue
	urls      urls
	watermark func(p *i18n.Printer) string
}

// evaluate works out the form of an application as it is now.
func (d *desk) evaluate(ctx context.Context, a intake.Application) (*forms.Definition, forms.Evaluation, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
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
	e, err := d.evaluateWith(ctx, def, a, counts)
	if err != nil {
		return def, e, err
	}
	refuseInfected(&e, papersOf(files).Attached)
	return def, e, nil
}

// evaluateWith works it out for so many files in each place.
func (d *desk) evaluateWith(ctx context.Context, def *forms.Definition, a intake.Application, files map[string]int) (forms.Evaluation, error) {
	answers, err := forms.ParseAnswers(a.Answers)
	if err != nil {
		return forms.Evaluation{}, err
	}
	e, err := def.Evaluate(ctx, forms.Input{Answers: answers, Now: countsFrom(a.Paper, d.documents.Now()), Files: files})
	if err == nil && !a.Paper.IsZero() && a.Email == "" {
		withoutEmail(def, &e)
	}
	return e, err
}

// Check implements intake.Form.
func (d *desk) Check(ctx context.Context, a intake.Application, p intake.Papers) (intake.Checked, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return intake.Checked{}, err
	}
	counts := map[string]int{}
	for _, f := range p.Attached {
		counts[documents.Place(f.Slot, f.Item)]++
	}
	e, err := d.evaluateWith(ctx, def, a, counts)
	if err != nil {
		return intake.Checked{}, err
	}
	refuseInfected(&e, p.Attached)
	return intake.Checked{Effective: forms.Canonical(e.Effective), Wrong: e.Failures}, nil
}

// Of implements intake.Files.
func (d *desk) Of(ctx context.Context, tx *database.Tx, applications []string) (map[string]intake.Papers, error) {
	files, err := d.documents.ListAll(ctx, tx, applications)
	if err != nil {
		return nil, err
	}
	all := make(map[string]intake.Papers, len(files))
	for id, list := range files {
		all[id] = papersOf(list)
	}
	return all, nil
}

func papersOf(files []documents.File) (p intake.Papers) {
	for _, f := range files {
		ref := intake.FileRef{ID: f.ID, Slot: f.Slot, Item: f.Item, Name: f.Name, Digest: f.Digest, Size: f.Size, Infected: f.Scan.State == documents.Infected}
		switch {
		case f.Slot == documents.SlotSigned:
			p.Signed = append(p.Signed, ref)
		case !documents.IsReserved(f.Slot):
			p.Attached = append(p.Attached, ref)
		}
	}
	return p
}

// Void implements intake.Files.
func (d *desk) Void(ctx context.Context, tx *database.Tx, application string) error {
	return d.documents.VoidSigning(ctx, tx, application)
}

// Ready implements intake.Signing: each file that the chosen way asks for is
// there. What it must hold was checked when it was uploaded, and an edit of the
// application makes it void.
func (d *desk) Ready(ctx context.Context, a intake.Application, p intake.Papers) ([]problem.Field, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return nil, err
	}
	way, ok := def.Way(a.Way)
	if !ok {
		return []problem.Field{{Path: "way", Code: "intake.no_way"}}, nil
	}
	there := map[string]bool{}
	for _, f := range p.Signed {
		there[f.Item] = true
	}
	bad := withheld(p.Signed)
	var missing []problem.Field
	for _, f := range way.Files {
		if infected, ok := bad[documents.Place(documents.SlotSigned, f.ID)]; ok {
			infected.Path = f.ID
			missing = append(missing, infected)
		} else if !there[f.ID] {
			missing = append(missing, problem.Field{Path: f.ID, Code: "intake.file_missing", Args: []any{"title", f.Title.In(a.Lang)}})
		}
	}
	return missing, nil
}

// SendLink implements intake.Mailer.
func (d *desk) SendLink(ctx context.Context, tx *database.Tx, a intake.Application, kind intake.LinkKind, l intake.Link) error {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return err
	}
	printer := d.texts.For(a.Lang)
	m := delivery.Message{Owner: a.ID, To: a.Email, Lang: a.Lang, Template: delivery.DraftLink, Args: map[string]string{
		"procedure": def.Title.In(a.Lang), "code": a.Code, "link": d.urls.open(l.Token), "expires": printer.DateTime(l.Expires),
	}}
	if kind == intake.AccessLink {
		m.Template = delivery.AccessLink
	}
	_, err = d.delivery.Send(ctx, tx, m)
	return err
}

// Freeze implements intake.Printer.
func (d *desk) Freeze(ctx context.Context, a intake.Application, c intake.Content, fingerprint string) (string, error) {
	document, err := d.applicationDocument(ctx, a, c, fingerprint)
	if err != nil {
		return "", err
	}
	object, err := d.documents.Print(ctx, document)
	if err != nil {
		return "", err
	}
	name := a.Code + "_" + d.texts.For(a.Lang).T("app.pdf.application_file") + ".pdf"
	var file documents.File
	err = d.documents.DB.Update(ctx, func(tx *database.Tx) error {
		file, err = d.documents.Keep(ctx, tx, a.ID, documents.SlotFrozen, name, documents.PDF.MediaType, object)
		return err
	})
	return file.ID, err
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
