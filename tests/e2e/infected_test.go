// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"os"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/documents/scan"
	"pratica/internal/documents/scan/scantest"
	"pratica/tests/e2e"
)

// TestInfectedFile hands in the EICAR test file: it is kept and shown with what to
// do, holds the application back in words, and a clean copy lets it go on.
func TestInfectedFile(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			daemon := scantest.Start(t)
			h := prepareHouse(t, b, "infected-"+lang)
			h.config.Scanner.Address = daemon.Address
			h.open(lang)
			h.serve(nil)
			marta := newApplicant(h, h.window("marta"), "handwritten")
			id := marta.draft().ID
			marta.openMail(delivery.DraftLink)
			files, name := "/domanda/"+id+"/allegati", "documento_eicar.pdf"
			marta.Goto(files)
			content, err := os.ReadFile(marta.scan)
			h.must("scan", err)
			content = append(append(content, '\n', '%'), append(scan.Eicar(), "\n%%EOF\n"...)...)
			marta.upload(`label[for="f-identity_document"]`, onDisk(t, name, content))
			marta.waitsForVerdict(id)
			marta.Goto(files)
			marta.See(marta.say("documents.scan.infected"))
			marta.See(marta.say("applicant.files.infected"))
			marta.Goto("/domanda/" + id + "/riepilogo")
			marta.See(marta.say("problem.documents.infected_file", "name", name))
			marta.See(marta.say("applicant.summary.not_yet"))

			marta.Goto(files)
			marta.Click(marta.say("kit.upload.remove") + " " + name)
			marta.attachRequired()
			marta.Click(marta.say("applicant.files.next"))
			marta.Miss(marta.say("problem.documents.infected_file", "name", name))
			marta.Click(marta.say("applicant.summary.next"))
			marta.freeze()
		})
	}
}

// waitsForVerdict waits until the one file of a draft was looked at.
func (a *applicant) waitsForVerdict(id string) {
	a.t.Helper()
	a.house.eventually("the verdict", func() bool {
		files, err := a.house.app.Documents.List(a.t.Context(), id)
		return err == nil && len(files) == 1 && files[0].Scan.State == documents.Infected
	})
}
