// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package apptest

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/database"
	"pratica/internal/forms"
	"pratica/internal/intake"
)

// Paper is the smallest file that is recognised as a PDF.
const Paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// The procedure that a filing is made in, and the invented person who files.
const (
	Slug   = "patrocinio-civile"
	sample = "samples/patrocinio-civile-sola.json"
)

// File goes from the mailed link to the receipt in the visitor's browser: every attachment that is asked for, the
// signature by hand, the filing. Only the answers are not typed: they are those of the sample. It gives the
// application's id and the page with the receipt.
func (v *Visitor) File(a *app.App, email string) (id string, receipt Page) {
	v.t.Helper()
	draft := compile(v.t, a, email)
	v.Must(v.Post("/apri/" + token(v.t, a, draft.ID)))
	at := "/domanda/" + draft.ID
	slots, way := asked(v.t, a, draft.ID)
	if len(slots) == 0 {
		v.t.Fatal("the sample asks for no attachment")
	}
	for _, slot := range slots {
		v.Must(v.Upload(at+"/allegati/"+slot, "documento.pdf", []byte(Paper)))
	}
	v.Must(v.Post(at+"/firma", "way", way.ID))
	for _, file := range way.Files {
		v.Must(v.Upload(at+"/firma/"+file.ID, file.ID+".pdf", []byte(Paper)))
	}
	receipt = v.Must(v.Post(at + "/invia"))
	if !strings.HasSuffix(receipt.Path, "/ricevuta") {
		v.t.Fatalf("the filing leads to %s: %.2000s", receipt.Path, receipt.Body)
	}
	return draft.ID, receipt
}

func compile(t testing.TB, a *app.App, email string) intake.Application {
	t.Helper()
	answers, err := fs.ReadFile(definitions.Files, sample)
	if err != nil {
		t.Fatal(err)
	}
	def, err := a.Forms.Published(t.Context(), Slug)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := a.Intake.Start(t.Context(), Slug, def.Digest, "it")
	if err != nil {
		t.Fatal(err)
	}
	keep := func(json.RawMessage) (json.RawMessage, error) { return answers, nil }
	if _, err := a.Intake.SavePage(t.Context(), draft.ID, def.Pages[0].ID, 0, keep); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Intake.SetEmail(t.Context(), draft.ID, email); err != nil {
		t.Fatal(err)
	}
	return draft
}

// token is that of the link which applicants are mailed.
func token(t testing.TB, a *app.App, id string) string {
	t.Helper()
	var link intake.Link
	err := a.DB.Update(t.Context(), func(tx *database.Tx) (err error) {
		link, err = a.Intake.AccessLinkTo(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return link.Token
}

// asked is what the form asks to attach, and the way of signing by hand.
func asked(t testing.TB, a *app.App, id string) (slots []string, way *forms.Way) {
	t.Helper()
	draft, err := a.Intake.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	def, e, err := a.Evaluate(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range e.Slots {
		if s.Required {
			slots = append(slots, s.Slot)
		}
	}
	way, ok := def.Way("handwritten")
	if !ok {
		t.Fatal("the procedure cannot be signed by hand")
	}
	return slots, way
}

// Link is the token of a link that opens an application.
func Link(t testing.TB, a *app.App, id string) string { t.Helper(); return token(t, a, id) }
