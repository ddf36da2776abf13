// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"context"
	"net/http"
	"slices"

	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// SignPage leads through signing: choose a way, download the frozen document,
// upload what the way asks for, send.
type SignPage struct {
	kit.Page
	ID       string
	Stepper  kit.Stepper
	Ways     []WayChoice
	Frozen   *FrozenDocument // nil until a way was chosen
	Email    EmailState
	CanSend  bool
	Missing  []string
	Required string // that a digital signature is required; "" when it is optional
}

// WayChoice is one way of signing that the procedure allows here.
type WayChoice struct {
	ID, Title, Ground, Help string
	Chosen                  bool
}

// FrozenDocument is the document to sign, with the files that the way asks for.
type FrozenDocument struct {
	Href, Code, Fingerprint string
	Uploads                 []SignedUpload
}

// SignedUpload is one file that the way asks for.
type SignedUpload struct {
	ID    string
	Proof string
	Field kit.Field
	Done  *kit.File
	Note  string // "signature not yet verified"
}

// EmailState says whether links can reach the applicant.
type EmailState struct {
	Address  string
	Verified bool
}

func (f *Face) sign(w http.ResponseWriter, r *http.Request) error { return f.signPage(w, r, "", nil) }

// signPage shows the page; wrong belongs to the upload named at, or to the
// whole page when at is "".
func (f *Face) signPage(w http.ResponseWriter, r *http.Request, at string, wrong error) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	if a.State == intake.Filed {
		return kit.Redirect(w, r, home(a.ID)+"/ricevuta")
	}
	if gate.Actor(r.Context()).Account != "" { // once filed, the application leaves the area: its receipt is read from this session
		if err := f.Gate.OpenApplication(r.Context(), a.ID); err != nil {
			return err
		}
	}
	page := SignPage{Page: f.page(r, a, def, "applicant.sign.title"), ID: a.ID, Email: EmailState{a.Email, a.Verified}}
	page.Lead = page.T("applicant.sign.lead")
	if page.Stepper, err = f.stepper(r, page.Page, a, def, stepSign); err != nil {
		return err
	}
	if def.Signing.DigitalRequired {
		page.Required = page.T("applicant.sign.digital_required")
	}
	if page.Ways, err = f.ways(r, a, def); err != nil {
		return err
	}
	if a.State == intake.Frozen {
		if page.Frozen, err = f.frozen(r, page.Page, a, def, at, wrong); err != nil {
			return err
		}
		if err := f.fillMissing(r, &page, a); err != nil {
			return err
		}
	}
	f.signErrors(&page, at, wrong)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "applicant/sign", page)
}

func (f *Face) signErrors(page *SignPage, at string, wrong error) {
	if wrong == nil {
		return
	}
	if page.Frozen != nil {
		for _, u := range page.Frozen.Uploads {
			if u.ID == at {
				page.Errors = kit.Summary("", u.Field)
				return
			}
		}
	}
	page.Errors.Text = page.Printer.Error(wrong)
	if p, ok := problem.As(wrong); ok {
		for _, field := range p.Fields {
			page.Errors.Items = append(page.Errors.Items, kit.ErrorItem{ID: "main", Text: page.Printer.Field(field)})
		}
	}
}

func (f *Face) ways(r *http.Request, a intake.Application, def *forms.Definition) ([]WayChoice, error) {
	allowed, err := f.Desk.Ways(r.Context(), a)
	if err != nil {
		return nil, err
	}
	lang := f.Kit.Printer(r).Lang()
	var choices []WayChoice
	for _, way := range def.Signing.Ways {
		if slices.Contains(allowed, way.ID) {
			choices = append(choices, WayChoice{way.ID, way.Title.In(lang), way.Ground.In(lang), way.Help.In(lang), a.State == intake.Frozen && a.Way == way.ID})
		}
	}
	return choices, nil
}

