// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"io"
	"slices"

	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/signatures"
)

// AttachSigned implements the port of the applicant's face.
func (a *App) AttachSigned(ctx context.Context, application, file, name string, content io.Reader) error {
	return a.desk.attachSigned(ctx, a.Intake, application, file, name, content)
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
