// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identitytest

import (
	"bytes"
	"context"
	"encoding/base32"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"pratica/internal/audit"
	"pratica/internal/clock"
	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/identity"
	"pratica/internal/identity/sessions"
	"pratica/internal/jobs"
	"pratica/internal/ratelimit"
)

// Password is one that every rule accepts.
const Password = "un cavallo beve al fiume"

// Cheap makes hashing quick; never use it outside tests.
var Cheap = identity.Cost{Memory: 64, Time: 1, Threads: 1}

// House is a service with everything around it.
type House struct {
	*identity.Service
	Mailbox *Mailbox
	Granted *Rights
	clock   *clock.Manual
}

// New builds a house on a database; log may be shared with other rooms.
func New(t testing.TB, db *database.DB, log *audit.Log) *House {
	t.Helper()
	h := &House{Mailbox: &Mailbox{}, clock: clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))}
	h.Granted = &Rights{}
	store, err := ratelimit.Memory(10_000, h.clock.Now)
	must(t, err)
	limits, err := ratelimit.New(store, ratelimit.Defaults())
	must(t, err)
	passwords, err := identity.NewPasswords(Cheap, 2)
	must(t, err)
	vault, err := identity.NewVault(bytes.Repeat([]byte{7}, identity.KeySize))
	must(t, err)
	texts, err := i18n.Load()
	must(t, err)
	h.Service = &identity.Service{
		DB: db, Log: log, Queue: jobs.New(db, jobs.Options{Now: h.clock.Now}), Mail: h.Mailbox, Rights: h.Granted, Limits: limits,
		Passwords: passwords, Vault: vault, Sessions: sessions.NewStore(db, h.clock.Now), Texts: texts, Now: h.clock.Now,
		Issuer: func(context.Context) (string, error) { return "Ordine di Esempio", nil },
		Link: func(p identity.Purpose, token string) string {
			return "https://pratica.example/" + string(p) + "/" + token
		},
	}
	h.Granted.count = h.CountActive
	h.Register()
	return h
}

// Advance moves the clock of the house.
func (h *House) Advance(d time.Duration) { h.clock.Advance(d) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// From is an address of the documentation range (RFC 5737).
func From(last byte) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, last}) }

// Invited makes an account that has its first link.
func (h *House) Invited(t testing.TB, email string, kind identity.Kind) identity.Account {
	t.Helper()
	a, err := h.Invite(context.Background(), identity.System, identity.NewAccount{Email: email, Name: "Persona di Prova", Kind: kind})
	must(t, err)
	return a
}

// Active makes an account that can sign in, and returns its phone.
func (h *House) Active(t testing.TB, email string, kind identity.Kind) (identity.Account, *Phone) {
	t.Helper()
	h.Invited(t, email, kind)
	e, err := h.AcceptInvitation(context.Background(), h.Mailbox.Token(t, email), Password, From(1))
	must(t, err)
	return h.Confirm(t, e)
}

// Confirm ends an enrolment with a new phone.
func (h *House) Confirm(t testing.TB, e identity.Enrolment) (identity.Account, *Phone) {
	t.Helper()
	phone := NewPhone(t, e.URI)
	a, codes, err := h.ConfirmEnrolment(context.Background(), e.Ticket, phone.Code(t, h.clock.Now()))
	must(t, err)
	phone.Recovery = codes
	return a, phone
}

// Phone is an authenticator app, and the sheet of paper with the recovery codes.
type Phone struct {
	Recovery []string
	secret   string
}

// NewPhone scans the code of an enrolment.
func NewPhone(t testing.TB, uri string) *Phone {
	t.Helper()
	u, err := url.Parse(uri)
	must(t, err)
	secret := u.Query().Get("secret")
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil {
		t.Fatalf("the secret in the URI: %v", err)
	}
	return &Phone{secret: secret}
}

// Code is what the app shows at an instant.
func (p *Phone) Code(t testing.TB, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(p.secret, at)
	must(t, err)
	return code
}

// tokenOf is the last part of a link.
func tokenOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }
