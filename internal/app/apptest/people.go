// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package apptest

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/internal/app"
	"pratica/internal/identity"
	"pratica/internal/office"
)

// The people of a body.
const (
	AdminEmail  = "amministratrice@ordine.example"
	AdminName   = "Amelia Prova"
	OfficeEmail = "segreteria@ordine.example"

	password = "cavallo batteria graffetta corretta"
)

var secretOnPage = regexp.MustCompile(`<code class="p-secret">([^<]+)</code>`)

// BecomeAdministrator invites the first administrator, as the operator's command does, and goes through the invitation
// in the visitor's browser, which is signed in at the end.
func (v *Visitor) BecomeAdministrator(a *app.App) office.Actor {
	v.t.Helper()
	link, err := a.FirstAdministrator(v.t.Context(), AdminEmail, AdminName)
	if err != nil {
		v.t.Fatal(err)
	}
	v.Enrol(link)
	accounts, err := a.Identity.Accounts(v.t.Context(), identity.System, identity.Filter{})
	if err != nil || len(accounts) != 1 {
		v.t.Fatalf("accounts: %v, %v", accounts, err)
	}
	actor, err := a.Office.ActorOf(v.t.Context(), accounts[0].ID)
	if err != nil {
		v.t.Fatal(err)
	}
	return actor
}

// SaveBody gives the body a name and an address for what the office must know, and what change adds; the administrator
// sits at an address.
func SaveBody(t testing.TB, a *app.App, admin office.Actor, from string, change func(*office.Body)) {
	t.Helper()
	b := office.Body{Name: "Ordine degli Avvocati di Esempio", Address: "Piazza della Prova 1, 00000 Esempio", Email: OfficeEmail, TimeZone: "Europe/Rome"}
	change(&b)
	if _, err := a.Office.SaveBody(t.Context(), admin, b, netip.MustParseAddr(from)); err != nil {
		t.Fatal(err)
	}
}

// Enrol follows the link of an invitation: password, second factor, recovery codes.
func (v *Visitor) Enrol(link string) {
	v.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		v.t.Fatal(err)
	}
	enrolment := v.Must(v.Post(u.Path, "password", password, "again", password))
	secret := secretOnPage.FindSubmatch(enrolment.Body)
	if secret == nil {
		v.t.Fatalf("%s shows no secret: %.2000s", enrolment.Path, enrolment.Body)
	}
	code, err := totp.GenerateCode(strings.ReplaceAll(string(secret[1]), " ", ""), time.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	v.Must(v.Post("/accesso/autenticatore", "code", code))
}
