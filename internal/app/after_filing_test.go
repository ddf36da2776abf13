// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
	"testing"
	"time"

	"pratica/internal/app/apptest"
	"pratica/internal/config"
)

// After the filing an applicant withdraws and takes it back, puts the terms into
// a calendar and takes a copy of everything away.
func TestAnApplicantAfterTheFiling(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		v := apptest.Visit(t, c.PublicURL)
		id, _ := v.File(a, "ada@posta.example")
		home := "/domanda/" + id
		page := opened(t, v, home)
		for _, link := range []string{"/atti/withdraw", "/atti/change_counsel", "/atti/declare_income", "/termini/decision.ics", "/termini/tutti.ics", "/copia.zip"} {
			if !page.Says(home + link) {
				t.Errorf("the page of the case has no %s", link)
			}
		}
		withdraws(t, v, home)
		calendar(t, v, home)
		copied(t, v, home)
		apptest.Verify(t, a)
	})
}

// opened is the page of the application once its case is open: the server works
// beside the test.
func opened(t *testing.T, v *apptest.Visitor, home string) apptest.Page {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); ; {
		if page := v.Must(v.Get(home + "/")); !page.Says("sta aprendo la pratica") {
			return page
		}
		select {
		case <-late:
			t.Fatal("the case is not open after 30 seconds")
		case <-tick.C:
		}
	}
}

func withdraws(t *testing.T, v *apptest.Visitor, home string) {
	t.Helper()
	at := home + "/atti/withdraw"
	if page := v.Must(v.Get(at)); !page.Says("Il ritiro ha effetto dopo tre giorni") {
		t.Errorf("the page of the withdrawal does not say what it means: %.2000s", page.Body)
	}
	if page := v.Post(at, "reason", "accordo trovato"); page.Status != 422 && page.Status != 400 || !page.Says("accordo trovato") || !page.Says("casella di conferma") {
		t.Errorf("unconfirmed: status %d: %.2000s", page.Status, page.Body)
	}
	if page := v.Must(v.Post(at, "reason", "accordo trovato", "confirm", "yes")); !page.Says("Chiesto il ritiro della domanda") || !page.Says("accordo trovato") {
		t.Errorf("after the withdrawal: %.3000s", page.Body)
	}
	if page := v.Get(at); page.Status != 409 {
		t.Errorf("a second withdrawal is offered: status %d", page.Status)
	}
	if page := v.Must(v.Post(home+"/atti/keep_application", "confirm", "yes")); !page.Says("Ritiro annullato") {
		t.Errorf("taken back: %.3000s", page.Body)
	}
}

func calendar(t *testing.T, v *apptest.Visitor, home string) {
	t.Helper()
	file := v.Must(v.Get(home + "/termini/decision.ics"))
	if got := file.Header.Get("Content-Type"); !strings.HasPrefix(got, "text/calendar") {
		t.Errorf("type %q", got)
	}
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "BEGIN:VALARM\r\n", "DTSTART;VALUE=DATE:", "UID:decision." + path.Base(home)} {
		if !strings.Contains(strings.ReplaceAll(string(file.Body), "\r\n ", ""), want) {
			t.Errorf("no %q in %s", want, file.Body)
		}
	}
	if page := v.Get(home + "/termini/other.ics"); page.Status != 404 {
		t.Errorf("an unknown term: status %d", page.Status)
	}
}

func copied(t *testing.T, v *apptest.Visitor, home string) {
	t.Helper()
	file := v.Must(v.Get(home + "/copia.zip"))
	r, err := zip.NewReader(bytes.NewReader(file.Body), int64(len(file.Body)))
	if err != nil {
		t.Fatal(err)
	}
	names := ""
	for _, f := range r.File {
		names += f.Name + "\n"
	}
	for _, want := range []string{"_domanda.json\n", "_domanda.pdf\n", "_ricevuta.pdf\n", "_cronologia.txt\n", "_allegati/", "_firma/", "impronte-sha256.txt\n"} {
		if !strings.Contains(names, want) {
			t.Errorf("no %q in:\n%s", want, names)
		}
	}
}
