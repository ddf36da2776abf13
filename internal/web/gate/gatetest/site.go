// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package gatetest builds a site with real people behind real gates, for the tests of pages that need somebody to be signed in: the
// services of identity and office on the test's database, sessions, limits, and whatever faces the test mounts. A Browser goes through
// everything that a person's goes through: cookies, redirects, the fields of a form as the page has them. A Page is asked by selector.
//
// It runs no scripts and draws nothing; see tests/e2e for that.
package gatetest

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
	"pratica/internal/identity/sessions"
	"pratica/internal/office"
	"pratica/internal/office/officetest"
	"pratica/internal/web/account"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
	"pratica/internal/web/kit/kittest"
)

// Roles are those that can be given beside the administrator's.
var Roles = officetest.Roles{"rapporteur", "secretariat"}

// Site is a counter with nobody in it and no pages but those of accounts.
type Site struct {
	*identitytest.House
	Office   *office.Service
	Audit    *audit.Log
	Sessions *sessions.Manager
	Gate     *gate.Gate
	Kit      *kit.Kit
	Mux      *http.ServeMux // more faces are mounted here, before the first request

	// Proxies and Staff are the networks of trusted proxies and, if any, those
	// to which the office's pages are kept.
	Proxies, Staff []netip.Prefix

	handler http.Handler
}

// New builds a site on a database of its own.
func New(t testing.TB) *Site {
	t.Helper()
	db := databasetest.SQLite(t)
	s := &Site{Mux: http.NewServeMux()}
	s.Audit = audit.New(db, func() time.Time { return s.Now() })
	s.House = identitytest.New(t, db, s.Audit)
	s.Office = &office.Service{DB: db, Log: s.Audit, Accounts: s.House.Service, Studio: s.House.Service, Roles: Roles, Limits: s.Limits, Now: s.Now}
	s.Rights = s.Office
	s.Link = account.Path
	s.Sessions = sessions.NewManager(s.House.Sessions, false)
	opt := kittest.Options(t)
	opt.Now, opt.SignIn = s.Now, gate.SignIn
	s.Kit = kittest.Build(t, opt)
	s.Gate = &gate.Gate{
		Sessions: s.Sessions, Actors: s.Office, Limits: s.Limits, Kit: s.Kit,
		TrustsProxy: func(a netip.Addr) bool { return within(s.Proxies, a) },
		AdmitsStaff: func(a netip.Addr) bool { return len(s.Staff) == 0 || within(s.Staff, a) },
	}
	face := &account.Face{Kit: s.Kit, Gate: s.Gate, Identity: s.Service, Sessions: s.Sessions}
	s.Kit.Mount(s.Mux, "", face.Routes())
	return s
}

func within(networks []netip.Prefix, a netip.Addr) bool {
	for _, n := range networks {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// Handler is the whole site, as app serves it.
func (s *Site) Handler(t testing.TB) http.Handler {
	if s.handler == nil {
		s.handler = gate.Wrap(s.Sessions, slog.New(slog.NewTextHandler(t.Output(), nil)), s.Kit.Serve(s.Mux))
	}
	return s.handler
}

// Person is somebody with an account who can sign in.
type Person struct {
	identity.Account
	Phone    *identitytest.Phone
	Password string
}

// Person makes an active account.
func (s *Site) Person(t testing.TB, email string, kind identity.Kind) *Person {
	t.Helper()
	a, phone := s.Active(t, email, kind)
	return &Person{a, phone, identitytest.Password}
}

// Administrator makes an active administrator, by authority of who runs the server.
func (s *Site) Administrator(t testing.TB, email string) *Person {
	t.Helper()
	p := s.Person(t, email, identity.Official)
	err := s.DB.Update(t.Context(), func(tx *database.Tx) error { return s.Office.AppointFirst(t.Context(), tx, p.ID) })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Official makes an active official who holds a role in the whole body.
func (s *Site) Official(t testing.TB, email, role string, by *Person) *Person {
	t.Helper()
	p := s.Person(t, email, identity.Official)
	if _, err := s.Office.Grant(t.Context(), s.Actor(t, by), p.ID, role, ""); err != nil {
		t.Fatal(err)
	}
	return p
}

// Actor is a person with the rights of this moment.
func (s *Site) Actor(t testing.TB, p *Person) office.Actor {
	t.Helper()
	a, err := s.Office.ActorOf(context.Background(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Code is what the person's phone shows next. The clock moves on to it, because
// each code is good once.
func (s *Site) Code(t testing.TB, p *Person) string {
	t.Helper()
	s.Advance(30 * time.Second)
	return p.Phone.Code(t, s.Now())
}

// SignedIn is a browser in which the person has signed in, by both steps.
func (s *Site) SignedIn(t testing.TB, p *Person) *Browser {
	t.Helper()
	b := s.Browser(t)
	b.Get("/accesso").Submit("form[action=/accesso]", "email", p.Email, "password", p.Password)
	last := b.Last().Submit("form[action=/accesso/codice]", "code", s.Code(t, p))
	if last.Path == "/accesso/codice" {
		t.Fatalf("%s did not get in: %s", p.Email, last.Text("main"))
	}
	return b
}
