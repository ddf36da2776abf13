// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

// TestTextIsPreviewedSavedAndUndone goes the whole way of a text of the body.
func TestTextIsPreviewedSavedAndUndone(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	const at = admin.Prefix + "/testi/hours"
	const form = "main form[novalidate]"
	page := b.Get(at).Submit(form, "it", "Lunedì 9-12")
	see(t, page, at, http.StatusUnprocessableEntity)
	page.One("#f-en[aria-invalid=true]")
	page = page.Submit(form, "en", "Monday 9-12")
	see(t, page, at, http.StatusOK)
	if now, err := h.Office.Text(t.Context(), office.HoursText); err != nil || len(now) != 0 {
		t.Errorf("a preview has saved %v, error %v", now, err)
	}
	if got := page.Texts(".p-inset"); !slices.Equal(got, []string{"Lunedì 9-12", "Monday 9-12"}) {
		t.Errorf("the preview shows %q", got)
	}
	page = page.Submit(".p-question")
	see(t, page, at, http.StatusOK)
	page = page.Submit(form, "it", "Chiuso", "en", "Closed").Submit(".p-question")
	see(t, page, at, http.StatusOK)
	page = b.Get(at + "/1")
	see(t, page, at+"/1", http.StatusOK)
	see(t, page.Submit(".p-question"), at, http.StatusOK)
	if now, err := h.Office.Text(t.Context(), office.HoursText); err != nil || now["en"] != "Monday 9-12" {
		t.Errorf("after it was undone: %v, error %v", now, err)
	}
	see(t, b.Get(at+"/9"), at+"/9", http.StatusNotFound)
	see(t, b.Get(admin.Prefix+"/testi/none"), admin.Prefix+"/testi/none", http.StatusNotFound)
}

func TestBodyIsPutBack(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	b.Get("/amministrazione/ente").Submit(bodyForm, "name", "Ordine di Esempio", "phone", "055 000000")
	b.Get("/amministrazione/ente").Submit(bodyForm, "name", "Ordine di Esenpio", "phone", "")
	page := b.Get("/amministrazione/ente/versioni/1")
	see(t, page, "/amministrazione/ente/versioni/1", http.StatusOK)
	see(t, page.Submit(".p-question"), "/amministrazione/ente", http.StatusOK)
	saved, err := h.Office.Body(t.Context())
	if err != nil || saved.Name != "Ordine di Esempio" || saved.Phone != "055 000000" || saved.Version != 3 {
		t.Errorf("put back: %+v, error %v", saved, err)
	}
}

func TestStatementByScreen(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	const at, form = admin.Prefix + "/accessibilita", "main form[novalidate]"
	page := b.Get(at).Submit(form, "conformity", "partial", "hosted", "form.agid.gov.it", "prepared_on.day", "31", "prepared_on.month", "2", "prepared_on.year", "2026")
	see(t, page, at, http.StatusUnprocessableEntity)
	page.One("#f-prepared_on[aria-invalid=true]")
	page = page.Submit(form, append(dateParts("prepared_on", h.Office.FirstDay().AddDays(-2)), "method", "self")...)
	see(t, page, at, http.StatusUnprocessableEntity)
	for _, id := range []string{"#f-hosted", "#f-failing-it"} {
		page.One(id + "[aria-invalid=true]")
	}
	page = page.Submit(form, "hosted", "https://form.agid.gov.it/view/prova", "failing.it", "Tabelle", "failing.en", "Tables")
	see(t, page, at, http.StatusOK)
	st, err := h.Office.Statement(t.Context())
	if err != nil || st.Conformity != office.Partly || st.Failing["en"] != "Tables" || st.Remedy != office.Remedy || st.PreparedOn != h.Office.FirstDay().AddDays(-2) {
		t.Errorf("saved %+v, error %v", st, err)
	}
}

func TestReportIsAnswered(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	b.Get(admin.FeedbackPath).One(".p-empty")
	if err := h.Office.Report(t.Context(), office.Feedback{Report: "Il lettore tace", Email: "zoe@example.org", Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	page := b.Get(admin.FeedbackPath)
	due := h.Kit.Printer(&http.Request{Header: http.Header{}}).Date(terms.DateOf(h.Now()).AddDays(30))
	if got := strings.Join(page.Texts("main td"), " "); !strings.Contains(got, due) || !strings.Contains(got, "Da rispondere") {
		t.Errorf("the list says %q", got)
	}
	at := gatetest.Attr(page.One("main th a"), "href")
	page = b.Get(at).Submit("main form[novalidate]", "answer", "")
	see(t, page, at, http.StatusUnprocessableEntity)
	page = page.Submit("main form[novalidate]", "answer", "Mended, thank you.")
	see(t, page, at, http.StatusOK)
	if len(page.All("main form")) != 0 || !strings.Contains(strings.Join(page.Texts("main"), " "), "Mended, thank you.") {
		t.Error("the answer is not shown, or can be given again")
	}
	if strings.Contains(strings.Join(page.Texts("main"), " "), "zoe@example.org") {
		t.Error("the address is shown")
	}
}
