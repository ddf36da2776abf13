// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/signatures"
	"pratica/internal/signatures/signaturestest"
)

var instant = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

func signer(t testing.TB) *signaturestest.Signer {
	t.Helper()
	s, err := signaturestest.NewSigner("Persona Inventata", instant)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// must gives the bytes of a signing function that cannot fail here.
func must(t testing.TB) func([]byte, error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// frozenPDF is a small PDF, like those that are frozen; its text stands in clear.
func frozenPDF(t testing.TB, text string) []byte {
	t.Helper()
	content := "BT /F1 12 Tf 40 800 Td 14 TL" + strings.Repeat(" ("+text+") Tj T*", 20) + " ET"
	out, offsets := "%PDF-1.7\n", ""
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		offsets += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	return fmt.Appendf(nil, "%sxref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", out, offsets, len(out))
}

// container is an ASiC-E as a signing program makes it.
func container(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"mimetype", "istanza.pdf", "META-INF/signature001.p7s"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func contains(t testing.TB, frozen, upload []byte) signatures.Match {
	t.Helper()
	m, err := signatures.Contains(frozen, bytes.NewReader(upload), int64(len(upload)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestContains(t *testing.T) {
	s, must := signer(t), must(t)
	frozen := frozenPDF(t, "Istanza")
	other := frozenPDF(t, "Altra istanza")
	p7m := must(s.P7M(frozen))
	signed := must(s.PDF(frozen))
	changed := bytes.Replace(frozen, []byte("Istanza"), []byte("Istruzi"), 1)
	lateEdit := append(bytes.Clone(signed), "9 0 obj\n<< /Aggiunto true >>\nendobj\n"...)
	ltRevision := append(bytes.Clone(signed), "9 0 obj\n<< /DSS << /Certs [] >> >>\nendobj\n"...)
	mixed := must(s.P7M(signed))

	cases := []struct {
		name   string
		upload []byte
		want   signatures.Match
	}{
		{"DER", p7m, signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 1, Depth: 1}},
		{"BER in chunks", must(s.BER(frozen, 100)), signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 1, Depth: 1}},
		{"BER in one chunk", must(s.BER(frozen, 1<<20)), signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 1, Depth: 1}},
		{"with padding after", append(bytes.Clone(p7m), 0, '\r', '\n'), signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 1, Depth: 1}},
		{"signed twice over", must(s.BER(p7m, 777)), signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 2, Depth: 2}},
		{"signed PDF", signed, signatures.Match{Kind: signatures.PAdES, Contains: true, Signatures: 1}},
		{"PDF of two signers", must(s.PDF(signed)), signatures.Match{Kind: signatures.PAdES, Contains: true, Signatures: 2}},
		{"signed PDF with validation data", ltRevision, signatures.Match{Kind: signatures.PAdES, Contains: true, Signatures: 1}},
		{"signed PDF in an envelope", mixed, signatures.Match{Kind: signatures.CAdES, Contains: true, Signatures: 2, Depth: 1}},

		{"nothing", nil, signatures.Match{Kind: signatures.None, Problem: "signatures.not_signed"}},
		{"the frozen document itself", frozen, signatures.Match{Kind: signatures.None, Problem: "signatures.not_signed"}},
		{"a text", []byte("ciao"), signatures.Match{Kind: signatures.None, Problem: "signatures.not_signed"}},
		{"another document in an envelope", must(s.P7M([]byte("altro"))), signatures.Match{Kind: signatures.CAdES, Signatures: 1, Depth: 1, Problem: "signatures.other_document"}},
		{"another document as signed PDF", must(s.PDF(other)), signatures.Match{Kind: signatures.PAdES, Problem: "signatures.other_document"}},
		{"altered in an envelope", must(s.P7M(append(bytes.Clone(frozen), "coda"...))), signatures.Match{Kind: signatures.CAdES, Signatures: 1, Depth: 1, Problem: "signatures.altered"}},
		{"altered, then signed as PDF", must(s.PDF(append(bytes.Clone(frozen[:len(frozen)-6]), "\n%%EOF\n"...))), signatures.Match{Kind: signatures.PAdES, Problem: "signatures.altered"}},
		{"changed after the signature", lateEdit, signatures.Match{Kind: signatures.PAdES, Problem: "signatures.altered", Signatures: 1}},
		{"signature without the document", must(s.Detached(frozen)), signatures.Match{Kind: signatures.Detached, Problem: "signatures.detached"}},
		{"cut envelope", p7m[:len(p7m)/2], signatures.Match{Kind: signatures.None, Problem: "signatures.unreadable"}},
		{"container", container(t), signatures.Match{Kind: signatures.ASiC, Problem: "signatures.unsupported"}},
		{"signed XML", []byte(`<?xml version="1.0"?><a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>AA==</SignatureValue></Signature></a>`), signatures.Match{Kind: signatures.XAdES, Problem: "signatures.unsupported"}},
	}
	if len(changed) != len(frozen) || bytes.Equal(changed, frozen) {
		t.Fatal("the changed document is not a changed document")
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, contains(t, frozen, c.upload)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// The forms in which a .p7m travels as text.
func TestContainsText(t *testing.T) {
	frozen := frozenPDF(t, "Istanza")
	p7m := must(t)(signer(t).P7M(frozen))
	lines := base64.StdEncoding.EncodeToString(p7m)
	cases := []struct{ name, text string }{
		{"base64 in one line", lines},
		{"base64 in lines of 64", strings.Join(split(lines, 64), "\r\n") + "\r\n"},
		{"base64 without padding", strings.TrimRight(lines, "=")},
		{"PEM", string(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: p7m}))},
		{"PEM with a comment before", "firmato\n" + string(pem.EncodeToMemory(&pem.Block{Type: "CMS", Bytes: p7m}))},
		{"base64 of base64 inside", base64.StdEncoding.EncodeToString(must(t)(signer(t).P7M([]byte(lines))))},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if m := contains(t, frozen, []byte(c.text)); !m.Contains || m.Err() != nil {
				t.Errorf("%+v", m)
			}
		})
	}
}

