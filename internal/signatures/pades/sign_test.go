// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/pades"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/signaturestest"
	"pratica/testpeers/pki"
)

var signedFolder = flag.String("signed", "", "folder where the signed PDFs are written, for other validators")

func newWorld(t testing.TB) *pki.World {
	t.Helper()
	w, err := pki.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func person(t testing.TB, w *pki.World, key pki.Key) *pki.Person {
	t.Helper()
	p, err := w.Qualified.Issue(pki.Spec{Name: "Prova Consigliera", From: w.Now.AddDate(-1, 0, 0), To: w.Now.AddDate(1, 0, 0), Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// stamper stamps with the world's authority.
type stamper struct{ *pki.World }

func (s stamper) Stamp(_ context.Context, digest [sha256.Size]byte) ([]byte, error) {
	return s.TokenOver(s.World.Stamp, s.Now, digest)
}

func identifier(p *pki.Person) algorithm.Identifier {
	if _, ok := p.Certificate.PublicKey.(*ecdsa.PublicKey); ok {
		return algorithm.Identifier{OID: "1.2.840.10045.4.3.2"}
	}
	return algorithm.Identifier{OID: "1.2.840.113549.1.1.11", Parameters: []byte{5, 0}}
}

func signDocument(t testing.TB, w *pki.World, p *pki.Person, document []byte, with pades.Stamper) []byte {
	t.Helper()
	prepared, err := pades.Prepare(document, pades.Request{Chain: [][]byte{p.Certificate.Raw, p.Issuer.Certificate.Raw}, Time: w.Now, Reason: "Provvedimento (prova è)", Place: "Verona"})
	if err != nil {
		t.Fatal(err)
	}
	value, err := p.Signer().Sign(rand.Reader, prepared.Digest(), crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Clone(value)
	wrong[len(wrong)-1] ^= 1
	if _, err := prepared.Complete(t.Context(), wrong, identifier(p), with); !errors.Is(err, pades.ErrWrongValue) {
		t.Errorf("a wrong value: %v", err)
	}
	file, err := prepared.Complete(t.Context(), value, identifier(p), with)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, document) {
		t.Error("the document is not the beginning of what was signed")
	}
	return file
}

// TestSign signs once and twice, with and without time stamp, documents with
// either kind of cross-reference section; poppler is asked too.
func TestSign(t *testing.T) {
	w := newWorld(t)
	for name, document := range map[string][]byte{"table": signaturestest.Page(), "stream": signaturestest.PageWithStream()} {
		for _, key := range []pki.Key{pki.P256, pki.RSA2048} {
			p := person(t, w, key)
			plain := signDocument(t, w, p, document, nil)
			stamped := signDocument(t, w, p, plain, stamper{w})
			all, err := pades.Verify(bytes.NewReader(stamped), int64(len(stamped)))
			if err != nil || len(all) != 2 {
				t.Fatalf("%s: %d signatures, %v", name, len(all), err)
			}
			for i, level := range []string{"PAdES-BASELINE-B", "PAdES-BASELINE-T"} {
				s := all[i]
				if s.Level != level || s.Integrity != report.Intact || s.Signer.CommonName != "Prova Consigliera" || s.Verdict == report.TotalFailed || !s.Claimed.Equal(w.Now) {
					t.Errorf("%s %d: %s %s %s %s %v", name, i, s.Level, s.Integrity, s.Verdict, s.Sub, s.Warnings)
				}
			}
			askPoppler(t, stamped)
			if *signedFolder != "" {
				kind := map[pki.Key]string{pki.P256: "p256", pki.RSA2048: "rsa"}[key]
				if err := os.WriteFile(filepath.Join(*signedFolder, name+"-"+kind+".pdf"), stamped, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func askPoppler(t *testing.T, file []byte) {
	t.Helper()
	program, err := exec.LookPath("pdfsig")
	if err != nil {
		t.Skip("pdfsig is not installed: scripts/ensure-poppler")
	}
	path := filepath.Join(t.TempDir(), "signed.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-nocert", path).CombinedOutput()
	if n := strings.Count(string(out), "Signature is Valid"); n != 2 {
		t.Errorf("pdfsig finds %d valid signatures (%v):\n%s", n, err, out)
	}
}

// Twenty decisions are prepared, signed together, and completed.
func TestTwenty(t *testing.T) {
	w := newWorld(t)
	p := person(t, w, pki.P256)
	var all []*pades.Prepared
	for range 20 {
		prepared, err := pades.Prepare(signaturestest.Page(), pades.Request{Chain: [][]byte{p.Certificate.Raw}, Time: w.Now})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, prepared)
	}
	values := make([][]byte, len(all))
	for i, prepared := range all {
		var err error
		if values[i], err = p.Signer().Sign(rand.Reader, prepared.Digest(), crypto.SHA256); err != nil {
			t.Fatal(err)
		}
	}
	for i, prepared := range all {
		if _, err := prepared.Complete(t.Context(), values[i], identifier(p), nil); err != nil {
			t.Error(err)
		}
	}
}

func FuzzPrepare(f *testing.F) {
	w := newWorld(f)
	p := person(f, w, pki.P256)
	f.Add(signaturestest.Page())
	f.Add(signaturestest.PageWithStream())
	f.Fuzz(func(t *testing.T, document []byte) {
		prepared, err := pades.Prepare(document, pades.Request{Chain: [][]byte{p.Certificate.Raw}, Time: w.Now})
		if err == nil && len(prepared.Digest()) != sha256.Size {
			t.Error("no digest")
		}
	})
}
