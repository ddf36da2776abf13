// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"html"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/app/apptest"
	"pratica/internal/config"
	"pratica/internal/database"
)

const procedures = "/amministrazione/procedimenti"

// request is the definition of a request for documents.
func request(t *testing.T) string {
	t.Helper()
	source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// newLabel is a version that asks its first question in other words.
func newLabel(source string) string {
	return strings.NewReplacer(`version: "20`, `version: "30`, "label: {it: Quale documento, en: Which document}", "label: {it: Quale atto desidera, en: Which record}").Replace(source)
}

// TestProceduresByScreen: an administrator imports, tries and publishes a procedure
// and then a newer version of it; who has begun on the old one goes on with it.
func TestProceduresByScreen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, c *config.Config) {
		a := apptest.Open(t, c)
		apptest.Serve(t, a)
		admin, ada, bice := apptest.Visit(t, c.PublicURL), apptest.Visit(t, c.PublicURL), apptest.Visit(t, c.PublicURL)
		admin.BecomeAdministrator(a)
		old := importedAt(t, admin, request(t)) // as it came with the program: the same bytes are one version
		triesWithoutStoring(t, a, admin, old)
		begun := ada.Must(ada.Post("/servizi/accesso-atti/domande")).Path
		page := strings.TrimSuffix(begun, "requester") + "request"
		newer := importedAt(t, admin, newLabel(request(t)))
		still := bice.Must(bice.Post("/servizi/accesso-atti/domande")).Path
		if p := bice.Must(bice.Get(strings.TrimSuffix(still, "requester") + "request")); p.Says("Quale atto desidera") {
			t.Error("a draft version is open to the public")
		}
		if p := admin.Must(admin.Get(procedures + "/" + newer + "/confronto?con=" + old)); !p.Says("Quale atto desidera") || !p.Says("Quale documento") {
			t.Error("the comparison does not show the question in its old and new words")
		}
		admin.Must(admin.Post(procedures+"/"+newer, "act", "publish"))

		if p := ada.Must(ada.Get(page)); !p.Says("Quale documento") || p.Says("Quale atto desidera") {
			t.Errorf("%s: the draft does not keep its version", page)
		}
		fresh := bice.Must(bice.Post("/servizi/accesso-atti/domande")).Path
		if p := bice.Must(bice.Get(strings.TrimSuffix(fresh, "requester") + "request")); !p.Says("Quale atto desidera") {
			t.Error("a new application does not begin on the new version")
		}
		admin.Must(admin.Post(procedures+"/"+newer, "act", "retire"))
		if p := bice.Get("/servizi/accesso-atti"); p.Status != http.StatusNotFound {
			t.Errorf("a retired procedure is open: %d", p.Status)
		}
		ada.Must(ada.Get(page))
	})
}

// importedAt uploads a definition and gives its digest.
func importedAt(t *testing.T, admin *apptest.Visitor, source string) string {
	t.Helper()
	p := admin.Must(admin.Upload(procedures, "accesso.yaml", []byte(source)))
	digest := strings.TrimPrefix(p.Path, procedures+"/")
	if len(digest) != 64 {
		t.Fatalf("the import leads to %s", p.Path)
	}
	return digest
}

var travelling = regexp.MustCompile(`name="answers" value="([^"]*)"`)

func answersIn(p apptest.Page) string {
	m := travelling.FindSubmatch(p.Body)
	if m == nil {
		return ""
	}
	return html.UnescapeString(string(m[1]))
}

// triesWithoutStoring goes through a preview: what is wrong is said, what is right
// travels with the page, and nothing is there afterwards.
func triesWithoutStoring(t *testing.T, a *app.App, admin *apptest.Visitor, digest string) {
	t.Helper()
	at := "/anteprima/" + digest
	p := admin.Must(admin.Get(at + "/"))
	if p.Path != at+"/requester" || !p.Says("Anteprima: Accesso ai documenti amministrativi") {
		t.Fatalf("%s: %.500s", p.Path, p.Body)
	}
	if p = admin.Post(at+"/requester", "answers", "{}", "_shown", "surname", "surname", "", "go", "next"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("an empty page: status %d", p.Status)
	}
	p = admin.Must(admin.Post(at+"/requester", "answers", "{}", "_shown", "surname", "_shown", "name", "_shown", "email", "_shown", "on_behalf",
		"surname", "Prova", "name", "Ada", "email", "ada@posta.example", "on_behalf", "no", "go", "next"))
	if !p.Says("Quale documento") || !strings.Contains(answersIn(p), `"surname":"Prova"`) {
		t.Errorf("the second page: %q", answersIn(p))
	}
	p = admin.Must(admin.Post(at+"/request", "answers", answersIn(p), "go", "riepilogo"))
	if !p.Says("Quale documento: risponda a questa domanda.") || !p.Says("Firma a mano") {
		t.Errorf("the summary: %.3000s", p.Body)
	}
	if p = admin.Post(at+"/request", "answers", "no JSON", "go", "check", "_shown", "nothing"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a page that somebody changed: status %d", p.Status)
	}
	var stored int
	err := a.DB.View(t.Context(), func(tx *database.Tx) error {
		return tx.Get(t.Context(), `SELECT COUNT(*) FROM intake_application`, nil, &stored)
	})
	if err != nil || stored > 0 {
		t.Errorf("%d applications stored, %v", stored, err)
	}
	stranger := apptest.Visit(t, a.Config.PublicURL)
	if p := stranger.Get(at + "/requester"); strings.HasPrefix(p.Path, "/anteprima/") {
		t.Errorf("anybody sees the preview: %s %d", p.Path, p.Status)
	}
}
