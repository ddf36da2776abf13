// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
	"pratica/tests/e2e"
)

// sessionHouse is a counter with one administrator, served on loopback.
func sessionHouse(t *testing.T) (*gatetest.Site, *gatetest.Person, string) {
	t.Helper()
	return siteOf(t, func(*admin.Face) {})
}

// siteOf is sessionHouse with a change to the pages of administration.
func siteOf(t *testing.T, change func(*admin.Face)) (*gatetest.Site, *gatetest.Person, string) {
	t.Helper()
	s := gatetest.New(t)
	texts, err := delivery.LoadTexts(nil)
	must(t, err)
	mail, err := delivery.NewDemo(delivery.Deps{DB: s.DB, Queue: s.Queue, Bus: events.NewBus(s.Queue), Audit: s.Audit, Texts: texts, Now: s.Now,
		Sender: delivery.Sender{Name: i18n.Text{"it": "Sportello"}}, Domain: "ente.example"})
	must(t, err)
	face := &admin.Face{Kit: s.Kit, Gate: s.Gate, Identity: s.Service, Office: s.Office, Audit: s.Audit, Delivery: mail}
	change(face)
	face.Mount(s.Mux)
	anna := s.Administrator(t, "anna.prova@ente.example")
	server := httptest.NewServer(s.Handler(t))
	t.Cleanup(server.Close)
	return s, anna, server.URL
}

func signIn(t *testing.T, s *gatetest.Site, p *e2e.Person, who *gatetest.Person) {
	t.Helper()
	p.FillIn("main [name=email]", who.Email)
	p.FillIn("main [name=password]", who.Password)
	p.Click("Continua")
	p.FillIn("main [name=code]", s.Code(t, who))
	p.Click("Accedi")
}

// later lets the page's clock go on; the server's is moved by Site.Advance.
func later(t *testing.T, p *e2e.Person, d time.Duration) {
	t.Helper()
	script := fmt.Sprintf("(now => { Date.now = () => now() + %d; return '' })(Date.now.bind(Date))", d.Milliseconds())
	if _, err := chromedp.Run(p.Context(), chromedp.Evaluate[string](script)); err != nil {
		t.Fatal(err)
	}
}

// TestTheEndOfASessionIsTold is WCAG 2.2 SC 2.2.1: a warning some minutes before, which takes the focus; one press of a key prolongs.
func TestTheEndOfASessionIsTold(t *testing.T) {
	s, anna, address := sessionHouse(t)
	p := e2e.Start(t).Person("anna", address)
	p.Goto("/amministrazione/uffici")
	signIn(t, s, p, anna)
	p.FillIn("main [name=name]", "Ufficio di prova")

	later(t, p, 10*time.Minute)
	if p.Has("dialog[open]") {
		t.Error("four minutes before the end there is a warning already")
	}
	later(t, p, 2*time.Minute)
	p.See("La sessione finisce tra 2 min.")
	for _, v := range p.Axe() {
		t.Errorf("warning: %s", v)
	}
	for _, width := range []int64{320, 768, 1280} {
		p.Resize(width, 700)
		p.Shot(fmt.Sprintf("session-warning-%d", width))
	}
	p.Keys(kb.Enter)
	if gone := waitFor(func() bool { return !p.Has("dialog[open]") }); !gone {
		t.Fatal("one press of Enter does not prolong the session")
	}
	p.SeeValue("Nome dell'ufficio", "Ufficio di prova")
}

// TestWhatWasTypedOutlivesTheSession goes all the way: the end, signing in again, the same page with what was typed.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	s, anna, address := sessionHouse(t)
	p := e2e.Start(t).Person("anna", address)
	p.Goto("/amministrazione/uffici")
	signIn(t, s, p, anna)
	p.FillIn("main [name=name]", "Ufficio di prova")

	s.Advance(16 * time.Minute)
	later(t, p, 16*time.Minute)
	p.See("La sessione è finita.")
	p.Shot("session-over")
	p.Click("Accedi di nuovo")
	signIn(t, s, p, anna)
	if at := p.Path(); at != "/amministrazione/uffici" {
		t.Fatalf("signing in led to %s", at)
	}
	p.SeeValue("Nome dell'ufficio", "Ufficio di prova")
	p.Click("Aggiungi")
	p.See("Gli uffici sono aggiornati.")
	p.SeeValue("Nome dell'ufficio", "") // what was sent does not come again
}

// TestAFormSentAfterTheEnd is the same for who did not wait for the warning.
func TestAFormSentAfterTheEnd(t *testing.T) {
	s, anna, address := sessionHouse(t)
	p := e2e.Start(t).Person("anna", address)
	p.Goto("/amministrazione/uffici")
	signIn(t, s, p, anna)
	p.FillIn("main [name=name]", "Ufficio di prova")
	must(t, s.DB.Update(t.Context(), func(tx *database.Tx) error {
		_, err := s.House.Sessions.EndAll(t.Context(), tx, anna.ID, "")
		return err
	}))
	p.Click("Aggiungi")
	s.Advance(time.Minute) // each code is taken once
	signIn(t, s, p, anna)
	p.SeeValue("Nome dell'ufficio", "Ufficio di prova")
	entries, err := s.Audit.Entries(t.Context(), audit.AdminChain, 0, 100)
	must(t, err)
	for _, e := range entries {
		if e.Action == "office.unit_added" {
			t.Error("the form was acted on although the session had ended")
		}
	}
}

func waitFor(is func() bool) bool {
	for range 200 {
		if is() {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}