func (f *Face) frozen(r *http.Request, page kit.Page, a intake.Application, def *forms.Definition, at string, wrong error) (*FrozenDocument, error) {
	files, err := f.Documents.List(r.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	doc := &FrozenDocument{Href: home(a.ID) + "/documenti/" + a.FrozenFile, Code: a.Code, Fingerprint: a.Fingerprint}
	way, ok := def.Way(a.Way)
	if !ok {
		return doc, nil
	}
	for _, wanted := range way.Files {
		upload := signedUpload(page, a.ID, wanted)
		if wanted.ID == at && wrong != nil {
			upload.Field.Error = page.Printer.Error(wrong)
		}
		for _, stored := range files {
			if stored.Slot == documents.SlotSigned && stored.Item == wanted.ID {
				shown := papers.File(page, stored, home(a.ID)+"/documenti/")
				upload.Done = &shown
				if upload.Note, err = f.signedNote(r.Context(), page, wanted, stored); err != nil {
					return nil, err
				}
			}
		}
		doc.Uploads = append(doc.Uploads, upload)
	}
	return doc, nil
}

func signedUpload(page kit.Page, id string, wanted forms.SignedFile) SignedUpload {
	return SignedUpload{
		ID: wanted.ID, Proof: page.T("applicant.sign.proof_" + wanted.Proof),
		Field: kit.Field{
			Type: kit.Upload, Name: "file", ID: "f-" + wanted.ID, Label: wanted.Title.In(page.Lang), Why: wanted.Why.In(page.Lang),
			File: uploadLimits(page, id, wanted.Formats, wanted.MaxSize),
		},
	}
}

// signedNote says what was checked of a file: its document at once, its signature
// as soon as it was looked at.
func (f *Face) signedNote(ctx context.Context, page kit.Page, wanted forms.SignedFile, stored documents.File) (string, error) {
	if wanted.Proof == "scan" {
		return page.T("applicant.sign.scan_note"), nil
	}
	note, err := f.Papers.SignatureNote(ctx, page, stored.Owner, stored.ID)
	return page.T("applicant.sign.right_document") + " " + note, err
}

func (f *Face) fillMissing(r *http.Request, page *SignPage, a intake.Application) error {
	hindrances, err := f.Intake.Hindrances(r.Context(), a.ID)
	if err != nil {
		return err
	}
	for _, h := range hindrances {
		page.Missing = append(page.Missing, page.Printer.Field(h))
	}
	page.CanSend = len(hindrances) == 0
	return nil
}

// freezeSubmit prints the document for the way chosen.
func (f *Face) freezeSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	_, err = f.Intake.Freeze(r.Context(), id, form.Text("way"))
	if problem.Is(err, "intake.incomplete") {
		return kit.Redirect(w, r, home(id)+"/riepilogo")
	}
	if kit.IsCorrectable(err) {
		return f.signPage(w, r, "", err)
	}
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, home(id)+"/firma")
}

// thawSubmit returns to editing; what was signed is void.
func (f *Face) thawSubmit(w http.ResponseWriter, r *http.Request) error {
	if _, err := f.Intake.Thaw(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, "applicant.sign.thawed")
	return kit.Redirect(w, r, home(r.PathValue("id"))+"/riepilogo")
}

// signedSubmit takes one file of the way of signing.
func (f *Face) signedSubmit(w http.ResponseWriter, r *http.Request) error {
	id, slot := r.PathValue("id"), r.PathValue("file")
	name, content, err := f.sentFile(r)
	if err == nil {
		err = f.Desk.AttachSigned(r.Context(), id, slot, name, content)
	}
	if isRefusal(r, err) {
		return f.signPage(w, r, slot, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.file_arrived", "name", name)
	return kit.Redirect(w, r, home(id)+"/firma")
}

// submit files the application: the one act of this face that cannot be undone.
func (f *Face) submit(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	_, err := f.Intake.Submit(r.Context(), id)
	if kit.IsCorrectable(err) {
		return f.signPage(w, r, "", err)
	}
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, home(id)+"/ricevuta")
}