func split(s string, n int) []string {
	var parts []string
	for ; len(s) > n; s = s[n:] {
		parts = append(parts, s[:n])
	}
	return append(parts, s)
}

func TestContainsEndsAtTenLevels(t *testing.T) {
	s := signer(t)
	frozen := []byte("documento")
	upload := frozen
	for level := 1; level <= 12; level++ {
		upload = must(t)(s.BER(upload, 500))
		m := contains(t, frozen, upload)
		if m.Contains != (level <= 10) {
			t.Errorf("level %d: %+v", level, m)
		}
		if level > 10 && m.Problem != "signatures.unreadable" {
			t.Errorf("level %d: problem %q", level, m.Problem)
		}
	}
}

func TestContentUnwrapsAllLevels(t *testing.T) {
	s := signer(t)
	upload := must(t)(s.P7M(must(t)(s.BER([]byte("il documento"), 3))))
	r, depth, err := signatures.Content(bytes.NewReader(upload), int64(len(upload)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil || string(b) != "il documento" || depth != 2 {
		t.Errorf("%q at depth %d, %v", b, depth, err)
	}
}

// An attack: the gap that the ranges leave out holds more than the signature.
func TestAGapWithContentIsNoSignature(t *testing.T) {
	frozen := frozenPDF(t, "Istanza")
	signed := must(t)(signer(t).PDF(frozen))
	at := bytes.LastIndex(signed, []byte("/ByteRange [0 ")) + len("/ByteRange [0 ")
	moved := bytes.Clone(signed)
	copy(moved[at:], "0000000100") // the first range now ends long before the gap
	if m := contains(t, frozen, moved); m.Contains || m.Problem != "signatures.not_signed" {
		t.Errorf("%+v", m)
	}
}

// An independent verifier finds the test signatures right, so that a match is
// proved on files that are really signed.
func TestPopplerVerifiesTheTestSigner(t *testing.T) {
	program, err := exec.LookPath("pdfsig")
	if err != nil {
		t.Skip("pdfsig (poppler-utils) is not installed: the test signer is not checked against it")
	}
	signed := must(t)(signer(t).PDF(must(t)(signer(t).PDF(frozenPDF(t, "Istanza")))))
	path := filepath.Join(t.TempDir(), "firmato.pdf")
	if err := os.WriteFile(path, signed, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-nocert", path)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if n := strings.Count(string(out), "Signature is Valid."); n != 2 {
		t.Errorf("pdfsig finds %d valid signatures of 2 (%v):\n%s", n, err, out)
	}
}

func FuzzContains(f *testing.F) {
	s := signer(f)
	frozen := frozenPDF(f, "Istanza")
	p7m := must(f)(s.P7M([]byte("documento")))
	f.Add(p7m)
	f.Add(must(f)(s.BER([]byte("documento"), 2)))
	f.Add(must(f)(s.Detached([]byte("documento"))))
	f.Add(must(f)(s.PDF(frozen)))
	f.Add([]byte(base64.StdEncoding.EncodeToString(p7m)))
	f.Add([]byte("0\x80\x06\x09*\x86H\x86\xf7\x0d\x01\x07\x02\xa0\x80"))
	f.Add([]byte("%PDF-1.7 /ByteRange [0 1 2 3]"))
	f.Fuzz(func(t *testing.T, upload []byte) {
		m, err := signatures.Contains([]byte("documento"), bytes.NewReader(upload), int64(len(upload)))
		if err != nil {
			if m != (signatures.Match{}) {
				t.Errorf("a match beside the error %v", err)
			}
			return
		}
		if m.Contains == (m.Problem != "") || m.Contains && !bytes.Contains(upload, []byte("d")) && m.Kind == signatures.PAdES {
			t.Errorf("inconsistent: %+v", m)
		}
		if r, _, err := signatures.Content(bytes.NewReader(upload), int64(len(upload))); err == nil {
			if _, err := io.Copy(io.Discard, r); err != nil {
				t.Errorf("a content that was found cannot be read: %v", err)
			}
		}
	})
}
