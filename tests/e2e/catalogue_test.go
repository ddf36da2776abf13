// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"io/fs"
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

			from, to := h.now().Add(48*time.Hour).UTC(), h.now().Add(96*time.Hour).UTC()
			digest := h.openFromTo(from, to)
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
func (h *house) openFromTo(from, to time.Time) string {
	h.t.Helper()
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	h.must("definition", err)
	opening := fmt.Sprintf("procedure:\n  opening: {from: %s, to: %s}\n", from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339))
	digest, err := h.app.ImportProcedure(h.t.Context(), []byte(strings.Replace(string(source), "procedure:\n", opening, 1)), true)
	h.must("definition", err)
	return digest
}
