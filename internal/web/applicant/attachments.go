// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"

	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// FilesPage has a place for each attachment.
type FilesPage struct {
	kit.Page
	Stepper kit.Stepper
	ID      string
	Slots   []FileSlot
	Removed []RemovedFile
	Next    string
}

// FileSlot is one place for files, with the reason why it is asked.
type FileSlot struct {
	Action            string // where files of this page are sent
	Slot, Title, Help string
	Required, Full    bool
	Field             kit.Field
	Files             []kit.File
}

// RemovedFile can be brought back.
type RemovedFile struct{ ID, Name string }

func (f *Face) attachments(w http.ResponseWriter, r *http.Request) error {
	return f.filesPage(w, r, "", nil)
}

func (f *Face) filesPage(w http.ResponseWriter, r *http.Request, at string, wrong error) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	if a.State == intake.Filed {
		return kit.Redirect(w, r, home(a.ID)+"/")
	}
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	stored, err := f.Documents.List(r.Context(), a.ID)
	if err != nil {
		return err
	}
	page := FilesPage{Page: f.page(r, a, def, "applicant.files.title"), ID: a.ID, Next: home(a.ID) + "/riepilogo"}
	page.Lead = page.T("applicant.files.lead")
	page.Stepper = steps(page.Page, a, def, e, stepFiles)
	var fields []kit.Field
	for _, s := range e.Slots {
		slot := fileSlot(page.Page, a.ID, "/allegati", s, stored)
		if s.Slot == at && wrong != nil {
			slot.Field.Error = page.Printer.Error(wrong)
		}
		fields = append(fields, slot.Field)
		page.Slots = append(page.Slots, slot)
	}
	page.Errors = kit.Summary("", fields...)
	if wrong != nil && page.Errors.IsEmpty() {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	if err := f.fillRemoved(r, &page); err != nil {
		return err
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "applicant/files", page)
}

func fileSlot(page kit.Page, id, action string, s forms.SlotState, stored []documents.File) FileSlot {
	slot := FileSlot{
		Action: home(id) + action,
		Slot:   s.Slot, Title: s.Title.In(page.Lang), Help: s.Help.In(page.Lang), Required: s.Required, Full: s.Files >= s.Max,
	}
	if who := s.For.In(page.Lang); who != "" {
		slot.Title += " – " + who
	}
	slot.Field = kit.Field{
		Type: kit.Upload, Name: "file", ID: "f-" + kit.Attr(s.Slot), Label: slot.Title, Help: slot.Help, Why: s.Why.In(page.Lang), Optional: !s.Required,
		File: uploadLimits(page, id, s.Formats, s.MaxSize),
	}
	for _, file := range stored {
		if file.Place() == s.Slot {
			shown := papers.File(page, file, home(id)+"/documenti/")
			shown.Remove = file.ID
			if file.Scan.State == documents.Infected {
				shown.Note += " " + page.T("applicant.files.infected")
			}
			slot.Files = append(slot.Files, shown)
		}
	}
	return slot
}

func (f *Face) fillRemoved(r *http.Request, page *FilesPage) error {
	removed, err := f.Documents.Removed(r.Context(), page.ID)
	if err != nil {
		return err
	}
	for _, file := range removed {
		if !documents.IsReserved(file.Slot) {
			page.Removed = append(page.Removed, RemovedFile{file.ID, file.Name})
		}
	}
	return nil
}

func (f *Face) attachSubmit(w http.ResponseWriter, r *http.Request) error {
	id, slot := r.PathValue("id"), r.PathValue("slot")
	name, content, err := f.sentFile(r)
	if err == nil {
		err = f.Desk.Attach(r.Context(), id, slot, name, content)
	}
	if isRefusal(r, err) {
		return f.filesPage(w, r, slot, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.file_arrived", "name", name)
	return kit.Redirect(w, r, home(id)+"/allegati")
}

// isRefusal says that the page shows again, with the reason at the file. The module
// that uploads shows the reason itself: it takes the plain error.
func isRefusal(r *http.Request, err error) bool {
	return kit.IsCorrectable(err) && !kit.WantsJSON(r)
}

// detachSubmit removes a file, or brings one back.
func (f *Face) detachSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id, key := r.PathValue("id"), "applicant.files.removed"
	if file := form.Text("file.restore"); file != "" {
		key = "applicant.files.restored"
		err = f.Desk.Reattach(r.Context(), id, file)
	} else {
		err = f.Desk.Detach(r.Context(), id, form.Text("file.remove"))
	}
	if kit.IsCorrectable(err) {
		return f.filesPage(w, r, "", err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Info, key)
	return kit.Redirect(w, r, home(id)+"/allegati")
}
