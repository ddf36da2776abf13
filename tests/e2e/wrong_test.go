// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/delivery"
	"pratica/internal/documents/documentstest"
	"pratica/internal/intake"
	"pratica/tests/e2e"
)

// draft makes an application whose pages are all filled, which other tests do in
// the browser. Its owner's window is that of the applicant.
func (a *applicant) draft() intake.Application {
	a.t.Helper()
	h, ctx := a.house, a.t.Context()
	answers, err := fs.ReadFile(definitions.Files, "samples/patrocinio-civile-famiglia.json")
	h.must("sample", err)
	d, err := h.app.Intake.Start(ctx, h.def.Slug, h.def.Digest, a.lang)
	h.must("draft", err)
	_, err = h.app.Intake.SavePage(ctx, d.ID, h.def.Pages[0].ID, 0, func(json.RawMessage) (json.RawMessage, error) { return answers, nil })
	h.must("draft", err)
	d, err = h.app.Intake.SetEmail(ctx, d.ID, a.address)
	h.must("draft", err)
	return d
}

// opening are the words of a text before the value that it is given.
func (a *applicant) opening(key, name string) string {
	text, _, _ := strings.Cut(a.say(key, name, "\x00"), "\x00")
	return text
}

// TestWrongFiles hands in what is no document, with scripts and without. Each time
// the page says why, keeps nothing, and takes the right file afterwards.
func TestWrongFiles(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, tt := range []struct {
		name, lang string
		scripts    bool
	}{{"scripts", "it", true}, {"plain", "en", false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, b, "files-"+tt.name, tt.lang)
			p := h.browser.Person("marta", h.URL)
			if !tt.scripts {
				p.ScriptsOff()
			}
			p.Watch(h.visited)
			h.greet(p)
			marta := newApplicant(h, p, "handwritten")
			id := marta.draft().ID
			marta.openMail(delivery.DraftLink)
			marta.Goto("/domanda/" + id + "/allegati")
			for _, wrong := range marta.wrongFiles(tt.scripts) {
				marta.refused("identity_document", wrong)
			}
			marta.upload(`label[for="f-identity_document"]`, marta.scan)
		})
	}
}

// wrongFile is a file with what the page says of it.
type wrongFile struct{ path, says string }

// wrongFiles are found by the page itself where scripts run and the size tells, and
// by the server otherwise.
func (a *applicant) wrongFiles(scripts bool) []wrongFile {
	a.t.Helper()
	scan, err := os.ReadFile(a.scan)
	a.house.must("scan", err)
	empty, large := onDisk(a.t, "vuoto.pdf", nil), onDisk(a.t, "grande.pdf", scan)
	a.house.must("large", os.Truncate(large, 10<<20+1))
	emptySays, largeSays := a.say("problem.documents.empty"), a.opening("problem.documents.too_large", "max")
	if scripts {
		emptySays, largeSays = a.say("kit.upload.empty", "name", "vuoto.pdf"), a.say("kit.upload.too_large", "name", "grande.pdf")
	}
	wrong := []wrongFile{
		{empty, emptySays},
		{large, largeSays},
		{onDisk(a.t, "nota.txt", []byte("una nota")), a.opening("problem.documents.wrong_type", "types")},
		{onDisk(a.t, "scansione.jpg", scan), a.say("problem.documents.extension_mismatch", "name", "scansione.jpg", "found", "PDF", "extension", ".pdf")},
	}
	// One of each, for the page that refuses the next has to look different.
	for _, code := range []string{"documents.protected", "documents.damaged"} {
		bad := documentstest.Bad(a.t)
		at := slices.IndexFunc(bad, func(s documentstest.Sample) bool { return s.Code == code && filepath.Ext(s.Name) == ".pdf" })
		wrong = append(wrong, wrongFile{onDisk(a.t, bad[at].Name, bad[at].Content), a.say("problem." + code)})
	}
	return wrong
}

// refused hands in a file and reads why it is not taken.
func (a *applicant) refused(slot string, wrong wrongFile) {
	a.t.Helper()
	label := a.Text(`label[for="f-` + slot + `"]`)
	a.Attach(label, wrong.path)
	a.Press(a.say("applicant.files.send") + " " + label)
	a.See(wrong.says)
	a.Check(a.house.visited.Name() + "-refused-" + filepath.Base(wrong.path))
	if a.Has("#slot-" + slot + " .p-filerow") {
		a.t.Errorf("%s was kept", filepath.Base(wrong.path))
	}
}

// TestSignedByContent accepts a signed file only when the very document that was
// frozen is inside, and files once, however often the button is pressed.
func TestSignedByContent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, e2e.Start(t), "signed", "it")
	marta := newApplicant(h, h.window("marta"), "digital")
	id := marta.draft().ID
	marta.openMail(delivery.DraftLink)
	marta.Goto("/domanda/" + id + "/allegati")
	marta.attachRequired()
	marta.Click(marta.say("applicant.files.next"))
	marta.Click(marta.say("applicant.summary.next"))
	frozen := marta.freeze()
	other, err := os.ReadFile(marta.scan)
	h.must("scan", err)
	for _, wrong := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"altra_domanda_firmata.pdf", signedPDF(t, "Marta Esempi", marta.frozenOfAnother()), "problem.signatures.other_document"},
		{"altro_file.pdf.p7m", signedP7M(t, "Marta Esempi", other), "problem.signatures.other_document"},
		{"non_firmata.pdf", frozen, "problem.signatures.not_signed"},
	} {
		marta.refused("signed_application", wrongFile{onDisk(t, wrong.name, wrong.content), marta.say(wrong.says)})
		marta.Miss(marta.say("applicant.sign.right_document"))
	}
	right := onDisk(t, "domanda.pdf.p7m", signedP7M(t, "Marta Esempi", frozen))
	marta.upload(`label[for="f-signed_application"]`, right)
	marta.See(marta.say("applicant.sign.right_document"))
	marta.void()
	marta.signAgain()
	marta.sendOften()
}

// frozenOfAnother is the document to sign of somebody else's application.
func (a *applicant) frozenOfAnother() []byte {
	a.t.Helper()
	h, ctx := a.house, a.t.Context()
	bruno := newApplicant(h, a.Person, a.way)
	bruno.address = "bruno@posta.example"
	d := bruno.draft()
	h.must("verify", h.verify(bruno.address))
	for _, slot := range required {
		if slot == "member_income" {
			slot += ":k1"
		}
		f, err := os.Open(a.scan)
		h.must("scan", err)
		h.must(slot, h.app.Attach(ctx, d.ID, slot, "documento.pdf", f))
		h.must(slot, f.Close())
	}
	d, err := h.app.Intake.Freeze(ctx, d.ID, "digital")
	h.must("freeze", err)
	content, _, err := h.app.Documents.Read(ctx, d.ID, d.FrozenFile)
	h.must("frozen", err)
	return content
}

// verify opens the mailed link of a draft elsewhere.
func (h *house) verify(address string) error {
	h.t.Helper()
	link := h.link(address, delivery.DraftLink, 1)
	_, err := h.app.Intake.OpenLink(h.t.Context(), link[strings.LastIndex(link, "/")+1:])
	return err
}

// void goes back to editing: what was signed counts no more.
func (a *applicant) void() {
	a.t.Helper()
	a.Click(a.say("applicant.sign.thaw"))
	a.See(a.say("applicant.sign.thawed"))
	a.Click(a.say("applicant.summary.next"))
	if a.Has(`[action$="/invia"]`) {
		a.t.Error("a document that was signed before an edit can be sent")
	}
}

// signAgain signs the new document.
func (a *applicant) signAgain() {
	a.t.Helper()
	frozen := a.freeze()
	a.upload(`label[for="f-signed_application"]`, onDisk(a.t, "domanda.pdf.p7m", signedP7M(a.t, "Marta Esempi", frozen)))
}

// sendOften sends from two tabs, with a double click, and again after the button
// "back". There is one filing, and each time the same receipt.
func (a *applicant) sendOften() {
	a.t.Helper()
	send := a.say("applicant.sign.send")
	tab := &applicant{writer: a.writer, house: a.house, way: a.way}
	tab.writer = &writer{Person: a.Tab(), t: a.t, def: a.def, lang: a.lang}
	tab.Goto(a.Path())
	tab.See(send)
	a.DoubleClick(send, func() {})
	code := a.receipt(a.house.number(1))
	tab.Click(send)
	if got := tab.receipt(a.house.number(1)); got != code {
		a.t.Errorf("the second tab got the code %s, the first %s", got, code)
	}
	a.Back()
	a.See(a.say("applicant.receipt.done"))
	if got := a.receipt(a.house.number(1)); got != code {
		a.t.Errorf("after going back the code is %s, it was %s", got, code)
	}
	a.house.mail(a.address, delivery.Receipt, 1)
	if n := a.house.filings(); n != 1 {
		a.t.Errorf("%d filings", n)
	}
}

// TestStrangersLearnNothing asks for an application by a code that nobody has and
// by one of somebody else, and opens an address that is nobody's and one of
// somebody else: the answers are the same, and no mail leaves.
func TestStrangersLearnNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, e2e.Start(t), "strangers", "it")
	marta := newApplicant(h, h.window("marta"), "digital")
	hers := marta.draft()
	h.mail(marta.address, delivery.DraftLink, 1)
	bruno := newApplicant(h, h.window("bruno"), "digital")
	bruno.address = "bruno@posta.example"
	same := func(what string, ask func(key string) string, keys ...string) {
		t.Helper()
		first := ask(keys[0])
		for _, key := range keys[1:] {
			if got := ask(key); got != first || got == "" {
				t.Errorf("%s: one answer is\n%s\nand another\n%s", what, first, got)
			}
		}
	}
	same("code", bruno.resume, strings.ReplaceAll(hers.Code, "-", ""), "0000-0000-0")
	same("address", func(id string) string { return bruno.answerAt("/domanda/" + id + "/") }, hers.ID, nobody)
	same("document", func(id string) string { return bruno.answerAt("/domanda/" + id + "/firma") }, hers.ID, nobody)
	same("office", func(id string) string { return bruno.answerAt("/ufficio/pratiche/" + id) }, hers.ID, nobody)
	bruno.Goto("/apri/" + strings.Repeat("A", 43))
	bruno.Click(bruno.say("applicant.open.submit"))
	bruno.See(bruno.say("problem.intake.link_invalid"))
	h.must("jobs", h.app.Jobs.Drain(t.Context()))
	if m, ok := h.mails.Last(bruno.address); ok {
		t.Errorf("a stranger got the mail %q", m.Subject())
	}
}

// resume asks for a link to an application, and gives what the page says.
func (a *applicant) resume(code string) string {
	a.t.Helper()
	a.Goto("/riprendi")
	a.Fill(a.say("applicant.resume.code"), code)
	a.Fill(a.say("applicant.email"), a.address)
	a.Click(a.say("applicant.resume.submit"))
	return a.Text("main")
}

// answerAt is what the page at an address says, but for what differs each time.
func (a *applicant) answerAt(address string) string {
	a.t.Helper()
	a.Goto(address)
	return codeShape.ReplaceAllString(a.Text("main"), "")
}
