// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/internal/documents/pdf"
	"pratica/tests/e2e"
)

// words are what an applicant reads and presses, in one language.
type words struct {
	lang                               string
	start, next, more                  string
	give, email, mail, open            string
	files, upload, refused, toSummary  string
	toSign, hand, freeze, send, filed  string
	answer, sendAnswer, note, answered string
}

var italian = words{
	lang: "it", start: "Inizia la domanda", next: "Salva e continua", more: "Risponda anche a queste:",
	give: "Indichi l'indirizzo e-mail", email: "Indirizzo e-mail", mail: "Invia il collegamento", open: "Apri la domanda",
	files: "Allegati", upload: "Carica", refused: "Questo tipo di file qui non è accettato.", toSummary: "Continua al riepilogo",
	toSign: "Continua alla firma", hand: "Firma a mano", freeze: "Prepara il documento da firmare",
	send: "Invia la domanda", filed: "La domanda è stata inviata",
	answer: "Rispondi", sendAnswer: "Invia la risposta", note: "Vuole aggiungere qualcosa?", answered: "La risposta è arrivata all'ufficio.",
}

var english = words{
	lang: "en", start: "Start the application", next: "Save and continue", more: "Please answer these too:",
	give: "Give your e-mail address", email: "E-mail address", mail: "Send the link", open: "Open the application",
	files: "Attachments", upload: "Upload", refused: "This type of file is not accepted here.", toSummary: "Continue to the summary",
	toSign: "Continue to signing", hand: "Handwritten signature", freeze: "Prepare the document to sign",
	send: "Send the application", filed: "The application was sent",
}

// applicant is somebody who asks for legal aid.
type applicant struct {
	*writer
	house *house
	words words
	shots string // begin of the names of pictures
	scan  string // a file that stands for every paper
}

const address = "marta@posta.example"

func newApplicant(h *house, p *e2e.Person, shots string, w words) *applicant {
	h.t.Helper()
	a := &applicant{writer: newWriter(h, p, "patrocinio-civile", "patrocinio-civile-famiglia", w.lang), house: h, words: w, shots: shots}
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

func (a *applicant) look(name string) {
	a.t.Helper()
	a.Check(a.shots + "-" + name)
}

func (a *applicant) begin() {
	a.t.Helper()
	a.Goto("/?lang=" + a.words.lang)
	a.look("home")
	a.Click(a.def.Title.In(a.words.lang))
	a.look("sheet")
	a.Click(a.words.start)
}

func (a *applicant) fillAll() {
	a.t.Helper()
	for _, p := range a.def.Pages {
		if p.ID == "stay" {
			continue // only for people from outside the European Union
		}
		a.See(p.Title.In(a.words.lang))
		a.look("page-" + p.ID)
		a.page(p, a.words.next, func() {
			a.See(a.words.more)
			a.look("page-" + p.ID + "-more")
		})
	}
}

// giveEmail gives an address and opens the link that it gets, as mail programs
// show it.
func (a *applicant) giveEmail() {
	a.t.Helper()
	a.Click(a.words.toSummary)
	a.Click(a.words.give)
	a.look("email")
	a.Fill(a.words.email, address)
	a.Click(a.words.mail)
	a.openMail(delivery.DraftLink, 1)
	a.look("draft")
}

// openMail opens the link in the n-th mail of a kind.
func (a *applicant) openMail(kind delivery.Kind, n int) {
	a.t.Helper()
	a.Goto(mailedLink.FindString(a.house.mail(address, kind, n).Body))
	a.look("open")
	a.Click(a.words.open)
}

// attachAll uploads what must be there. The files of family members have a place
// each.
func (a *applicant) attachAll() {
	a.t.Helper()
	a.Click(a.words.files)
	a.look("files")
	a.refuse("identity_document")
	for _, slot := range []string{"identity_document", "income_declaration", "member_income", "case_documents"} {
		label := a.Text(`label[for^="f-` + slot + `"]`)
		a.Attach(label, a.scan)
		a.Click(a.words.upload + " " + label)
		a.See(filepath.Base(a.scan))
	}
	a.look("files-there")
}

// refuse tries a file of a kind that is not taken, and reads why, with scripts and
// without.
func (a *applicant) refuse(slot string) {
	a.t.Helper()
	label := a.Text(`label[for="f-` + slot + `"]`)
	a.Attach(label, onDisk(a.t, "nota.txt", []byte("una nota")))
	a.Press(a.words.upload + " " + label)
	a.See(a.words.refused)
	a.look("files-refused")
}

// sign signs by hand: the document comes down, a scan goes up.
func (a *applicant) sign() {
	a.t.Helper()
	a.Click(a.words.toSummary)
	a.look("summary")
	a.Click(a.words.toSign)
	a.look("sign")
	a.Choose("", a.words.hand)
	a.Click(a.words.freeze)
	a.look("sign-document")
	a.download(`a[href*="/documenti/"]`)
	label := a.Text(`label[for="f-signed_scan"]`)
	a.Attach(label, a.scan)
	a.Click(a.words.upload + " " + label)
	a.See(a.words.send)
	a.look("sign-ready")
}

// download gets the PDF behind the first link of a selector.
func (a *applicant) download(link string) []byte {
	a.t.Helper()
	return pdfBehind(a.t, a.Person, link)
}

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
	a.See(a.words.filed)
	a.See(number)
	a.look("receipt")
	code := a.Text(".p-code")
	if !codeShape.MatchString(code) {
		a.t.Errorf("code %q", code)
	}
	a.download(`a[href$="/ricevuta.pdf"]`)
	return code
}
