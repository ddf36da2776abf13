// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/internal/app/apptest"
	"pratica/internal/documents"
	"pratica/internal/documents/documentstest"
	"pratica/internal/documents/scan"
	"pratica/internal/documents/scan/scantest"
	"pratica/internal/problem"
)

// An infected file is kept and shown with what to do, and nobody opens it; a
// scanner that is away is a warning, and people are served.
func TestAnInfectedFile(t *testing.T) {
	daemon := scantest.Start(t)
	settings := apptest.Settings(t, "")
	settings.Scanner.Address = daemon.Address
	u := newUploader(t, settings)
	f := documentstest.Sample{Name: "prova.txt", Content: append([]byte("testo "), scan.Eicar()...)}
	if s := sendForm(t, u, "single", f); s.status != http.StatusOK {
		t.Fatalf("the upload: %+v", s)
	}
	bad := u.waitForScan(t)
	page := u.Must(u.Get("/domanda/" + u.id + "/allegati"))
	for _, text := range []string{"bloccato, contiene un virus", "«" + bad.Scan.Threat + "»", "carichi una copia pulita"} {
		if !page.Says(text) {
			t.Errorf("the page does not say %q", text)
		}
	}
	if strings.Contains(string(page.Body), "/documenti/"+bad.ID) {
		t.Error("the page links to the infected file")
	}
	opened := u.Get("/domanda/" + u.id + "/documenti/" + bad.ID)
	if opened.Status != http.StatusForbidden || strings.Contains(string(opened.Body), string(scan.Eicar())) {
		t.Errorf("opening it: status %d", opened.Status)
	}
	if summary := u.Must(u.Get("/domanda/" + u.id + "/riepilogo")); !summary.Says("«prova.txt» contiene un virus") || summary.Says("Continua alla firma") {
		t.Errorf("the summary does not hold back an infected file: %.3000s", summary.Body)
	}
	var held *problem.Error
	if _, err := u.app.Intake.Freeze(t.Context(), u.id, "handwritten"); !errors.As(err, &held) || !slices.ContainsFunc(held.Fields, func(f problem.Field) bool { return f.Code == "documents.infected_file" }) {
		t.Errorf("freezing with an infected file: %v", err)
	}
	daemon.HangsUp(true)
	if ready := u.Must(u.Get("/readyz")); !ready.Says(`"scanner":"failed"`) {
		t.Errorf("readiness does not tell of the scanner: %s", ready.Body)
	}
}

// waitForScan gives the one file of the application, once it was looked at.
func (u *uploader) waitForScan(t *testing.T) documents.File {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); ; {
		files, err := u.app.Documents.List(t.Context(), u.id)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 1 && files[0].Scan.State == documents.Infected {
			return files[0]
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("the file was not looked at: %+v", files)
		}
	}
}
