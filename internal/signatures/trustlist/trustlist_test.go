// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package trustlist_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/internal/signatures/trustlist"
	"pratica/testpeers/conformance"
)

func read(t testing.TB, file string) []byte {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(conformance.Path(t, "signatures"), "tsl", file))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// The facts of the snapshots stand in the table beside them.
func TestItalianList(t *testing.T) {
	eu, err := trustlist.Read(read(t, "EU.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var signers []*certificate.Certificate
	for _, p := range eu.Pointers {
		if p.Territory == "IT" && p.MediaType == "application/vnd.etsi.tsl+xml" {
			signers = p.Certificates
			if p.Location != "https://eidas.agid.gov.it/TL/TSL-IT.xml" || len(signers) != 2 {
				t.Errorf("the pointer to Italy: %s, %d certificates", p.Location, len(signers))
			}
		}
	}
	document := read(t, "IT.xml")
	l, err := trustlist.Read(document, signers...)
	if err != nil {
		t.Fatal(err)
	}
	services, history, granted, withdrawn, stamps := 0, 0, 0, 0, 0
	for _, p := range l.Providers {
		for _, s := range p.Services {
			services++
			history += len(s.Periods) - 1
			now := s.Periods[0]
			switch {
			case now.Type == trustlist.TypeCA && now.Status == trustlist.Granted:
				granted++
			case now.Type == trustlist.TypeCA:
				withdrawn++
			case now.Type == trustlist.TypeTimestamp && now.Status == trustlist.Granted:
				stamps++
			}
		}
	}
	got := []int{l.Version, l.Sequence, len(l.Providers), services, history, granted, withdrawn, stamps}
	want := []int{5, 141, 48, 363, 573, 133, 41, 18}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
			break
		}
	}
	if !l.Issued.Equal(time.Date(2019, 9, 4, 0, 0, 0, 0, time.UTC)) && l.Issued.Format("2006-01-02") != "2019-09-04" {
		t.Errorf("issued %s", l.Issued)
	}
	changed := bytes.Replace(document, []byte("<TSLSequenceNumber>141<"), []byte("<TSLSequenceNumber>142<"), 1)
	if _, err := trustlist.Read(changed, signers...); !errors.Is(err, trustlist.ErrSignature) {
		t.Errorf("a changed list: %v", err)
	}
	if _, err := trustlist.Read(document, eu.Signer); !errors.Is(err, trustlist.ErrSignature) {
		t.Errorf("a list signed by somebody else: %v", err)
	}
}

// A service that was accredited, then granted.
func TestPeriods(t *testing.T) {
	l, err := trustlist.Read(read(t, "IT.xml"))
	if err != nil {
		t.Fatal(err)
	}
	s := l.Providers[0].Services[0]
	for _, c := range []struct {
		at   time.Time
		good bool
		ok   bool
	}{
		{time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC), true, true},
		{time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), true, true},
		{time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), false, false},
	} {
		p, ok := s.At(c.at)
		if ok != c.ok || p.IsGood() != c.good {
			t.Errorf("%s: %v, good %v (%s)", c.at, ok, p.IsGood(), p.Status)
		}
	}
	own := s.Periods[0].Certificates[0]
	if s.Issuer(trustlist.TypeCA, own) == nil || len(l.Issuers(trustlist.TypeTimestamp, own)) > 0 {
		t.Error("the certificate of a service is not found by itself")
	}
}

func BenchmarkItalianList(b *testing.B) {
	document := read(b, "IT.xml")
	for b.Loop() {
		if _, err := trustlist.Read(document); err != nil {
			b.Fatal(err)
		}
	}
}
