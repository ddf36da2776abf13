// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/events"
	"pratica/internal/i18n"
	"pratica/internal/identity"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
	"pratica/tests/e2e"
)

// labels are those that app takes from the procedures.
type labels struct{}

func (labels) RoleLabels(context.Context) (map[string]i18n.Text, error) {
	return map[string]i18n.Text{"secretariat": {"it": "Segreteria", "en": "Secretariat"}, "rapporteur": {"it": "Consigliere relatore", "en": "Rapporteur"}}, nil
}

// TestAdministrationPages visits the pages of accounts and administration in both
// languages, as people reach them, with axe and at three widths.
func TestAdministrationPages(t *testing.T) {
	t.Parallel()
	s := gatetest.New(t)
	texts, err := delivery.LoadTexts(nil)
	must(t, err)
	mail, err := delivery.NewDemo(delivery.Deps{DB: s.DB, Queue: s.Queue, Bus: events.NewBus(s.Queue), Audit: s.Audit, Texts: texts, Now: s.Now,
		Sender: delivery.Sender{Name: i18n.Text{"it": "Sportello"}}, Domain: "ente.example"})
	must(t, err)
	(&admin.Face{Kit: s.Kit, Gate: s.Gate, Identity: s.Service, Office: s.Office, Audit: s.Audit, Delivery: mail, Labels: labels{}}).Mount(s.Mux)
	anna := s.Administrator(t, "anna.prova@ente.example")
	bruno := s.Administrator(t, "bruno.esempio@ente.example")
	carla := s.Official(t, "carla.segreteria@ente.example", "secretariat", anna)
	u, err := s.Office.AddUnit(t.Context(), s.Actor(t, anna), "Ufficio patrocinio a spese dello Stato", "patrocinio@ente.example")
	must(t, err)
	_, err = s.Office.AddUnit(t.Context(), s.Actor(t, anna), "Segreteria", "")
	must(t, err)
	_, err = s.Office.Grant(t.Context(), s.Actor(t, anna), carla.ID, "rapporteur", u.ID)
	must(t, err)
	s.Invited(t, "dario@ente.example", identity.Official)
	s.Person(t, "avvocata@studio.example", identity.Lawyer)
	_, err = s.RequestTOTPReset(t.Context(), s.Actor(t, bruno).Audit(), carla.ID)
	must(t, err)
	const id = "0190aaaa-0000-7000-8000-000000000001"
	err = s.DB.Update(t.Context(), func(tx *database.Tx) error {
		_, err := mail.Send(t.Context(), tx, delivery.Message{Owner: "admin", To: "carla.segreteria@ente.example", Lang: "it", Template: "password_reset",
			Args: map[string]string{"name": "Carla", "link": "https://sportello.example/x", "expires": "domani"}})
		if err != nil {
			return err
		}
		return s.Audit.Record(t.Context(), tx,
			audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Applicant, ID: id}, Action: "application.filed", Subject: id, Detail: map[string]string{"number": "12/2026"}},
			audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.System, ID: "casework"}, Action: "case.open", Subject: id},
			audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Official, ID: carla.ID}, Action: audit.Read, Subject: id})
	})
	must(t, err)
	s.SignedIn(t, anna)
	s.SignedIn(t, anna) // two sessions, so that there is one to end
	server := httptest.NewServer(s.Handler(t))
	t.Cleanup(server.Close)
	b := e2e.Start(t)
	look := func(p *e2e.Person, name string) {
		for _, w := range []int64{320, 768, 1280} {
			if err := chromedp.Do(p.Context(), chromedp.EmulateViewport(w, 900)); err != nil {
				t.Fatal(err)
			}
			p.Shot(fmt.Sprintf("%s-%d", name, w))
		}
		p.Check(name + "-check")
	}
	for _, lang := range []string{"it", "en"} {
		p := b.Person("anna-"+lang, server.URL)
		p.Goto("/accesso?lang=" + lang)
		look(p, lang+"-signin")
		send := func(at string, values ...string) {
			for i := 0; i+1 < len(values); i += 2 {
				sel := at + " [name='" + values[i] + "']"
				p.FillIn(sel, values[i+1])
			}
			p.Click(p.Text(at + " button.btn-primary"))
		}
		send("main form", "email", anna.Email, "password", "sbagliata del tutto")
		look(p, lang+"-signin-wrong")
		send("main form", "email", anna.Email, "password", anna.Password)
		look(p, lang+"-code")
		p.Goto("/accesso/codice?recupero")
		look(p, lang+"-recovery")
		p.Goto("/accesso/password")
		look(p, lang+"-forgot")
		p.Goto("/accesso/codice")
		send("main form", "code", s.Code(t, anna))
		for _, at := range []string{"", "utenti/" + carla.ID, "utenti/" + anna.ID, "autenticatori", "uffici", "ente", "festivi", "registro", "registro?actor=" + anna.ID, "registro?action=none", "messaggi"} {
			p.Goto("/amministrazione/" + at)
			look(p, lang+"-admin-"+strings.NewReplacer("/", "-", "?", "-", "=", "-", carla.ID, "carla", anna.ID, "anna").Replace(at))
		}
		p.Goto("/account")
		look(p, lang+"-own")
		p.Goto("/amministrazione/ente")
		send("main form", "name", "", "tax_code", "12")
		look(p, lang+"-body-wrong")
		q := b.Person("nuovo-"+lang, server.URL)
		email := "nuova-" + lang + "@ente.example"
		s.Invited(t, email, identity.Official)
		mails := s.Mailbox.To(email)
		q.Goto(mails[0].Args["link"] + "?lang=" + lang)
		look(q, lang+"-invite")
		p = q
		send("main form", "password", "un cavallo beve al fiume", "again", "un cavallo beve al fiume")
		look(q, lang+"-enrol")
		secret := q.Text("code.p-secret")
		send("main form", "code", totpOf(t, secret, s.Now()))
		look(q, lang+"-codes")
		q.Goto("/account")
		look(q, lang+"-own-norole")
	}
}

func totpOf(t *testing.T, secret string, at time.Time) string {
	c, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
