// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"net/http"
	"path"
	"slices"
	"testing"

	"pratica/internal/identity"
	"pratica/internal/web/gate/gatetest"
)

const bodyForm = "form[action=/amministrazione/ente]"

func TestBodyKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/ente").Submit(bodyForm,
		"name", "Ordine di Esempio", "tax_code", "123", "website", "http://ordine.example",
		"delegate.title", "Presidente", "delegate.from.day", "31", "delegate.from.month", "2", "delegate.from.year", "2026")
	see(t, page, "/amministrazione/ente", http.StatusUnprocessableEntity)
	for id, value := range map[string]string{"f-tax_code": "123", "f-website": "http://ordine.example"} {
		if got := gatetest.Attr(page.One("#"+id+"[aria-invalid=true]"), "value"); got != value {
			t.Errorf("%s keeps %q", id, got)
		}
	}
	if got := gatetest.Attr(page.One("input[name=delegate.from.day]"), "value"); got != "31" {
		t.Errorf("the day is now %q", got)
	}
	var linked []string
	for _, a := range page.All("[data-error-summary] a") {
		linked = append(linked, gatetest.Attr(a, "href"))
	}
	want := []string{"#f-tax_code", "#f-website", "#f-delegate-account"}
	if !slices.Equal(linked, want) {
		t.Errorf("the summary leads to %q, want %q", linked, want)
	}
	for _, href := range linked {
		page.One(href)
	}

	page = page.Submit(bodyForm, "tax_code", "", "website", "https://ordine.example",
		"delegate.title", "", "delegate.from.day", "", "delegate.from.month", "", "delegate.from.year", "", "staff_networks", "192.0.2.0/24\nnon-una-rete")
	see(t, page, "/amministrazione/ente", http.StatusUnprocessableEntity)
	if got := gatetest.TextOf(page.One("#f-staff_networks[aria-invalid=true]")); got != "192.0.2.0/24 non-una-rete" {
		t.Errorf("the networks are now %q", got)
	}
	page = page.Submit(bodyForm, "staff_networks", "198.51.100.0/24") // would shut out who saves
	see(t, page, "/amministrazione/ente", http.StatusUnprocessableEntity)
	page.One("#f-staff_networks[aria-invalid=true]")
	page = page.Submit(bodyForm, "staff_networks", "192.0.2.0/24, 2001:db8::/32")
	see(t, page, "/amministrazione/ente", http.StatusOK)
	page.One(".p-alert--success")
	saved, err := h.Office.Body(t.Context())
	if err != nil || saved.Name != "Ordine di Esempio" || len(saved.StaffNetworks) != 2 {
		t.Errorf("saved %+v, error %v", saved, err)
	}
}

func TestTwoWhoSaveTheBody(t *testing.T) {
	h := newHouse(t)
	a, b := h.SignedIn(t, h.anna), h.SignedIn(t, h.bruno)
	first, second := a.Get("/amministrazione/ente"), b.Get("/amministrazione/ente")
	see(t, first.Submit(bodyForm, "name", "Ordine di Esempio"), "/amministrazione/ente", http.StatusOK)
	page := second.Submit(bodyForm, "name", "Ordine di Altrove")
	see(t, page, "/amministrazione/ente", http.StatusConflict)
	page.One(".p-alert--danger")
	if got := gatetest.Attr(page.One("#f-name"), "value"); got != "Ordine di Altrove" {
		t.Errorf("the form keeps %q", got)
	}
}

func TestDelegateIsChosenAmongOfficials(t *testing.T) {
	h := newHouse(t)
	p := h.Person(t, "carla@ente.example", identity.Official)
	suspended := h.Person(t, "sospesa@ente.example", identity.Official)
	if err := h.Suspend(t.Context(), h.Actor(t, h.anna).Audit(), suspended.ID); err != nil {
		t.Fatal(err)
	}
	h.Person(t, "avvocato@studio.example", identity.Lawyer)
	h.Invited(t, "invitata@ente.example", identity.Official)
	b := h.SignedIn(t, h.anna)
	options := func() []string {
		var values []string
		for _, o := range b.Last().All("#f-delegate-account option") {
			values = append(values, gatetest.Attr(o, "value"))
		}
		slices.Sort(values)
		return values
	}
	page := b.Get("/amministrazione/ente")
	want := []string{"", h.bruno.ID, p.ID}
	slices.Sort(want)
	if got := options(); !slices.Equal(got, want) {
		t.Errorf("to choose among %q, want the active officials but oneself: %q", got, want)
	}
	page = page.Submit(bodyForm, "name", "Ordine di Esempio", "delegate.account", p.ID, "delegate.title", "Il Presidente", "delegate.act", "Delibera 4/2026",
		"delegate.from.day", "1", "delegate.from.month", "9", "delegate.from.year", "2026")
	see(t, page, "/amministrazione/ente", http.StatusOK)
	if err := h.Suspend(t.Context(), h.Actor(t, h.anna).Audit(), p.ID); err != nil {
		t.Fatal(err)
	}
	page = b.Get("/amministrazione/ente")
	if got := gatetest.Attr(page.One("#f-delegate-account option[selected]"), "value"); got != p.ID {
		t.Errorf("the delegate who is suspended now is lost when somebody saves: %q", got)
	}
	see(t, page.Submit(bodyForm, "name", "Ordine di Esempio, sede nuova"), "/amministrazione/ente", http.StatusOK)
	saved, err := h.Office.Body(t.Context())
	if err != nil || saved.Delegate.Account != p.ID || saved.Delegate.From != "2026-09-01" {
		t.Errorf("saved %+v, error %v", saved.Delegate, err)
	}
}

func TestUnits(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/uffici")
	page.One(".p-empty")
	add := "form[action=/amministrazione/uffici][novalidate]"
	page = page.Submit(add, "name", "", "email", "x")
	see(t, page, "/amministrazione/uffici", http.StatusUnprocessableEntity)
	page.One("#f-name[aria-invalid=true]")
	page = page.Submit(add, "name", "Segreteria", "email", "segreteria@ente.example")
	see(t, page, "/amministrazione/uffici", http.StatusOK)
	if got := page.Texts("main dt"); !slices.Equal(got, []string{"Segreteria"}) {
		t.Errorf("offices %q", got)
	}
	page = page.Submit(add, "name", "Segreteria")
	see(t, page, "/amministrazione/uffici", http.StatusConflict)
	page.One("#f-name[aria-invalid=true]")
	unit := path.Base(path.Dir(gatetest.Attr(page.One(".p-entry-change a"), "href")))
	if _, err := h.Office.Grant(t.Context(), h.Actor(t, h.anna), h.bruno.ID, "secretariat", unit); err != nil {
		t.Fatal(err)
	}
	page = b.Post("/amministrazione/uffici", "close", unit)
	see(t, page, "/amministrazione/uffici", http.StatusConflict)
	page.One(".p-alert--danger")
	held, err := h.Office.Members(t.Context(), h.Actor(t, h.anna), h.bruno.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range held {
		if m.Unit == unit {
			if err := h.Office.Revoke(t.Context(), h.Actor(t, h.anna), m.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.Post("/amministrazione/uffici", "close", unit).One(".p-empty")
}
