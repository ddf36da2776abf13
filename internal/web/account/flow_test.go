// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/internal/audit/audittest"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
	"pratica/internal/web/account"
	"pratica/internal/web/gate/gatetest"
	"pratica/internal/web/kit/kittest"
)

func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "account/form", account.FormPage{})
	kittest.CheckTemplate(t, "account/enrol", account.EnrolPage{})
	kittest.CheckTemplate(t, "account/codes", account.CodesPage{})
	kittest.CheckTemplate(t, "account/own", account.OwnPage{})
}

const (
	passwordForm = "form[action=/accesso]"
	codeForm     = "form[action=/accesso/codice]"
	enrolForm    = "form[action=/accesso/autenticatore]"
)

// mailed is the path of the last link sent to an address.
func mailed(t *testing.T, s *gatetest.Site, email string) string {
	t.Helper()
	all := s.Mailbox.To(email)
	if len(all) == 0 {
		t.Fatalf("no mail to %s", email)
	}
	return all[len(all)-1].Args["link"]
}

// see fails unless the page is the one of a path, with a status.
func see(t *testing.T, p *gatetest.Page, path string, status int) {
	t.Helper()
	if p.Path != path || p.Status != status {
		t.Fatalf("at %s with status %d, want %s with %d. It says: %s", p.Path, p.Status, path, status, strings.Join(p.Texts("main"), " "))
	}
}

// phone reads the secret off the page and shows codes as an app does.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFromInvitationToOwnPage(t *testing.T) {
	s := gatetest.New(t)
	const email = "nuova@ente.example"
	s.Invited(t, email, identity.Official)
	b, link := s.Browser(t), mailed(t, s, email)

	// 1. The password, with two mistakes.
	page := b.Get(link)
	see(t, page, link, http.StatusOK)
	if user := page.One("input[autocomplete=username]"); gatetest.Attr(user, "value") != email {
		t.Error("a password manager does not learn the account's name")
	}
	page = page.Submit("main form", "password", identitytest.Password, "again", "altro")
	see(t, page, link, http.StatusUnprocessableEntity)
	page.One("#f-again[aria-invalid=true]")
	page = page.Submit("main form", "password", "corta", "again", "corta")
	page.One("#f-password[aria-invalid=true]")
	page = page.Submit("main form", "password", identitytest.Password, "again", identitytest.Password)
	see(t, page, "/accesso/autenticatore", http.StatusOK)

	// 2. The authenticator, with one mistake.
	secret := page.Text("code.p-secret")
	page.One("svg[role=img] svg")
	page = page.Submit(enrolForm, "code", "000000")
	see(t, page, "/accesso/autenticatore", http.StatusUnprocessableEntity)
	page.One("#f-code[aria-invalid=true]")
	if page.Text("code.p-secret") != secret {
		t.Error("a mistyped code changes the secret that is in the phone already")
	}
	page = page.Submit(enrolForm, "code", code(t, secret, s.Now()))

	// 3. The recovery codes, once.
	see(t, page, "/accesso/autenticatore", http.StatusOK)
	codes := page.Texts(".p-codes code")
	if len(codes) != 10 || page.Has(".p-languages a") {
		t.Errorf("%d recovery codes; a switch that leaves the page: %v", len(codes), page.Has(".p-languages a"))
	}
	if again := b.Get("/accesso/autenticatore"); strings.Contains(again.Body, codes[0]) {
		t.Error("the recovery codes are shown a second time")
	}

	// 4. Nobody has given roles yet, so that the way leads to one's own page.
	own := b.Get("/account")
	see(t, own, "/account", http.StatusOK)
	own.One(".p-alert--info")
	if got := own.Texts("main .p-entry dd"); got[1] != email {
		t.Errorf("the page shows %q", got)
	}

	// 5. The link is used up, for anybody.
	see(t, s.Browser(t).Get(link), link, http.StatusNotFound)
	audittest.Check(t, s.Audit)
}

func TestSignInWithRecoveryCode(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	for i, want := range []string{"/amministrazione/", "/accesso/codice"} { // a code is good once
		b := s.Browser(t)
		page := b.Get("/accesso").Submit(passwordForm, "email", p.Email, "password", p.Password)
		see(t, page, "/accesso/codice", http.StatusOK)
		page.One(codeForm + " input[inputmode=numeric]")
		page = b.Get(gatetest.Attr(page.One(".p-more a"), "href"))
		if page.Has("main form input[inputmode=numeric]") {
			t.Error("the box for a recovery code calls for a keyboard without letters")
		}
		page = page.Submit("main form[novalidate]", "code", strings.ToLower(p.Phone.Recovery[0]))
		if page.Path != want {
			t.Errorf("attempt %d: at %s, want %s", i+1, page.Path, want)
		}
		if want == "/accesso/codice" && !page.Has("main form input[type=text][aria-invalid=true]") {
			t.Error("after a wrong recovery code another box is shown")
		}
	}
}

