// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/internal/web/gate/gatetest"
)

// withoutAddress is the sample of a request for documents, without its e-mail.
func withoutAddress(h *house) json.RawMessage {
	h.t.Helper()
	source, err := fs.ReadFile(definitions.Files, "samples/accesso-atti-persona.json")
	h.must(err)
	var answers map[string]any
	h.must(json.Unmarshal(source, &answers))
	delete(answers, "email")
	b, err := json.Marshal(answers)
	h.must(err)
	return b
}

// onPaper is an application that an official compiled and filed, two days after
// the paper had come.
func (h *house) onPaper(official identity.Account) (intake.Application, intake.Receipt) {
	h.t.Helper()
	ctx := h.t.Context()
	day := terms.DateOf(h.clock.Now()).AddDays(-2)
	a, at, err := (*paperDesk)(h.App).StartOnPaper(ctx, "accesso-atti", "it", "", intake.Paper{ReceivedOn: day, By: official.ID, Postal: " Via della Prova 1\n00000 Esempio "})
	h.must(err)
	if !strings.HasPrefix(at, "/domanda/"+a.ID+"/pagina/") {
		h.t.Errorf("the form begins at %s", at)
	}
	answers := withoutAddress(h)
	_, err = h.Intake.SavePage(ctx, a.ID, "requester", 0, func(json.RawMessage) (json.RawMessage, error) { return answers, nil })
	h.must(err)
	a, err = h.Intake.Freeze(ctx, a.ID, "handwritten")
	h.must(err)
	for _, file := range []string{"signed_scan", "identity_document"} {
		h.must(h.AttachSigned(ctx, a.ID, file, file+".pdf", h.paper(file)))
	}
	receipt, err := h.Intake.Submit(ctx, a.ID)
	h.must(err)
	h.drain()
	return h.application(a.ID), receipt
}

// An application on paper goes the way of all others: the term runs from the day
// of the paper, the official stands in the log, and no address is needed.
func TestAnApplicationOnPaper(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin, dario := h.staff("desk")
		_, err := h.Office.SaveBody(t.Context(), admin, office.Body{Name: "Ente di Prova", Email: "ufficio@ente.example", TimeZone: "Europe/Rome"}, loopback)
		h.must(err)
		a, receipt := h.onPaper(dario)
		clerk := casework.Actor{Kind: audit.Official, ID: dario.ID, Roles: []string{"desk"}}
		v, err := h.Casework.View(t.Context(), clerk, a.ID)
		h.must(err)
		day := terms.DateOf(h.clock.Now()).AddDays(-2)
		if got, want := v.Case.Due, day.AddDays(30); got != want {
			t.Errorf("due on %s, want %s: the paper came on %s", got, want, day)
		}
		if faults, err := h.Casework.Verify(t.Context(), a.ID); err != nil || len(faults) > 0 {
			t.Errorf("verify: %v, %v", faults, err)
		}
		entries, err := h.Audit.Entries(t.Context(), audit.CaseChain(a.ID), 0, 100)
		h.must(err)
		for _, action := range []string{"application.started_on_paper", "application.filed"} {
			at := slices.IndexFunc(entries, func(e audit.Recorded) bool { return e.Action == action })
			if at < 0 || entries[at].Actor != (audit.Actor{Kind: audit.Official, ID: dario.ID}) {
				t.Errorf("%s is not on record as the official's: %v", action, entries)
			}
		}
		document, err := h.receipt(t.Context(), receipt)
		h.must(err)
		text := strings.Join(words(document), "\n")
		for _, want := range []string{"consegnata su carta il 22 novembre 2026", "Via della Prova 1 00000 Esempio"} {
			if !strings.Contains(text, want) {
				t.Errorf("the receipt lacks %q: %s", want, text)
			}
		}
		h.toldByPost(a)
	})
}

// toldByPost: what the person is to be told reaches the office, which posts it.
func (h *house) toldByPost(a intake.Application) {
	h.t.Helper()
	before := len(h.mail.All("ufficio@ente.example"))
	def, err := h.Casework.Definition(h.t.Context(), a.Definition)
	h.must(err)
	for _, action := range def.Actions {
		if len(action.Notify) == 0 {
			continue
		}
		n := casework.Notice{Case: a.ID, Code: a.Code, Procedure: a.Procedure, To: "applicant", Lang: "it", Kind: "state_changed", State: action.Label, At: h.clock.Now()}
		b := &backOffice{intake: h.Intake, forms: h.Forms, documents: h.Documents, delivery: h.Delivery, office: h.Office, texts: h.Texts, urls: h.urls}
		h.must(h.DB.Update(h.t.Context(), func(tx *database.Tx) error { return b.Notify(h.t.Context(), tx, n) }))
		h.drain()
		if got := len(h.mail.All("ufficio@ente.example")); got != before+1 {
			h.t.Errorf("%d messages to post, want %d", got, before+1)
		}
		return
	}
	h.t.Error("no action tells the applicant")
}

// The page begins the form for who may, and says what is wrong.
func TestThePageOfPaper(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		_, dario := h.staff("desk")
		v := h.visitor(dario)
		const at = "/ufficio/carta"
		if page := v.get(at); len(gatetest.Select(page, "form [name=procedure]")) == 0 {
			t.Fatalf("the page says %s", gatetest.TextOf(page))
		}
		page := v.post(at, url.Values{"procedure": {"accesso-atti"}, "received.day": {"1"}, "received.month": {"1"}, "received.year": {"2030"}, "email": {"storta"}, "lang": {"it"}})
		for _, field := range []string{"received", "email"} {
			if len(gatetest.Select(page, "#f-"+field+"-error")) == 0 {
				t.Errorf("nothing is wrong with %s: %s", field, gatetest.TextOf(page))
			}
		}
		page = v.post(at, url.Values{"procedure": {"nessuno"}, "received.day": {"23"}, "received.month": {"11"}, "received.year": {"2026"}, "lang": {"it"}})
		if len(gatetest.Select(page, "#f-procedure-error")) == 0 {
			t.Errorf("an unknown procedure: %s", gatetest.TextOf(page))
		}
	})
}

// What is on paper is judged as of the day on which it was handed in, by its last
// minute; all else as of now.
func TestThePaperCountsFromItsDay(t *testing.T) {
	now := time.Date(2026, 3, 29, 10, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name  string
		paper intake.Paper
		want  terms.Date
	}{
		{"none", intake.Paper{}, terms.NewDate(2026, 3, 29)},
		{"today", intake.Paper{ReceivedOn: terms.NewDate(2026, 3, 29)}, terms.NewDate(2026, 3, 29)},
		{"before summer time", intake.Paper{ReceivedOn: terms.NewDate(2026, 3, 28)}, terms.NewDate(2026, 3, 28)},
		{"last year", intake.Paper{ReceivedOn: terms.NewDate(2025, 12, 31)}, terms.NewDate(2025, 12, 31)},
	} {
		if got := terms.DateOf(countsFrom(tt.paper, now)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
