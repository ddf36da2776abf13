// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/tests/e2e"
)

// TestCatalogue is what somebody finds at the start: the services that take
// applications, those that do not yet or no longer with the day, and no trace of one
// that was retired.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, b, "catalogue-"+lang, lang)
			anna := h.window("anna")
			title, sheet := h.def.Title.In(lang), "/servizi/"+h.def.Slug
			anna.Miss(h.say.T("public.home.others"))
			anna.Click(title)
			anna.See(h.say.T("applicant.sheet.start"))
			anna.See(h.say.Money(1365964)) // the limit of income in force

			from, to := h.now().Add(48*time.Hour).UTC(), h.now().Add(96*time.Hour).UTC()
			h.openFromTo(from, to)
			anna.Goto("/")
			anna.See(h.say.T("public.home.others"))
			anna.See(h.say.T("public.home.opens", "at", from.Truncate(time.Second)))
			h.noStart(anna, sheet)

			h.wait(72 * time.Hour)
			anna.Goto("/")
			anna.Miss(h.say.T("public.home.others"))
			anna.Click(title)
			anna.Click(h.say.T("applicant.sheet.start"))
			anna.See(h.def.Pages[0].Title.In(lang))

			h.wait(48 * time.Hour)
			anna.Goto("/")
			anna.See(h.say.T("public.home.closed_at", "at", to.Truncate(time.Second)))
			h.noStart(anna, sheet)

			digest := h.publishWith("reserved_to: lawyers")
			anna.Goto("/")
			anna.See(h.say.T("public.home.reserved_text"))
			anna.Click(title)
			anna.See(h.say.T("applicant.sheet.reserved"))
			anna.Miss(h.say.T("applicant.sheet.start"))
			if status := h.begins(sheet); status != http.StatusConflict {
				t.Errorf("without the button the program answers %d", status)
			}

			h.must("retire", h.app.Forms.Retire(t.Context(), audit.Actor{Kind: audit.Admin, ID: "nobody"}, digest))
			anna.Goto("/")
			anna.Miss(title)
		})
	}
}

// noStart finds the page of a service without the button that begins.
func (h *house) noStart(p *e2e.Person, sheet string) {
	h.t.Helper()
	p.Goto(sheet)
	p.See(h.def.Title.In(h.say.Lang()))
	p.Miss(h.say.T("applicant.sheet.start"))
}

// openFromTo publishes legal aid for some days only.
func (h *house) openFromTo(from, to time.Time) {
	h.t.Helper()
	h.publishWith(fmt.Sprintf("opening: {from: %s, to: %s}", from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339)))
}

// publishWith publishes legal aid with one more key under "procedure", and gives its digest.
func (h *house) publishWith(key string) string {
	h.t.Helper()
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	h.must("definition", err)
	digest, err := h.app.ImportProcedure(h.t.Context(), []byte(strings.Replace(string(source), "procedure:\n", "procedure:\n  "+key+"\n", 1)), true)
	h.must("definition", err)
	return digest
}

// begins posts the form of the sheet as a program would, without a session.
func (h *house) begins(sheet string) int {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.URL+sheet+"/domande", nil)
	h.must("begin", err)
	answer, err := http.DefaultClient.Do(r)
	h.must("begin", err)
	h.must("begin", answer.Body.Close())
	return answer.StatusCode
}
