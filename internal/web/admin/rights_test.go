// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pratica/internal/identity"
	"pratica/internal/office"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

// TestEveryActionIsRefusedToWhoMayNot asks each action there is as each sort of
// person. Whether somebody may is worked out from the table of rights; who may not
// is refused before anything is read or changed.
func TestEveryActionIsRefusedToWhoMayNot(t *testing.T) {
	h := newHouse(t)
	people := map[string]*gatetest.Person{
		"nobody": nil, "administrator": h.anna,
		"official without a role": h.Person(t, "nuovo@ente.example", identity.Official),
		"lawyer":                  h.Person(t, "avvocato@studio.example", identity.Lawyer),
	}
	for _, role := range gatetest.Roles {
		people[role] = h.Official(t, role+"@ente.example", role, h.anna)
	}
	asked := 0
	for name, p := range people {
		b, actor := h.Browser(t), office.Actor{}
		if p != nil {
			b, actor = h.SignedIn(t, p), h.Actor(t, p)
		}
		for verb, routes := range h.face.Routes() {
			for _, route := range routes {
				asked++
				page := ask(b, route.Pattern, h.bruno.ID)
				if passes := office.Can(actor, verb, office.Resource{}); passes == isRefusal(page.Status, page.Header) {
					t.Errorf("%s, %s: status %d, want it to pass: %v", name, route.Pattern, page.Status, passes)
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d requests", asked)
	}
	if b := h.SignedIn(t, h.bruno); b.Get("/account").Path != "/account" {
		t.Error("some request that was to be refused has changed the account it named")
	}
}

func ask(b *gatetest.Browser, pattern, account string) *gatetest.Page {
	method, path, _ := strings.Cut(pattern, " ")
	path = admin.Prefix + strings.NewReplacer("{id}", account, "{$}", "").Replace(path)
	if method == http.MethodGet {
		return b.Do(method, path, nil)
	}
	return b.Do(method, path, url.Values{"act": {"no such act"}, "role": {"no such role"}, "close": {"no such unit"}, "request": {"none"}})
}

func isRefusal(status int, header http.Header) bool {
	if status == http.StatusSeeOther {
		return strings.HasPrefix(header.Get("Location"), "/accesso")
	}
	return status == http.StatusForbidden
}

// TestFormsPostToActions goes through the pages and looks where their forms lead.
func TestFormsPostToActions(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	if _, err := h.Office.AddUnit(t.Context(), h.Actor(t, h.anna), "Ufficio di prova", ""); err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, routes := range h.face.Routes() {
		for _, r := range routes {
			path := admin.Prefix + strings.TrimPrefix(strings.TrimPrefix(r.Pattern, "POST "), "GET ")
			known = append(known, strings.NewReplacer("{id}", h.bruno.ID, "{name}", "hours").Replace(path))
		}
	}
	for _, path := range []string{"/", "/utenti/" + h.bruno.ID, "/autenticatori", "/uffici", "/ente", "/festivi", "/testi", "/testi/hours", "/ente/versioni", "/accessibilita", "/accessibilita/segnalazioni", "/registro", "/messaggi", "/stato", "/stato/copie"} {
		page := b.Get(admin.Prefix + path)
		see(t, page, admin.Prefix+path, http.StatusOK)
		for _, form := range page.All("main form[method=post]") {
			if action := gatetest.Attr(form, "action"); !slices.Contains(known, action) {
				t.Errorf("%s: a form posts to %q, which does not exist", path, action)
			}
		}
		if nav := page.All(".p-header-nav [aria-current=page]"); len(nav) != 1 {
			t.Errorf("%s: %d entries of the navigation are the current one", path, len(nav))
		}
	}
}

func TestOutsideTheNetwork(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	h.Staff = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}
	for verb, routes := range h.face.Routes() {
		for _, route := range routes {
			if page := ask(b, route.Pattern, h.bruno.ID); page.Status != http.StatusNotFound {
				t.Errorf("%s %s: status %d", verb, route.Pattern, page.Status)
			}
		}
	}
}
