// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"pratica/internal/app/apptest"
)

var hidden = regexp.MustCompile(`name="(version|_was|_shown)" value="([^"]*)"`)

// sends is what a browser sends of a form page: what the page hides, and answers.
func sends(page apptest.Page, answers ...string) []string {
	var values []string
	for _, m := range hidden.FindAllStringSubmatch(string(page.Body), -1) {
		values = append(values, m[1], m[2])
	}
	return append(values, answers...)
}

// Two devices compile one page. What only one of them changed is kept from each;
// what both changed is shown twice, and what was typed is not lost. Who opens the
// mailed link again is where the draft was left.
func TestADraftOnTwoDevices(t *testing.T) {
	c := apptest.Settings(t, "")
	a := apptest.Open(t, c)
	apptest.Serve(t, a)
	v := apptest.Visit(t, c.PublicURL)
	started := v.Must(v.Post("/servizi/accesso-atti/domande"))
	id := strings.Split(started.Path, "/")[2]
	at := "/domanda/" + id + "/pagina/" + pageOf(t, started.Path)
	first, second := v.Must(v.Get(at)), v.Must(v.Get(at))

	save := func(p apptest.Page, later bool, answers ...string) apptest.Page {
		if later {
			answers = append(answers, "later", "yes")
		}
		return v.Post(at, sends(p, answers...)...)
	}
	v.Must(save(first, true, "name", "Ada", "surname", "Esempio"))
	clash := save(second, true, "name", "Eva", "surname", "")
	if clash.Status != http.StatusConflict || !clash.Says("«Ada»") || !clash.Says(`value="Eva"`) || !clash.Says(`value="Esempio"`) {
		t.Errorf("both changed the name: status %d, %.6000s", clash.Status, clash.Body)
	}
	v.Must(save(clash, true, "name", "Eva", "surname", "Esempio"))
	if page := v.Must(v.Get(at)); !page.Says(`value="Eva"`) || !page.Says(`value="Esempio"`) {
		t.Errorf("after choosing: %.6000s", page.Body)
	}
	opened := v.Must(v.Post("/apri/" + apptest.Link(t, a, id)))
	if opened.Path != at {
		t.Errorf("the link leads to %s, want %s", opened.Path, at)
	}
}

func pageOf(t *testing.T, path string) string {
	t.Helper()
	_, page, ok := strings.Cut(path, "/pagina/")
	if !ok {
		t.Fatalf("a new application begins at %s", path)
	}
	return page
}
