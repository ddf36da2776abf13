// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"io"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/objects"
	"pratica/internal/problem"
	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
)

// OpenFile opens a document of a case for somebody who may see the case, and
// records that it was read.
func (a *App) OpenFile(ctx context.Context, actor casework.Actor, caseID, file string) (io.ReadSeekCloser, documents.File, error) {
	v, err := a.Casework.View(ctx, actor, caseID)
	if err != nil {
		return nil, documents.File{}, err
	}
	if v.Withheld {
		return nil, documents.File{}, problem.New(problem.Forbidden, "casework.declare_first")
	}
	content, stored, err := a.Documents.Open(ctx, caseID, file)
	if err != nil {
		return nil, documents.File{}, err
	}
	if actor.Kind == audit.Lawyer && !isForCounsel(stored, v) || actor.Kind == audit.Helper && stored.Slot != documents.SlotReceipt {
		return nil, documents.File{}, errors.Join(problem.New(problem.NotFound, "documents.not_found"), content.Close())
	}
	err = a.DB.Update(ctx, func(tx *database.Tx) error {
		return a.Audit.Record(ctx, tx, audit.Entry{
			Chain: audit.CaseChain(caseID), Actor: audit.Actor{Kind: actor.Kind, ID: actor.ID}, Action: audit.Read, Subject: caseID,
			Detail: map[string]string{"file": file}, At: a.now(),
		})
	})
	if err != nil {
		return nil, documents.File{}, errors.Join(err, content.Close())
	}
	return content, stored, nil
}

// isForCounsel says what a lawyer may open: what was filed, the receipt, and the
// decision; not letters that the office is still writing.
func isForCounsel(f documents.File, v casework.View) bool {
	if f.Slot == documents.SlotDecision {
		return v.Decision != nil && v.Decision.File == f.ID
	}
	return f.Slot != documents.SlotLetter
}

// decisionName begins the name of each printed decision, so that the last one
// can be found when its signed form arrives.
const decisionName = "decision"

// PrintDecision makes the document of a decision that is to be signed.
func (a *App) PrintDecision(ctx context.Context, actor casework.Actor, caseID, action string, in actions.Input) (documents.File, error) {
	draft, err := a.Casework.Draft(ctx, actor, caseID, action, in)
	if err != nil {
		return documents.File{}, err
	}
	v, err := a.Casework.View(ctx, actor, caseID)
	if err != nil {
		return documents.File{}, err
	}
	document, err := a.decisionDocument(ctx, v, draft)
	if err != nil {
		return documents.File{}, err
	}
	object, err := a.Documents.Print(ctx, document)
	if err != nil {
		return documents.File{}, err
	}
	var file documents.File
	err = a.DB.Update(ctx, func(tx *database.Tx) error {
		file, err = a.Documents.Keep(ctx, tx, caseID, documents.SlotLetter, v.Case.Code+"_"+decisionName+".pdf", documents.PDF.MediaType, object)
		return err
	})
	return file, err
}

func (a *App) decisionDocument(ctx context.Context, v casework.View, draft actions.Draft) (pdf.Document, error) {
	body, err := a.Office.Body(ctx)
	if err != nil {
		return pdf.Document{}, err
	}
	def, err := a.Forms.ByDigest(ctx, v.Case.Definition)
	if err != nil {
		return pdf.Document{}, err
	}
	p := a.Texts.For("it") // decisions of an Italian body are in Italian
	return dressed(ctx, a.Office, pdf.Document{
		Title: def.Title.In("it"), Subtitle: p.T("app.pdf.decision", "code", v.Case.Code), Lang: "it", Author: body.Name, Created: a.now().Truncate(0),
		Letterhead: letterhead(body), Watermark: a.watermark(p), PageLabel: p.T("app.pdf.page"),
		Footer: []string{p.T("app.pdf.code", "code", v.Case.Code)},
		Blocks: []pdf.Block{
			pdf.Paragraph{Text: draft.Text.In("it")},
			pdf.Signature{Labels: []string{p.T("app.pdf.signature_board")}},
		},
	})
}

// ReceiveFile stores a file uploaded for an act. A decision must be the signed
// form of a document printed for this case.
func (a *App) ReceiveFile(ctx context.Context, actor casework.Actor, caseID, slot, name string, content io.Reader) (actions.File, error) {
	v, err := a.Casework.View(ctx, actor, caseID)
	if err != nil {
		return actions.File{}, err
	}
	if v.Withheld {
		return actions.File{}, problem.New(problem.Forbidden, "casework.declare_first")
	}
	rule := documents.Rule{Slot: slot, MaxBytes: 64 << 20, Types: []string{"pdf", "p7m"}, Actor: actor.Kind}
	received, err := a.Documents.Receive(ctx, rule, name, content)
	if err != nil {
		return actions.File{}, err
	}
	if slot == actions.DecisionSlot {
		if err := a.checkDecision(ctx, caseID, received); err != nil {
			return actions.File{}, err
		}
	}
	var file documents.File
	err = a.DB.Update(ctx, func(tx *database.Tx) error {
		file, err = a.Documents.Attach(ctx, tx, caseID, rule, received)
		return err
	})
	return actions.File{ID: file.ID, Slot: slot, Name: file.Name}, err
}

// checkDecision looks for the printed decision that the upload holds unchanged.
// Several may have been printed; the newest is asked first.
func (a *App) checkDecision(ctx context.Context, caseID string, received documents.Received) error {
	files, err := a.Documents.List(ctx, caseID)
	if err != nil {
		return err
	}
	printed := slices.DeleteFunc(files, func(f documents.File) bool { return f.Slot != documents.SlotLetter })
	if len(printed) == 0 {
		return problem.New(problem.Invalid, "office.print_first")
	}
	slices.Reverse(printed)
	upload, object, err := a.Objects.Open(ctx, received.Object.Digest)
	if err != nil {
		return err
	}
	defer upload.Close()
	var refused error
	for _, letter := range printed {
		original, _, err := a.Documents.Read(ctx, caseID, letter.ID)
		if err != nil {
			return err
		}
		match, err := signatures.Contains(original, objects.ReaderAt(upload), object.Size)
		if err != nil {
			return err
		}
		if match.Contains {
			return a.refuseBroken(ctx, upload, object.Size)
		}
		if refused == nil {
			refused = match.Err()
		}
	}
	return refused
}

// refuseBroken refuses a signature that is wrong whatever its certificate: who
// just made it can make it again.
func (a *App) refuseBroken(ctx context.Context, upload io.ReadSeeker, size int64) error {
	trust, err := a.Verdicts.Trust(ctx)
	if err != nil {
		return err
	}
	trust.Revocation = nil // nobody is asked while a person waits
	found, err := signatures.Inspect(ctx, objects.ReaderAt(upload), size, nil, trust)
	if err == nil && found.Verdict == report.TotalFailed {
		err = problem.New(problem.Invalid, "signatures.failed")
	}
	return err
}

// DropFile removes a file whose act was refused.
func (a *App) DropFile(ctx context.Context, caseID, file string) error {
	return a.Documents.Remove(ctx, caseID, file)
}
