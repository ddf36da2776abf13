// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/search"
	"pratica/internal/web/gate/gatetest"
)

// look sends the box of the search and gives the address that it leads to.
func (v *visitor) look(form url.Values) string { return v.led("/ufficio/cerca", form) }

// led sends a form and gives the address that it leads to.
func (v *visitor) led(at string, form url.Values) string {
	v.h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, at, strings.NewReader(form.Encode()))
	r.RemoteAddr = "127.0.0.1:4000"
	r.AddCookie(v.cookie)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		v.h.t.Fatalf("status %d, want a redirect", w.Code)
	}
	return w.Header().Get("Location")
}

func cardsOn(page *html.Node) []*html.Node { return gatetest.Select(page, "article.p-card") }

// A filed case is found by its words, its code and its number; the address of the
// page tells nobody what was typed.
func TestAFiledCaseIsFound(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin, dario := h.staff("desk")
		a := h.filed()
		h.drain()
		v := h.visitor(dario)
		for _, typed := range []string{"ipotesi sara", "verbali", "ALLEGATO citato", "signed scan"} {
			at := v.look(url.Values{"query": {typed}})
			if strings.Contains(strings.ToLower(at), strings.ToLower(typed)) {
				t.Errorf("%s tells what was typed", at)
			}
			page := v.get(at)
			if cards := cardsOn(page); len(cards) != 1 || gatetest.Attr(gatetest.Select(cards[0], "a")[0], "href") != "/ufficio/pratiche/"+a.ID {
				t.Errorf("%q: %d cards", typed, len(cards))
			}
			if len(gatetest.Select(page, "article.p-card mark")) == 0 {
				t.Errorf("%q is not marked", typed)
			}
		}
		for _, typed := range []string{a.Code, strings.ToLower(strings.ReplaceAll(a.Code, "-", "")), "1/2026"} {
			if at := v.look(url.Values{"query": {typed}}); at != "/ufficio/pratiche/"+a.ID {
				t.Errorf("%q leads to %s", typed, at)
			}
		}
		none := v.get(v.look(url.Values{"query": {"usucapione"}, "year": {"2026"}}))
		if len(cardsOn(none)) != 0 || len(gatetest.Select(none, ".p-empty a")) != 1 {
			t.Errorf("nothing found: %s", gatetest.TextOf(none))
		}
		sealed := h.searchDesk.SealQuery(dario.ID, "ipotesi")
		if text, ok := h.searchDesk.OpenQuery(dario.ID, sealed); !ok || text != "ipotesi" {
			t.Errorf("opened %q, %v", text, ok)
		}
		if _, ok := h.searchDesk.OpenQuery(admin.Account, sealed); ok {
			t.Error("a sealed query opens for somebody else")
		}
		if page := v.get("/ufficio/cerca?q=AAAA"); len(gatetest.Select(page, "#f-query[aria-invalid=true]")) != 1 {
			t.Errorf("an address that was not sealed here: %s", gatetest.TextOf(page))
		}
	})
}

// What is shown of a case was read, and the trail says so.
func TestASearchIsOnRecord(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, dario := h.staff("desk")
		a := h.filed()
		h.drain()
		v := h.visitor(dario)
		v.get(v.look(url.Values{"query": {"verbali"}}))
		entries, err := h.Audit.Entries(ctx, audit.CaseChain(a.ID), 0, 1) // the last one
		h.must(err)
		if last := entries[0]; last.Action != audit.Read || last.Detail["part"] != "search" || last.Actor.ID != dario.ID {
			t.Errorf("the case's trail ends with %+v", last)
		}
		if searches, err := h.Audit.Entries(ctx, search.Chain(dario.ID), 0, 50); err != nil || len(searches) != 1 {
			t.Errorf("%d searches on record, %v", len(searches), err)
		}
	})
}

func TestWhatIsProse(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "Rossi": false, "mario rossi": false, "Anna della Valle": false, "MARIA GRAZIA DE LUCA": false,
		"Sfratto per morosità": true, "Tribunale di Esempio": false, "uno due tre quattro cinque sei": true,
	} {
		if got := isSentence(strings.Fields(text)); got != want {
			t.Errorf("isSentence(%q) = %v", text, got)
		}
	}
}

// The index is made anew by the command, and what is missing by itself.
func TestTheIndexIsMadeAnew(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, dario := h.staff("desk")
		h.filed()
		h.drain()
		v := h.visitor(dario)
		for name, mend := range map[string]func() error{
			"rebuilt": func() error { return h.Search.Rebuild(ctx, func(int) {}) }, "filled": func() error { return h.Search.FillGaps(ctx) },
		} {
			h.must(h.DB.Update(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, `DELETE FROM search_document`)
				return err
			}))
			if page := v.get(v.look(url.Values{"query": {"verbali"}})); len(cardsOn(page)) != 0 {
				t.Fatal("found without an index")
			}
			h.must(mend())
			if page := v.get(v.look(url.Values{"query": {"verbali"}})); len(cardsOn(page)) != 1 {
				t.Errorf("%s: not found", name)
			}
		}
	})
}
