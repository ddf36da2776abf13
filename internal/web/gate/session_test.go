// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gate_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/web/gate/gatetest"
)

// body is an answer without the reference that differs each time.
func body(p *gatetest.Page) string {
	return strings.ReplaceAll(p.Body, p.Header.Get("X-Request-Id"), "REFERENCE")
}

func TestApplicantsSeeWhatTheyOpened(t *testing.T) {
	s := site(t)
	mine, theirs := s.Browser(t), s.Browser(t)
	theirs.Post("/t/apri/altrui")
	mine.Post("/t/apri/mia")
	if page := mine.Get("/t/domanda/mia"); page.Status != http.StatusOK {
		t.Errorf("one's own: status %d", page.Status)
	}
	foreign, unknown := mine.Get("/t/domanda/altrui"), mine.Get("/t/domanda/nessun")
	if foreign.Status != http.StatusNotFound || unknown.Status != http.StatusNotFound {
		t.Errorf("status %d for a foreign application, %d for an unknown one", foreign.Status, unknown.Status)
	}
	same := strings.ReplaceAll(body(unknown), "nessun", "altrui") // the language switch leads back to the page
	if diff := cmp.Diff(body(foreign), same); diff != "" {
		t.Errorf("a foreign application is told from an unknown one:\n%s", diff)
	}
	foreign.Header.Del("X-Request-Id")
	unknown.Header.Del("X-Request-Id")
	if diff := cmp.Diff(foreign.Header, unknown.Header); diff != "" {
		t.Errorf("by its header:\n%s", diff)
	}
	mine.Post("/t/chiudi")
	if page := mine.Get("/t/domanda/mia"); page.Status != http.StatusNotFound {
		t.Errorf("after closing: status %d", page.Status)
	}
}

func TestOpeningChangesTheToken(t *testing.T) {
	s := site(t)
	b := s.Browser(t)
	b.Post("/t/apri/una")
	planted := b.Twin()
	b.Post("/t/apri/altra")
	if page := planted.Get("/t/domanda/altra"); page.Status != http.StatusNotFound {
		t.Errorf("the token from before opens what was opened after: status %d", page.Status)
	}
	for _, id := range []string{"una", "altra"} {
		if page := b.Get("/t/domanda/" + id); page.Status != http.StatusOK {
			t.Errorf("%s: status %d", id, page.Status)
		}
	}
	token := b.Cookies()["pratica"].Value
	b.Post("/t/apri/una")
	if b.Cookies()["pratica"].Value != token {
		t.Error("opening again changes the token: a page opened twice at once would lose one of its answers")
	}
}

func TestTheOldestLeavesFirst(t *testing.T) {
	s := site(t)
	b := s.Browser(t)
	for i := range 201 {
		b.Post(fmt.Sprintf("/t/apri/a%d", i))
	}
	for id, want := range map[string]int{"a0": http.StatusNotFound, "a1": http.StatusOK, "a200": http.StatusOK} {
		if page := b.Get("/t/domanda/" + id); page.Status != want {
			t.Errorf("%s: status %d, want %d", id, page.Status, want)
		}
	}
}

func TestStoreThatFails(t *testing.T) {
	s := site(t)
	b := s.Browser(t)
	b.Post("/t/apri/una")
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if page := b.Do(http.MethodGet, "/t/domanda/una", nil); page.Status != http.StatusServiceUnavailable || page.Header.Get("Set-Cookie") != "" {
		t.Errorf("status %d, cookie %q", page.Status, page.Header.Get("Set-Cookie"))
	}
}
