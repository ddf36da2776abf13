// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"pratica/internal/documents"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestWhoSigned: an official reads who signed a file of the case, and opens the document
// inside it without other programs.
func TestWhoSigned(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "signed-"+lang, lang)
			carla := s.employ("Carla Segreti", "secretary")
			c := s.filed("patrocinio-civile-famiglia", nil)
			s.do(carla.name, c.ID, "take_charge", "code", c.Code)
			s.do(carla.name, c.ID, "check", "point.signature", "failed")
			s.do(carla.name, c.ID, "request_integration")
			letter, err := os.ReadFile(paper(s.house, "lettera.pdf", "La lettera di prova"))
			s.must("letter", err)
			carla.enter()
			carla.open(c.Code)
			carla.act("register_answer", func() {
				carla.FillDate(carla.field("answer_arrived"), terms.DateOf(s.now()).String())
				carla.Choose(carla.field("answer_means"), s.say.T("workflow.choice.answer_desk"))
				carla.Fill(carla.field("answer_from"), "Ada Esempio")
				carla.Choose(pointOf(s, "signature"), s.say.T("kit.yes"))
				carla.Attach(carla.field("answer_letter"), onDisk(t, "lettera.pdf.p7m", signedP7M(t, "Ada Esempio", letter)))
			})
			carla.Click(s.say.T("kit.signed") + " lettera.pdf.p7m")
			carla.See("Ada Esempio")
			carla.See(s.say.T("signatures.integrity.intact"))
			carla.See(s.say.T("signatures.sub.no_certificate_chain_found"))
			inside, _ := carla.Download(carla.Attribute(`main a[href$="/contenuto"]`, "href"))
			if !bytes.Equal(inside, letter) {
				t.Errorf("inside are %d bytes, the letter has %d", len(inside), len(letter))
			}
			list, err := s.app.Documents.List(t.Context(), c.ID)
			s.must("files", err)
			scan := slices.IndexFunc(list, func(f documents.File) bool { return f.Slot == "identity_document" })
			carla.Goto("/ufficio/pratiche/" + c.ID + "/documenti/" + list[scan].ID + "/firme")
			carla.See(s.say.T("office.signatures.none"))
		})
	}
}
