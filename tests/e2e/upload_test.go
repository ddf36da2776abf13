// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"pratica/internal/delivery"
	"pratica/internal/documents"
	"pratica/internal/objects"
	"pratica/tests/e2e"
)

// cutAfterOne lets one piece through and then breaks the line.
const cutAfterOne = `(() => { const send = window.fetch; let pieces = 0;
	window.fetch = (to, how) => how?.method === 'PUT' && pieces++ > 0 ? Promise.reject(new TypeError('cut')) : send(to, how); return '' })()`

// TestAnUploadGoesOn cuts the line in the middle of a file, reloads the page, and
// chooses the same file again: the page says where it was, and it goes on from there.
func TestAnUploadGoesOn(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	h := newHouse(t, b, "upload", "it")
	p := h.browser.Person("marta", h.URL)
	p.Watch(h.visited)
	h.greet(p)
	marta := newApplicant(h, p, "handwritten")
	id := marta.draft().ID
	marta.openMail(delivery.DraftLink)
	files := "/domanda/" + id + "/allegati"
	marta.Goto(files)

	scan, err := os.ReadFile(marta.scan)
	h.must("scan", err)
	end := []byte("\n%%EOF\n")
	content := append(append(scan, bytes.Repeat([]byte(" "), 1<<20-len(scan)-len(end))...), end...)
	path := onDisk(t, "perizia.pdf", content)
	label := marta.Text(`label[for="f-identity_document"]`)
	send := func() {
		marta.Attach(label, path)
		marta.Press(marta.say("applicant.files.send") + " " + label)
	}

	_, err = chromedp.Run(p.Context(), chromedp.Evaluate[string](cutAfterOne))
	h.must("cutting the line", err)
	send()
	marta.See(marta.say("kit.upload.waiting", "name", "perizia.pdf", "percent", "25"))
	marta.Check("upload-waiting")
	marta.Press(marta.say("kit.upload.cancel") + " perizia.pdf")
	marta.See(marta.say("kit.upload.cancelled", "name", "perizia.pdf"))

	marta.Goto(files)
	_, err = chromedp.Run(p.Context(), chromedp.Evaluate[string](cutAfterOne))
	h.must("cutting the line", err)
	send()
	marta.See(marta.say("kit.upload.waiting", "name", "perizia.pdf", "percent", "25"))
	marta.Goto(files)
	marta.See(marta.say("kit.upload.resume", "name", "perizia.pdf", "percent", "25"))
	marta.Check("upload-resume")
	send()
	marta.See(marta.say("documents.state.stored"))
	stored, err := h.app.Documents.List(t.Context(), id)
	h.must("files", err)
	if len(stored) != 1 || stored[0].Digest != objects.Digest(content) || stored[0].Scan.State != documents.NotAsked {
		t.Errorf("stored: %+v", stored)
	}
}