// answer is a page without what differs from one request to the next, and without what was typed.
func answer(p *gatetest.Page, typed string) string {
	return strings.ReplaceAll(strings.ReplaceAll(p.Body, p.Header.Get("X-Request-Id"), "ID"), typed, "TYPED")
}

func TestNobodyLearnsWhichAddressesExist(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	s.Invited(t, "invitata@ente.example", identity.Official)
	wrong := s.Browser(t).Get("/accesso").Submit(passwordForm, "email", p.Email, "password", "sbagliata ma lunga")
	see(t, wrong, "/accesso", http.StatusUnauthorized)
	for _, email := range []string{"nessuno@ente.example", "invitata@ente.example", "non-un-indirizzo"} {
		page := s.Browser(t).Get("/accesso").Submit(passwordForm, "email", email, "password", p.Password)
		if page.Status != wrong.Status || answer(page, email) != answer(wrong, p.Email) {
			t.Errorf("%s gets another answer than a wrong password", email)
		}
	}
	if got := gatetest.Attr(wrong.One("#f-email"), "value"); got != p.Email || gatetest.Attr(wrong.One("#f-password"), "value") != "" {
		t.Errorf("the form keeps the address %q, and the password must not be kept", got)
	}
	known := s.Browser(t).Get("/accesso/password").Submit("main form", "email", p.Email)
	unknown := s.Browser(t).Get("/accesso/password").Submit("main form", "email", "nessuno@ente.example")
	if known.Path != "/accesso" || answer(known, "-") != answer(unknown, "-") {
		t.Error("who asks for a new password learns whether the address is known")
	}
}

func TestTheWayBack(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	for _, tt := range []struct{ name, to, want string }{
		{"a page of ours", "%2Faccount%3Flang%3Den", "/account?lang=en"},
		{"none", "", "/amministrazione/"},
		{"another site", "https%3A%2F%2Fevil.example%2F", "/amministrazione/"},
		{"without a scheme", "%2F%2Fevil.example%2F", "/amministrazione/"},
		{"backslash", "%2F%5Cevil.example%2F", "/amministrazione/"},
		{"tab, which browsers drop", "%2F%09%2Fevil.example%2F", "/amministrazione/"},
		{"newline", "%2F%0A%2Fevil.example%2F", "/amministrazione/"},
		{"script", "javascript%3Aalert(1)", "/amministrazione/"},
		{"no slash", "account", "/amministrazione/"},
		{"user in front", "%2F%2Fpratica.example%40evil.example%2F", "/amministrazione/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := s.Browser(t)
			page := b.Get("/accesso?to=" + tt.to)
			if len(b.Cookies()) > 0 {
				t.Error("who only looks gets a session")
			}
			page = page.Submit("main form", "email", p.Email, "password", "sbagliata ma lunga") // a mistake does not lose the way
			page = page.Submit("main form", "email", p.Email, "password", p.Password)
			see(t, page, "/accesso/codice", http.StatusOK)
			last := b.Do(http.MethodPost, "/accesso/codice", map[string][]string{"code": {s.Code(t, p)}})
			if got := last.Header.Get("Location"); last.Status != http.StatusSeeOther || got != tt.want {
				t.Errorf("status %d, led to %q, want %q", last.Status, got, tt.want)
			}
		})
		s.Advance(10 * time.Minute) // rest for the limits
	}
}

func TestSigningInChangesTheToken(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.Browser(t)
	b.Get("/accesso").Submit(passwordForm, "email", p.Email, "password", p.Password)
	planted := b.Twin()
	b.Last().Submit(codeForm, "code", s.Code(t, p))
	see(t, planted.Get("/account"), "/accesso", http.StatusOK)
	see(t, b.Get("/account"), "/account", http.StatusOK)
	see(t, b.Get("/accesso"), "/amministrazione/", http.StatusNotFound) // there is no such face here, but that is where it leads
}

func TestSecondStepNeedsTheFirst(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.Browser(t)
	see(t, b.Get("/accesso/codice"), "/accesso", http.StatusOK)
	page := b.Post("/accesso/codice", "code", s.Code(t, p))
	see(t, page, "/accesso", http.StatusOK)
	page.One(".p-alert--warning")
	see(t, b.Get("/accesso/autenticatore"), "/accesso", http.StatusOK)

	b.Get("/accesso?to=/account").Submit("main form", "email", p.Email, "password", p.Password)
	s.Advance(6 * time.Minute)
	page = b.Last().Submit(codeForm, "code", s.Code(t, p))
	see(t, page, "/accesso", http.StatusOK)
	page.One(".p-alert--warning")
	if got := gatetest.Attr(page.One("main form"), "action"); got != "/accesso?to=%2Faccount" {
		t.Errorf("after a long pause the form posts to %q", got)
	}
}

