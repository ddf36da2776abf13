// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package certificate_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/internal/signatures/certificate"
	"pratica/testpeers/conformance"
)

var embedded = regexp.MustCompile(`<(?:\w+:)?X509Certificate>([^<]+)<`)

// Of the certificates in national lists, the standard library refuses some.
func TestEveryCertificateOfTheListsIsRead(t *testing.T) {
	for file, want := range map[string]int{"IT.xml": 372, "EU.xml": 0} {
		text, err := os.ReadFile(filepath.Join(conformance.Path(t, "signatures"), "tsl", file))
		if err != nil {
			t.Fatal(err)
		}
		found, refused := embedded.FindAllSubmatch(text, -1), 0
		for _, m := range found {
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(m[1])), ""))
			if err != nil {
				t.Fatal(err)
			}
			c, err := certificate.Parse(der)
			if err != nil || c.Key == nil || c.NotAfter.IsZero() || len(c.Subject) == 0 {
				t.Errorf("%s: %v: %+v", file, err, c)
				continue
			}
			if _, err := x509.ParseCertificate(der); err != nil {
				refused++
			}
			if c.IsSelfIssued() && !c.WasIssuedBy(c) {
				t.Errorf("%s: %s does not verify itself", file, c.Subject.Display())
			}
		}
		if len(found) < want || len(found) == 0 || refused == 0 {
			t.Errorf("%s: %d certificates, of which the standard library refuses %d: this test tests nothing", file, len(found), refused)
		}
	}
}

func TestCertificate(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	statements, err := asn1.Marshal([]struct{ OID asn1.ObjectIdentifier }{{asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}}, {asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}}})
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(42), NotBefore: from, NotAfter: from.AddDate(3, 0, 0), KeyUsage: x509.KeyUsageContentCommitment,
		Subject:               pkix.Name{CommonName: "Persona Prova", SerialNumber: "TINIT-RSSMRA80A01H501U"},
		OCSPServer:            []string{"http://ocsp.example/"},
		CRLDistributionPoints: []string{"http://crl.example/list.crl"},
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
		ExtraExtensions:       []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: statements}},
	}, &x509.Certificate{Subject: pkix.Name{CommonName: "Autorità di prova"}, SubjectKeyId: []byte{1}}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := certificate.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Subject.FiscalCode(); got != "RSSMRA80A01H501U" {
		t.Errorf("the tax code is %q", got)
	}
	if c.Usage != certificate.NonRepudiation || !c.HasStatement(certificate.QcCompliance) || !c.HasStatement(certificate.QcQSCD) ||
		!c.HasExtUsage(certificate.ForTimestamp) || !slices.Equal(c.OCSP, []string{"http://ocsp.example/"}) || !slices.Equal(c.CRLs, []string{"http://crl.example/list.crl"}) {
		t.Errorf("extensions: %+v", c.Extensions)
	}
	if !c.NotBefore.Equal(from) || !c.IsValidAt(from) || c.IsValidAt(from.Add(-time.Second)) || c.Issuer.Display() != "Autorità di prova" {
		t.Errorf("period %s, issuer %v", c.NotBefore, c.Issuer)
	}
}

func TestFiscalCode(t *testing.T) {
	for _, c := range []struct{ serial, name, want string }{
		{"TINIT-RSSMRA80A01H501U", "", "RSSMRA80A01H501U"},
		{"IT:RSSMRA80A01H501U", "", "RSSMRA80A01H501U"},
		{"", "RSSMRA80A01H501U/6030613539139007.abc", "RSSMRA80A01H501U"},
		{"TINIT-RSSMRA80A01H501X", "", ""}, // the check letter is wrong
		{"TINDE-RSSMRA80A01H501U", "Persona Prova", ""},
	} {
		n := certificate.Name{{Type: certificate.SerialNumber, Value: c.serial}, {Type: certificate.CommonName, Value: c.name}}
		if got := n.FiscalCode(); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.serial, c.name, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{0x30, 0x03, 0x30, 0x01, 0x00})
	f.Fuzz(func(_ *testing.T, der []byte) {
		if c, err := certificate.Parse(der); err == nil {
			_ = c.Subject.Display() + c.Subject.FiscalCode()
			c.IsSignedBy(c)
		}
	})
}
