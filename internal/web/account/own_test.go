// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/audit/audittest"
	"pratica/internal/web/gate/gatetest"
)

func TestOwnPassword(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	here, elsewhere := s.SignedIn(t, p), s.SignedIn(t, p)
	const form, fresh = "form[action=/account/password]", "una capra salta il muro"
	for _, tt := range []struct{ name, present, password, again, wrong string }{
		{"present password wrong", "sbagliata ma lunga", fresh, fresh, "#f-present"},
		{"not the same", p.Password, fresh, "altra", "#f-again"},
		{"too short", p.Password, "corta", "corta", "#f-password"},
	} {
		page := here.Get("/account").Submit(form, "present", tt.present, "password", tt.password, "again", tt.again)
		see(t, page, "/account/password", http.StatusUnprocessableEntity)
		if !page.Has(tt.wrong+"[aria-invalid=true]") || len(page.All("main [aria-invalid=true]")) != 1 {
			t.Errorf("%s: not said at %s", tt.name, tt.wrong)
		}
		see(t, here.Get("/account/password?lang=en"), "/account/password", http.StatusOK) // as the language switch does
	}
	page := here.Get("/account").Submit(form, "present", p.Password, "password", fresh, "again", fresh)
	see(t, page, "/account", http.StatusOK)
	page.One(".p-alert--success")
	see(t, elsewhere.Get("/account"), "/accesso", http.StatusOK)
	audittest.Check(t, s.Audit)
}

func TestOwnSessions(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	here, one, two := s.SignedIn(t, p), s.SignedIn(t, p), s.SignedIn(t, p)
	page := here.Get("/account")
	agents := page.Texts("form[action=/account/sessioni] dt")
	if len(agents) != 3 || agents[0] != "Firefox su Linux" {
		t.Errorf("sessions of %q", agents)
	}
	ends := page.All("form[action=/account/sessioni] button[name=session]")
	if len(ends) != 2 {
		t.Fatalf("%d sessions can be ended, want all but this one", len(ends))
	}
	here.Post("/account/sessioni", "session", gatetest.Attr(ends[0], "value"))
	in := 0
	for _, b := range []*gatetest.Browser{one, two} {
		if b.Get("/account").Path == "/account" {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d of two go on, want 1", in)
	}
	here.Post("/account/sessioni")
	for _, b := range []*gatetest.Browser{one, two} {
		see(t, b.Get("/account"), "/accesso", http.StatusOK)
	}
	see(t, here.Get("/account"), "/account", http.StatusOK)

	stranger := s.Administrator(t, "altra@ente.example") // nobody ends a session of somebody else here
	foreign := s.SignedIn(t, stranger)
	theirs := foreign.Get("/account") // one session, so there is no button for it; its name is known from elsewhere
	list, err := s.OpenSessions(t.Context(), s.Actor(t, stranger).Audit(), stranger.ID)
	if err != nil || len(list) != 1 || theirs.Has("button[name=session]") {
		t.Fatalf("%d sessions, error %v", len(list), err)
	}
	here.Post("/account/sessioni", "session", list[0].ID)
	see(t, foreign.Get("/account"), "/account", http.StatusOK)
}

func TestOwnRecoveryCodes(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.SignedIn(t, p)
	page := b.Get("/account").Submit("form[action=/account/codici]", "code", "000000")
	see(t, page, "/account/codici", http.StatusUnprocessableEntity)
	page.One("#f-code[aria-invalid=true]")
	page = page.Submit("form[action=/account/codici]", "code", s.Code(t, p))
	codes := page.Texts(".p-codes code")
	if len(codes) != 10 || strings.Contains(page.Body, p.Phone.Recovery[0]) {
		t.Errorf("%d new recovery codes", len(codes))
	}
	if next := gatetest.Attr(page.One("main a.btn"), "href"); next != "/account" {
		t.Errorf("leads on to %s", next)
	}
}

func TestOwnPageIsForThoseSignedIn(t *testing.T) {
	s := gatetest.New(t)
	b := s.Browser(t)
	var got []string
	for _, path := range []string{"/account", "/account/password", "/account/codici"} {
		page := b.Get(path)
		got = append(got, page.Path+"?"+page.Query.Encode())
	}
	want := []string{"/accesso?to=%2Faccount", "/accesso?to=%2Faccount%2Fpassword", "/accesso?to=%2Faccount%2Fcodici"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"/account/password", "/account/codici", "/account/sessioni"} {
		see(t, b.Post(path, "password", "x"), "/accesso", http.StatusOK)
	}
}