func TestSignOut(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.SignedIn(t, p)
	thief := b.Twin()
	page := b.Get("/account").Submit(".p-user form[action=/esci]")
	if page.Path != "/" {
		t.Errorf("led to %s", page.Path)
	}
	for name, other := range map[string]*gatetest.Browser{"the browser": b, "one with its cookie": thief} {
		if page := other.Get("/account"); page.Path != "/accesso" {
			t.Errorf("%s is still signed in", name)
		}
	}
	if page := s.SignedIn(t, p).Get("/esci"); page.Status != http.StatusNotFound {
		t.Errorf("a link signs out: status %d", page.Status)
	}
}

func TestForgottenPassword(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	before := s.SignedIn(t, p)
	page := s.Browser(t).Get("/accesso/password").Submit("main form", "email", "ADMIN@ente.example")
	see(t, page, "/accesso", http.StatusOK)
	page.One(".p-alert--info")
	if err := s.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	link := mailed(t, s, p.Email)
	const fresh = "una capra salta il muro"
	page = s.Browser(t).Get(link).Submit("main form", "password", fresh, "again", fresh)
	see(t, page, "/accesso", http.StatusOK)
	page.One(".p-alert--success")
	see(t, s.Browser(t).Get(link), link, http.StatusNotFound)
	see(t, before.Get("/account"), "/accesso", http.StatusOK) // its session has ended
	see(t, s.Browser(t).Get("/accesso").Submit(passwordForm, "email", p.Email, "password", p.Password), "/accesso", http.StatusUnauthorized)
	p.Password = fresh
	s.SignedIn(t, p)
}

func TestLostAuthenticator(t *testing.T) {
	s := gatetest.New(t)
	admin := s.Administrator(t, "admin@ente.example")
	p := s.Person(t, "operatore@ente.example", identity.Official)
	ask := func() *gatetest.Page {
		page := s.Browser(t).Get("/accesso").Submit(passwordForm, "email", p.Email, "password", p.Password)
		return page.Submit("form[action=/accesso/autenticatore-perso]")
	}
	page := ask()
	see(t, page, "/accesso", http.StatusOK)
	page.One(".p-alert--info")
	page = ask() // one request at a time; the form for the code stays, and posts to its own page
	see(t, page, "/accesso/autenticatore-perso", http.StatusConflict)
	page.One(codeForm)
	see(t, page.Submit(codeForm, "code", s.Code(t, p)), "/account", http.StatusOK)

	by := s.Actor(t, admin).Audit()
	open, err := s.TOTPRequests(t.Context(), by)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d requests, error %v", len(open), err)
	}
	if err := s.ApproveTOTPReset(t.Context(), by, open[0].ID); err != nil {
		t.Fatal(err)
	}
	b, link := s.Browser(t), mailed(t, s, p.Email)
	page = b.Get(link)
	if page.Has("#f-again") {
		t.Error("the present password is asked twice")
	}
	page = page.Submit("main form", "password", "sbagliata ma lunga")
	see(t, page, link, http.StatusUnprocessableEntity)
	page.One("#f-password[aria-invalid=true]")
	page = page.Submit("main form", "password", p.Password)
	see(t, page, "/accesso/autenticatore", http.StatusOK)
	page = page.Submit(enrolForm, "code", code(t, page.Text("code.p-secret"), s.Now()))
	if got := len(page.Texts(".p-codes code")); got != 10 {
		t.Errorf("%d recovery codes", got)
	}
	see(t, b.Get("/account"), "/account", http.StatusOK)
	audittest.Check(t, s.Audit)
}

func TestTooManyPasswords(t *testing.T) {
	s := gatetest.New(t)
	p := s.Administrator(t, "admin@ente.example")
	b := s.Browser(t)
	page := b.Get("/accesso")
	for tries := 0; page.Status != http.StatusTooManyRequests && tries < 50; tries++ {
		page = page.Submit(passwordForm, "email", p.Email, "password", "sbagliata ma lunga")
	}
	see(t, page, "/accesso", http.StatusTooManyRequests)
	page.One(".p-alert--danger")
	if got := gatetest.Attr(page.One("#f-email"), "value"); got != p.Email {
		t.Errorf("the form keeps %q", got)
	}
	other := s.Browser(t) // the owner, elsewhere, is not shut out
	other.Addr = "198.51.100.1:1"
	see(t, other.Get("/accesso").Submit(passwordForm, "email", p.Email, "password", p.Password), "/accesso/codice", http.StatusOK)
}
