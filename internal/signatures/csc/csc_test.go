// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package csc_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pratica/internal/problem"
	"pratica/internal/signatures/csc"
	"pratica/testpeers/cscsim"
	"pratica/testpeers/pki"
)

const pin = "739162"

// desk is a client that a person has let in.
type desk struct {
	*csc.Client
	t       *testing.T
	service *cscsim.Service
	now     time.Time
	token   csc.Token
}

func each(t *testing.T, f func(d *desk)) {
	for _, version := range []csc.Version{csc.V1, csc.V2} {
		t.Run(string(version), func(t *testing.T) {
			d := &desk{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
			world, err := pki.New(d.now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(world.Close)
			p, err := world.Qualified.Issue(pki.Spec{Name: "Prova Consigliera", FiscalCode: "PRVFRM80A01H501R", From: d.now.AddDate(-1, 0, 0), To: d.now.AddDate(1, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			d.service = cscsim.Start(func() time.Time { return d.now }, cscsim.Holder{Person: p, PIN: pin, Most: 20})
			t.Cleanup(d.service.Close)
			d.Client = &csc.Client{Base: d.service.URL, Version: version, ID: "pratica", Secret: "not-a-secret", Return: "http://127.0.0.1/ritorno", HTTP: &http.Client{
				Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}}
			d.enter()
			f(d)
		})
	}
}

// enter signs in at the service as a person does.
func (d *desk) enter() {
	d.t.Helper()
	v := csc.NewVisit()
	answer, err := d.HTTP.PostForm(d.AuthorizeURL(v), url.Values{"holder": {"0"}})
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err := answer.Location()
	if err != nil || back.Query().Get("state") != v.State {
		d.t.Fatalf("%v, %v", back, err)
	}
	if _, err := d.Exchange(d.t.Context(), csc.NewVisit(), back.Query().Get("code"), d.now); err == nil {
		d.t.Error("a code is exchanged without its verifier")
	}
	answer, err = d.HTTP.PostForm(d.AuthorizeURL(v), url.Values{"holder": {"0"}})
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	if back, err = answer.Location(); err != nil {
		d.t.Fatal(err)
	}
	if d.token, err = d.Exchange(d.t.Context(), v, back.Query().Get("code"), d.now); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) credential() csc.Credential {
	d.t.Helper()
	all, err := d.Credentials(d.t.Context(), d.token.Value)
	if err != nil || len(all) != 1 {
		d.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func (d *desk) proof() csc.Proof {
	d.t.Helper()
	if err := d.SendOTP(d.t.Context(), d.token.Value, d.credential().ID); err != nil {
		d.t.Fatal(err)
	}
	return csc.Proof{PIN: pin, OTP: d.service.Code(0)}
}

func hashes(n int) (all [][]byte) {
	for i := range n {
		sum := sha256.Sum256(fmt.Append(nil, "decision ", i))
		all = append(all, sum[:])
	}
	return all
}

func TestTwentyInOneAuthorisation(t *testing.T) {
	each(t, func(d *desk) {
		k := d.credential()
		if !k.WantsPIN || !k.WantsOTP || !k.SendsOTP || k.Most != 20 || k.Holder.Subject.FiscalCode() != "PRVFRM80A01H501R" {
			t.Errorf("the credential is read wrongly: %+v", k.Holder.Subject)
		}
		asked := hashes(20)
		values, err := d.Sign(t.Context(), d.token.Value, k, d.proof(), asked)
		if err != nil {
			t.Fatal(err)
		}
		for i, value := range values {
			if !ecdsa.VerifyASN1(k.Holder.Key.(*ecdsa.PublicKey), asked[i], value) {
				t.Errorf("value %d is not the signature of its hash", i)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	each(t, func(d *desk) {
		k := d.credential()
		expect := func(code string, p csc.Proof, n int) {
			t.Helper()
			_, err := d.Sign(t.Context(), d.token.Value, k, p, hashes(n))
			if !problem.Is(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
			if said := fmt.Sprintf("%+v", err); strings.Contains(said, pin) || p.OTP != "" && strings.Contains(said, p.OTP) || strings.Contains(said, d.token.Value) {
				t.Errorf("a secret is told: %s", said)
			}
		}
		good := d.proof()
		expect("signing.wrong_code", csc.Proof{PIN: "000000", OTP: good.OTP}, 1)
		expect("signing.wrong_code", csc.Proof{PIN: pin, OTP: "1"}, 1)
		expect("signing.too_many", good, 21)
		if _, err := d.Sign(t.Context(), d.token.Value, k, good, hashes(1)); err != nil {
			t.Error(err)
		}
		expect("signing.wrong_code", good, 1) // a code is good once
		d.service.Fail(cscsim.Nonsense)
		expect("signing.unexpected", good, 1)
		d.service.Fail(cscsim.Away)
		expect("signing.away", good, 1)
		d.service.Close()
		expect("signing.away", good, 1)
	})
}

func TestTokenOfNobody(t *testing.T) {
	each(t, func(d *desk) {
		if _, err := d.Credentials(t.Context(), "nobody's"); !problem.Is(err, "signing.connect") {
			t.Errorf("%v", err)
		}
		if bytes.Contains([]byte(d.AuthorizeURL(csc.NewVisit())), []byte(d.Secret)) {
			t.Error("the address holds the secret")
		}
	})
}
