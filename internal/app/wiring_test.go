// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/i18n"
	"pratica/internal/intake"
	"pratica/internal/signatures/signaturestest"
	"pratica/internal/terms"
)

// A filing becomes a case with the same identifier, and the applicant is told.
func TestAFilingOpensItsCaseAndIsTold(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.filed()
		v, err := h.Casework.View(t.Context(), deskOfficial, a.ID)
		h.must(err)
		if v.Case.ID != a.ID || v.Case.Code != a.Code || v.Case.State != "filed" {
			t.Errorf("the case is %s, %s, in %s", v.Case.ID, v.Case.Code, v.Case.State)
		}
		mail := h.mail.Last(t, "ada@posta.example")
		if !strings.Contains(mail.Text, "https://pratica.example/apri/") || !strings.Contains(mail.Text, a.Code) {
			t.Errorf("the applicant is told:\n%s", mail.Text)
		}
		before := len(h.mail.All(""))
		h.must(h.Casework.Open(t.Context(), a.ID)) // the event comes twice
		h.drain()
		if after := len(h.mail.All("")); after != before {
			t.Errorf("%d mails more", after-before)
		}
		report, err := h.Verify(t.Context())
		h.must(err)
		if len(report.Faults) > 0 {
			t.Errorf("faults: %q", report.Faults)
		}
	})
}

// Verify must find a file that is not what its name says.
func TestVerifyFindsADamagedFile(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.filed()
		files, err := h.Documents.List(t.Context(), a.ID)
		h.must(err)
		damaged := 0
		h.must(filepath.WalkDir(h.Config.ObjectsFolder(), func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || entry.Name() != files[0].Digest {
				return err
			}
			damaged++
			return replaceFile(path, []byte("other bytes"))
		}))
		report, err := h.Verify(t.Context())
		h.must(err)
		if damaged != 1 || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], files[0].Digest) {
			t.Errorf("%d damaged, faults %q", damaged, report.Faults)
		}
	})
}

func replaceFile(path string, content []byte) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

func TestFilesComeOnlyWhileTheyMay(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a := h.compiled("patrocinio-civile", "patrocinio-civile-sola")
		h.refused("a place that the form does not have", h.Attach(ctx, a.ID, "elsewhere", "x.pdf", h.paper("x")), "documents.not_found")
		h.refused("a signed file before the document is made", h.AttachSigned(ctx, a.ID, "signed_scan", "x.pdf", h.paper("x")), "intake.not_frozen")
		place := h.slots(a)[0]
		h.must(h.Attach(ctx, a.ID, place, "uno.pdf", h.paper("uno")))
		files, err := h.Documents.List(ctx, a.ID)
		h.must(err)
		if len(files) != 1 || files[0].Place() != place {
			t.Fatalf("stored: %+v", files)
		}
		_, e, err := h.Evaluate(ctx, h.application(a.ID))
		h.must(err)
		for _, s := range e.Slots {
			if want := map[bool]int{true: 1}[s.Slot == place]; s.Files != want {
				t.Errorf("%s: the form counts %d files, want %d", s.Slot, s.Files, want)
			}
		}
		h.must(h.Detach(ctx, a.ID, files[0].ID))
		h.must(h.Reattach(ctx, a.ID, files[0].ID))

		filed := h.filed()
		h.refused("an attachment after filing", h.Attach(ctx, filed.ID, place, "x.pdf", h.paper("x")), "intake.already_filed")
		if err := h.Detach(ctx, filed.ID, files[0].ID); err == nil {
			t.Error("a file of something filed was removed")
		}
	})
}

// slots are the places of an application that must have a file.
func (h *house) slots(a intake.Application) []string {
	h.t.Helper()
	_, e, err := h.Evaluate(h.t.Context(), a)
	h.must(err)
	var places []string
	for _, s := range e.Slots {
		if s.Required {
			places = append(places, s.Slot)
		}
	}
	return places
}

// What is signed digitally must hold the frozen bytes; a new file replaces the
// one before; an edit voids both.
func TestASignedFileMustHoldWhatWasFrozen(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a, err := h.Intake.Freeze(ctx, h.request().ID, "digital")
		h.must(err)
		signer, err := signaturestest.NewSigner("Ada Prova", h.clock.Now())
		h.must(err)
		frozen, _, err := h.Documents.Read(ctx, a.ID, a.FrozenFile)
		h.must(err)
		other, err := signer.PDF(h.printed(letterDocument(h)))
		h.must(err)
		if err := h.AttachSigned(ctx, a.ID, "signed_application", "altra.pdf", bytes.NewReader(other)); err == nil {
			t.Error("the signed form of another document was accepted")
		}
		for range 2 {
			signed, err := signer.PDF(frozen)
			h.must(err)
			h.must(h.AttachSigned(ctx, a.ID, "signed_application", "firmata.pdf", bytes.NewReader(signed)))
		}
		if got := h.count(a.ID, documents.SlotSigned); got != 1 {
			t.Errorf("%d signed files, want 1", got)
		}
		_, err = h.Intake.Thaw(ctx, a.ID)
		h.must(err)
		if got := h.count(a.ID, documents.SlotSigned) + h.count(a.ID, documents.SlotFrozen); got != 0 {
			t.Errorf("%d files stand after the thaw", got)
		}
	})
}

func (h *house) count(application, slot string) int {
	h.t.Helper()
	files, err := h.Documents.List(h.t.Context(), application)
	h.must(err)
	n := 0
	for _, f := range files {
		if f.Slot == slot {
			n++
		}
	}
	return n
}

