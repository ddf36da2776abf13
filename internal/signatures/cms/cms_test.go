// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms_test

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"io"
	"testing"
	"time"

	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/signaturestest"
)

var content = bytes.Repeat([]byte("Istanza di prova. "), 5000)

func files(t testing.TB) map[string][]byte {
	signer, err := signaturestest.NewSigner("Persona Prova", time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	if all["DER"], err = signer.P7M(content); err != nil {
		t.Fatal(err)
	}
	for name, chunk := range map[string]int{"BER in one chunk": len(content), "BER in chunks": 1000, "BER in small chunks": 7} {
		if all[name], err = signer.BER(content, chunk); err != nil {
			t.Fatal(err)
		}
	}
	all["base64"] = []byte(base64.StdEncoding.EncodeToString(all["DER"]))
	all["PEM"] = pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: all["BER in chunks"]})
	all["padded"] = append(bytes.Clone(all["DER"]), 0, 0, '\n')
	return all
}

func TestEveryForm(t *testing.T) {
	for name, file := range files(t) {
		t.Run(name, func(t *testing.T) {
			m, err := cms.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(m.Content)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("the content: %v, %d bytes of %d", err, len(got), len(content))
			}
			s := m.Verify(m.Digest)[0]
			if s.Integrity != report.Intact || s.Verdict != report.Indeterminate || s.Sub != report.NoCertificateChain || s.Signer.CommonName != "Persona Prova" {
				t.Errorf("got %+v", s)
			}
		})
	}
}

func TestDetached(t *testing.T) {
	signer, err := signaturestest.NewSigner("Persona Prova", time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	file, err := signer.Detached(content)
	if err != nil {
		t.Fatal(err)
	}
	m, err := cms.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		document  cms.Digest
		integrity report.Integrity
		sub       report.Sub
	}{
		{"without its document", m.Digest, report.Unknown, report.SignedDataNotFound},
		{"with it", cms.DigestOf(content), report.Intact, report.NoCertificateChain},
		{"with another", cms.DigestOf(content[1:]), report.Broken, report.HashFailure},
	} {
		if s := m.Verify(c.document)[0]; s.Integrity != c.integrity || s.Sub != c.sub {
			t.Errorf("%s: %s, %s; want %s, %s", c.name, s.Integrity, s.Sub, c.integrity, c.sub)
		}
	}
}

// Every byte of a signed file matters: with one changed the file cannot be
// read, or the signature is not intact, or the byte was of the certificate's
// own signature or of what nobody signs.
func TestAChangedContentIsFound(t *testing.T) {
	for name, file := range files(t) {
		if name == "base64" || name == "PEM" {
			continue
		}
		at := bytes.Index(file, []byte("prova"))
		if name == "BER in small chunks" {
			at = bytes.Index(file, []byte("Istanza"))
		}
		changed := bytes.Clone(file)
		changed[at] ^= 1
		m, err := cms.Read(bytes.NewReader(changed), int64(len(changed)))
		if err != nil {
			t.Fatal(err)
		}
		if s := m.Verify(m.Digest)[0]; s.Integrity != report.Broken || s.Verdict != report.TotalFailed || s.Sub != report.HashFailure {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestATruncatedFileIsRefused(t *testing.T) {
	file := files(t)["DER"]
	for _, n := range []int{0, 1, 2, 10, 1000, len(file) - 1} {
		if _, err := cms.Read(bytes.NewReader(file[:n]), int64(n)); err == nil {
			t.Errorf("%d bytes of %d were read", n, len(file))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range files(f) {
		f.Add(file[:min(len(file), 600)])
		f.Add(append(bytes.Clone(file[:60]), file[len(content):]...))
	}
	signer, err := signaturestest.NewSigner("P", time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	if err != nil {
		f.Fatal(err)
	}
	short, err := signer.BER([]byte("breve"), 2)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(short)
	f.Fuzz(func(_ *testing.T, file []byte) {
		m, err := cms.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		m.Verify(m.Digest)
		m.Verify(cms.DigestOf(file))
		if t, err := cms.ReadToken(file); err == nil {
			t.Verify(t.Digest)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	signer, err := signaturestest.NewSigner("Persona Prova", time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	if err != nil {
		b.Fatal(err)
	}
	for name, n := range map[string]int{"small": 1000, "50MB": 50_000_000} {
		file, err := signer.BER(bytes.Repeat([]byte{'x'}, n), 1000)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, err := cms.Read(bytes.NewReader(file), int64(len(file)))
				if err != nil {
					b.Fatal(err)
				}
				if s := m.Verify(m.Digest)[0]; s.Integrity != report.Intact {
					b.Fatal(s)
				}
			}
		})
	}
}
