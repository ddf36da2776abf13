// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package signatures_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/signatures"
	"pratica/testpeers/conformance"
)

// expected is what this package, which gives no verdict, must say of a row of
// expected.tsv. The rows that the general rule does not fit are named with
// their reason.
func expected(file, signatureCount string) signatures.Kind {
	exceptions := map[string]signatures.Kind{
		"cades/d-trust.tsr":                          signatures.CAdES,    // a time-stamp token is a CMS with content
		"cades/Test.bin.sig":                         signatures.Detached, // as its note says
		"cades/cades-detached.pkcs7":                 signatures.Detached,
		"cades/cades-double-signing-certificate.p7m": signatures.Detached, // no content
		"pades/siwa.pdf":                             signatures.None,     // attack: the gap holds more than the signature
		"pades/pdf-signed-corrupted.pdf":             signatures.None,     // ranges do not fit the file
		"asic/no-signature.asics":                    signatures.ASiC,     // a container whose signature file holds no signature
		"tsl/EU.xml":                                 signatures.XAdES,
		"tsl/IT.xml":                                 signatures.XAdES,
	}
	if kind, ok := exceptions[file]; ok {
		return kind
	}
	if signatureCount == "0" {
		return signatures.None
	}
	return map[string]signatures.Kind{
		"cades": signatures.CAdES, "pades": signatures.PAdES, "xades": signatures.XAdES, "asic": signatures.ASiC,
	}[filepath.Dir(file)]
}

func TestConformance(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	table, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		fields := strings.Split(row, "\t")
		if i == 0 || len(fields) < 3 {
			continue
		}
		t.Run(fields[0], func(t *testing.T) { recognise(t, dir, fields[0], fields[2]) })
	}
}

func recognise(t *testing.T, dir, file, count string) {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	kind, err := signatures.Recognise(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if want := expected(file, count); kind != want {
		t.Errorf("recognised as %s, want %s", kind, want)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if kind == signatures.CAdES && count != "0" {
		envelope, err := signatures.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if envelope.Content == nil || count != string(rune('0'+envelope.Signatures)) {
			t.Errorf("%d signatures, want %s; content %v", envelope.Signatures, count, envelope.Content)
		}
	}
}

// The real Italian file: three signers, a PDF of 103488 bytes in BER chunks.
func TestConformanceChunkedContent(t *testing.T) {
	b, err := os.ReadFile(conformance.Path(t, "signatures", "cades", "FD1_FD2_FEA.pdf.p7m"))
	if err != nil {
		t.Fatal(err)
	}
	content, depth, err := signatures.Content(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if content.Size() != 103488 || depth != 1 {
		t.Errorf("%d bytes at depth %d", content.Size(), depth)
	}
	frozen := make([]byte, content.Size())
	if _, err := content.ReadAt(frozen, 0); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(frozen, []byte("%PDF-")) {
		t.Errorf("the content begins with %q", frozen[:8])
	}
	m := contains(t, frozen, b)
	if !m.Contains || m.Signatures != 3 {
		t.Errorf("%+v", m)
	}
	frozen[5000] ^= 1
	if m := contains(t, frozen, b); m.Contains || m.Problem != "signatures.altered" {
		t.Errorf("with one bit turned: %+v", m)
	}
}
