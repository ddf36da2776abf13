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
	"pratica/internal/objects"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/signatures"
)

// desk plugs the capabilities into the ports of intake.
type desk struct {
	forms     *forms.Service
	documents *documents.Service
	delivery  *delivery.Service
	office    *office.Service
	texts     *i18n.Catalogue
	urls      urls
	watermark func(p *i18n.Printer) string
}

// Manifest implements intake.Files.
func (d *desk) Manifest(ctx context.Context, tx *database.Tx, application string) ([]intake.FileRef, error) {
	files, err := d.documents.Manifest(ctx, tx, application)
	if err != nil {
		return nil, err
	}
	refs := make([]intake.FileRef, len(files))
	for i, f := range files {
		refs[i] = intake.FileRef{ID: f.ID, Slot: f.Slot, Item: f.Item, Name: f.Name, Digest: f.Digest, Size: f.Size}
	}
	return refs, nil
}

// Void implements intake.Files.
func (d *desk) Void(ctx context.Context, tx *database.Tx, application string) error {
	return d.documents.VoidSigning(ctx, tx, application)
}

// Ready implements intake.Signing: each file that the chosen way asks for is
// there. What it must hold was checked when it was uploaded, and an edit of the
// application makes it void.
func (d *desk) Ready(ctx context.Context, a intake.Application) ([]problem.Field, error) {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return nil, err
	}
	way, ok := def.Way(a.Way)
	if !ok {
		return []problem.Field{{Path: "way", Code: "intake.no_way"}}, nil
	}
	files, err := d.documents.List(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, f := range files {
		if f.Slot == documents.SlotSigned {
			there[f.Item] = true
		}
	}
	var missing []problem.Field
	for _, f := range way.Files {
		if !there[f.ID] {
			missing = append(missing, problem.Field{Path: f.ID, Code: "intake.file_missing", Args: []any{"title", f.Title.In(a.Lang)}})
		}
	}
	return missing, nil
}

// checkSigned applies the proof that the definition asks: "digital" and a scan
// that turns out to be signed must hold the very bytes that were frozen.
func (d *desk) checkSigned(ctx context.Context, a intake.Application, file forms.SignedFile, received documents.Received) error {
	if file.Proof == "scan" || file.Contains == "" {
		return nil
	}
	original, err := d.original(ctx, a, file.Contains)
	if err != nil {
		return err
	}
	upload, object, err := d.documents.Objects.Open(ctx, received.Object.Digest)
	if err != nil {
		return err
	}
	defer upload.Close()
	match, err := signatures.Contains(original, objects.ReaderAt(upload), object.Size)
	if err != nil {
		return err
	}
	if file.Proof == "either" && match.Kind == signatures.None {
		return nil // a scan of paper
	}
	return match.Err()
}

// original is the document that a signed file must hold: the frozen
// application, or another file of the same way.
func (d *desk) original(ctx context.Context, a intake.Application, contains string) ([]byte, error) {
	files, err := d.documents.List(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		isFrozen := contains == "application" && f.ID == a.FrozenFile
		isOther := f.Slot == documents.SlotSigned && f.Item == contains
		if isFrozen || isOther {
			content, _, err := d.documents.Read(ctx, a.ID, f.ID)
			return content, err
		}
	}
	return nil, problem.New(problem.Conflict, "intake.sign_first")
}

// SendLink implements intake.Mailer.
func (d *desk) SendLink(ctx context.Context, tx *database.Tx, a intake.Application, kind intake.LinkKind, l intake.Link) error {
	def, err := d.forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return err
	}
	printer := d.texts.For(a.Lang)
	m := delivery.Message{Owner: a.ID, To: a.Email, Lang: a.Lang, Template: delivery.DraftLink, Args: map[string]string{
		"procedure": def.Title.In(a.Lang), "link": d.urls.open(l.Token), "expires": printer.DateTime(l.Expires),
	}}
	if kind == intake.AccessLink {
		m.Template, m.Args["code"] = delivery.AccessLink, a.Code
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
