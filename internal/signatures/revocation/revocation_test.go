// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package revocation_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/revocation"
	"pratica/testpeers/pki"
)

func parse(t *testing.T, der []byte) *certificate.Certificate {
	t.Helper()
	c, err := certificate.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world has one authority with one certificate.
func world(t *testing.T, told pki.Told) (*pki.World, *certificate.Certificate, *certificate.Certificate, *pki.Person) {
	t.Helper()
	w, err := pki.New(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	p, err := w.Qualified.Issue(pki.Spec{Name: "Prova", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Told: told})
	if err != nil {
		t.Fatal(err)
	}
	return w, parse(t, p.Certificate.Raw), parse(t, w.Qualified.Certificate.Raw), p
}

func TestStatements(t *testing.T) {
	for name, told := range map[string]pki.Told{"answer": pki.ByAnswer, "list": pki.ByList} {
		t.Run(name, func(t *testing.T) {
			w, c, issuer, p := world(t, told)
			online := &revocation.Online{Client: http.DefaultClient, Now: func() time.Time { return w.Now }, Patience: 5 * time.Second}
			status := func() revocation.Status {
				t.Helper()
				all, err := online.Statements(t.Context(), c, issuer)
				if err != nil {
					t.Fatal(err)
				}
				s, ok := all[0].About(c, issuer)
				if !ok {
					t.Fatal("it says nothing of the certificate")
				}
				if _, ok := all[0].About(parse(t, w.Fallen.Certificate.Raw), issuer); ok {
					t.Error("it speaks of another certificate")
				}
				return s
			}
			if s := status(); s.State != revocation.Good || !s.ThisUpdate.Equal(w.Now) {
				t.Errorf("%+v", s)
			}
			w.Qualified.Revoke(p.Certificate, pki.Revocation{At: w.Now.Add(-time.Hour), Reason: 1})
			if s := status(); s.State != revocation.Good {
				t.Errorf("what was said is not remembered: %+v", s)
			}
			w.Now = w.Now.AddDate(0, 0, 2) // nobody believes it any more
			if s := status(); s.State != revocation.Revoked || s.Reason != 1 {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestWhoIsSilentIsNotAskedAtOnceAgain(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	_, c, issuer, _ := world(t, pki.Nobody)
	c.OCSP, c.CRLs = []string{server.URL}, []string{"ldap://" + server.URL}
	now := time.Now()
	online := &revocation.Online{Client: http.DefaultClient, Now: func() time.Time { return now }, Patience: time.Second}
	for range 3 {
		if _, err := online.Statements(context.Background(), c, issuer); !errors.Is(err, revocation.ErrAway) {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func FuzzRead(f *testing.F) {
	w, err := pki.New(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		f.Fatal(err)
	}
	defer w.Close()
	answer, err := w.Root.Answer(w.Fallen.Certificate.SerialNumber, w.Now)
	if err != nil {
		f.Fatal(err)
	}
	list, err := w.Root.List(w.Now)
	if err != nil {
		f.Fatal(err)
	}
	c, err := certificate.Parse(w.Fallen.Certificate.Raw)
	if err != nil {
		f.Fatal(err)
	}
	issuer, err := certificate.Parse(w.Root.Certificate.Raw)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(answer)
	f.Add(list)
	f.Fuzz(func(_ *testing.T, der []byte) {
		if s, err := revocation.Read(der); err == nil {
			s.About(c, issuer)
		}
	})
}
