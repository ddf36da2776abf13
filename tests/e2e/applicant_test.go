// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/internal/documents/pdf"
	"pratica/tests/e2e"
)

// applicant is somebody who asks for legal aid, by themselves or with counsel.
type applicant struct {
	*writer
	house   *house
	way     string // of signing
	address string
	scan    string // a file that stands for every paper
}

const martasMail = "marta@posta.example"

func newApplicant(h *house, p *e2e.Person, way string) *applicant {
	h.t.Helper()
	a := &applicant{writer: newWriter(h, p, "patrocinio-civile-famiglia"), house: h, way: way, address: martasMail}
	a.scan = paper(h, "documento.pdf", "Documento di prova")
	return a
}

// paper makes a small PDF on the disk.
func paper(h *house, name, title string) string {
	h.t.Helper()
	content, err := h.app.Documents.Writer.Write(h.t.Context(), pdf.Document{
		Title: title, Lang: "it", Created: time.Now(), Blocks: []pdf.Block{pdf.Paragraph{Text: "Persone e fatti sono inventati."}},
	})
	h.must("paper", err)
	return onDisk(h.t, name, content)
}

func onDisk(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (a *applicant) begin() {
	a.t.Helper()
	a.house.greet(a.Person)
	a.Click(a.def.Title.In(a.lang))
	a.Click(a.say("applicant.sheet.start"))
}

func (a *applicant) say(key string, args ...any) string { return a.house.say.T(key, args...) }

// fillAll fills page after page. What an answer opens is asked on the same page.
func (a *applicant) fillAll() {
	a.t.Helper()
	for _, p := range a.def.Pages {
		if p.ID == "stay" {
			continue // only for people from outside the European Union
		}
		a.See(p.Title.In(a.lang))
		a.page(p, a.say("applicant.form.next"), func() { a.See(a.say("problem.applicant.more_questions")) })
	}
}

// giveEmail gives an address and opens the link that it gets.
func (a *applicant) giveEmail() {
	a.t.Helper()
	a.Click(a.say("applicant.files.next"))
	a.Click(a.say("applicant.email_give"))
	a.Fill(a.say("applicant.email"), a.address)
	a.Click(a.say("applicant.email_submit"))
	a.openMail(delivery.DraftLink)
}

// openMail opens the link in the first mail of a kind.
func (a *applicant) openMail(kind delivery.Kind) {
	a.t.Helper()
	m := a.house.mail(a.address, kind, 1)
	if got := m.Header("Content-Language"); got != a.lang {
		a.t.Errorf("the mail %q is in %q", m.Subject(), got)
	}
	text, err := m.Text()
	a.house.must("mail", err)
	a.Goto(a.house.linkIn(text))
	a.Click(a.say("applicant.open.submit"))
}

// attachAll uploads what must be there.
func (a *applicant) attachAll() {
	a.t.Helper()
	a.Click(a.say("applicant.files.title"))
	a.attachRequired()
}

// required are the places for files that the sample must fill. The files of family
// members have a place each.
var required = []string{"identity_document", "income_declaration", "member_income", "case_documents"}

// attachRequired uploads to every place that must be filled.
func (a *applicant) attachRequired() {
	a.t.Helper()
	for _, slot := range required {
		a.upload(`label[for^="f-`+slot+`"]`, a.scan)
	}
}

// upload sends a file to the place of a label, and sees it there.
func (a *applicant) upload(place, file string) {
	a.t.Helper()
	label := a.Text(place)
	a.Attach(label, file)
	a.Click(a.say("applicant.files.send") + " " + label)
	a.See(a.say("applicant.file_arrived", "name", filepath.Base(file)))
}

// sign freezes the answers and hands in what the way of signing asks for.
func (a *applicant) sign() {
	a.t.Helper()
	a.Click(a.say("applicant.files.next"))
	a.Click(a.say("applicant.summary.next"))
	frozen := a.freeze()
	switch a.way {
	case "handwritten":
		a.upload(`label[for="f-signed_scan"]`, a.scan)
	case "lawyer":
		a.upload(`label[for="f-client_signature"]`, a.scan)
		scan, err := os.ReadFile(a.scan)
		a.house.must("scan", err)
		a.upload(`label[for="f-authentication"]`, onDisk(a.t, "autentica.pdf.p7m", signedP7M(a.t, "Livia Difesa", scan)))
	case "digital":
		a.upload(`label[for="f-signed_application"]`, onDisk(a.t, "domanda.pdf.p7m", signedP7M(a.t, "Marta Esempi", frozen)))
	}
	a.See(a.say("applicant.sign.send"))
}

// freeze chooses the way of signing and gets the document to sign.
func (a *applicant) freeze() []byte {
	a.t.Helper()
	way, _ := a.def.Way(a.way)
	a.Choose("", way.Title.In(a.lang))
	a.Click(a.say("applicant.sign.freeze"))
	return pdfBehind(a.t, a.Person, `a[href*="/documenti/"]`)
}

// pdfBehind gets the PDF behind the first link of a selector.
func pdfBehind(t *testing.T, p *e2e.Person, link string) []byte {
	t.Helper()
	content, header := p.Download(p.Attribute(link, "href"))
	if got := header.Get("Content-Type"); got != "application/pdf" || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Errorf("%s gives %s, %d bytes", link, got, len(content))
	}
	return content
}

var codeShape = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]`)

// receipt reads the receipt page and its PDF, and gives the code.
func (a *applicant) receipt(number string) string {
	a.t.Helper()
	a.See(a.say("applicant.receipt.done"))
	a.See(number)
	code := a.Text(".p-code")
	if !codeShape.MatchString(code) {
		a.t.Errorf("code %q", code)
	}
	pdfBehind(a.t, a.Person, `a[href$="/ricevuta.pdf"]`)
	return code
}

// id is the identifier in the address of the application that is open.
func (a *applicant) id() string {
	a.t.Helper()
	id, _, _ := strings.Cut(strings.TrimPrefix(a.Path(), "/domanda/"), "/")
	return id
}