// A decision that comes back must be the signed form of one printed here.
func TestADecisionComesBackAsItWasPrinted(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a := h.filed()
		signer, err := signaturestest.NewSigner("Franca Consiglio", h.clock.Now())
		h.must(err)
		letter := letterDocument(h)
		signed, err := signer.PDF(h.printed(letter))
		h.must(err)
		receive := func(content []byte) error {
			_, err := h.ReceiveFile(ctx, deskOfficial, a.ID, actions.DecisionSlot, "decisione.pdf", bytes.NewReader(content))
			return err
		}
		h.refused("before anything is printed", receive(signed), "office.print_first")
		h.keepLetter(a.ID, letter)
		if err := receive(h.printed(letter)); err == nil {
			t.Error("a decision without signature was accepted")
		}
		h.must(receive(signed))
		letter.Title = "Provvedimento corretto"
		h.keepLetter(a.ID, letter)
		h.must(receive(signed)) // an earlier print is signed: its bytes are those of a letter too
		if got := h.count(a.ID, documents.SlotDecision); got != 2 {
			t.Errorf("%d decisions stored", got)
		}
	})
}

// Who may not see the case opens no file of it; who does leaves a trace.
func TestOpeningAFileLeavesATrace(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		a := h.filed()
		stranger := casework.Actor{Kind: audit.Official, ID: "account-2", Roles: []string{"board"}}
		if _, _, err := h.OpenFile(ctx, stranger, a.ID, a.FrozenFile); err == nil {
			t.Error("a stranger opened a file")
		}
		content, stored, err := h.OpenFile(ctx, deskOfficial, a.ID, a.FrozenFile)
		h.must(err)
		h.must(content.Close())
		entries, err := h.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 100)
		h.must(err)
		traces := 0
		for _, e := range entries {
			if e.Action == audit.Read && e.Detail["file"] == stored.ID {
				traces++
				if e.Actor.ID != deskOfficial.ID {
					t.Errorf("read by %q", e.Actor.ID)
				}
			}
		}
		if traces != 1 {
			t.Errorf("%d traces, want 1", traces)
		}
	})
}

func TestWhatCounselMayOpen(t *testing.T) {
	decided := casework.View{Decision: &casework.Decision{File: "f1"}}
	tests := []struct {
		name string
		file documents.File
		view casework.View
		want bool
	}{
		{"an attachment", documents.File{ID: "f2", Slot: "evidence"}, decided, true},
		{"the receipt", documents.File{ID: "f2", Slot: documents.SlotReceipt}, decided, true},
		{"the decision that was taken", documents.File{ID: "f1", Slot: documents.SlotDecision}, decided, true},
		{"a decision that was uploaded and not taken", documents.File{ID: "f2", Slot: documents.SlotDecision}, decided, false},
		{"a decision before there is one", documents.File{ID: "f1", Slot: documents.SlotDecision}, casework.View{}, false},
		{"a letter that is being written", documents.File{ID: "f1", Slot: documents.SlotLetter}, decided, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := isForCounsel(tt.file, tt.view); got != tt.want {
				t.Errorf("isForCounsel() = %v", got)
			}
		})
	}
}

// Each kind of notice has its mail, with every value that its text asks for:
// the outbox refuses a message that lacks one.
func TestEachNoticeHasItsMail(t *testing.T) {
	h := newHouse(t, "")
	back := &backOffice{forms: h.Forms, texts: h.Texts, urls: h.urls}
	said := i18n.Text{"it": "parole", "en": "words"}
	for kind, want := range map[string]delivery.Kind{
		"": delivery.StateChanged, "integration_requested": delivery.IntegrationRequested, "integration_received": delivery.IntegrationReceived,
		"counsel_case": delivery.CounselCase, "decision": delivery.Decision,
	} {
		for _, lang := range []string{"it", "en"} {
			m, err := back.message(t.Context(), casework.Notice{
				Kind: kind, To: workflow.Applicant, Case: "c", Code: "ABCD-EFGH-J", Procedure: "accesso-atti", Lang: lang, State: said, Explain: said, Outcome: said,
				Remedy: said, Due: terms.DateOf(h.clock.Now()), At: h.clock.Now(), Points: []i18n.Text{said}, Note: "nota",
			}, "https://pratica.example/apri/x")
			h.must(err)
			if m.Template != want || m.Args["link"] == "" || m.Args["code"] != "ABCD-EFGH-J" {
				t.Errorf("%q in %s: %+v", kind, lang, m)
			}
			m.To = "ada@posta.example"
			h.send(m)
		}
	}
}

func (h *house) send(m delivery.Message) {
	h.t.Helper()
	h.must(h.DB.Update(h.t.Context(), func(tx *database.Tx) error {
		_, err := h.Delivery.Send(h.t.Context(), tx, m)
		return err
	}))
}

func letterDocument(h *house) pdf.Document {
	return pdf.Document{Title: "Provvedimento", Lang: "it", Created: h.clock.Now(), Blocks: []pdf.Block{pdf.Paragraph{Text: "La richiesta è accolta."}}}
}

// keepLetter keeps a printed decision, as PrintDecision does.
func (h *house) keepLetter(caseID string, d pdf.Document) {
	h.t.Helper()
	object, err := h.Documents.Print(h.t.Context(), d)
	h.must(err)
	h.must(h.DB.Update(h.t.Context(), func(tx *database.Tx) error {
		_, err := h.Documents.Keep(h.t.Context(), tx, caseID, documents.SlotLetter, "decision.pdf", documents.PDF.MediaType, object)
		return err
	}))
}
