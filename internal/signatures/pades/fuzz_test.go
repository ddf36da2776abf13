// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades_test

import (
	"bytes"
	"testing"
	"time"

	"pratica/internal/signatures/pades"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/signaturestest"
)

// plain is the smallest PDF that the test signer adds a revision to.
const plain = "%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n" +
	"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000057 00000 n \n0000000113 00000 n \n" +
	"trailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n182\n%%EOF\n"

func signed(t testing.TB) []byte {
	t.Helper()
	signer, err := signaturestest.NewSigner("Persona Prova", time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	file, err := signer.PDF([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func verify(t *testing.T, file []byte) []pades.Signature {
	t.Helper()
	all, err := pades.Verify(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// update adds a revision with some objects to a file.
func update(file []byte, root string, objects ...string) []byte {
	out := bytes.Clone(file)
	var table bytes.Buffer
	for _, o := range objects {
		num, _, _ := bytes.Cut([]byte(o), []byte(" "))
		table.WriteString(string(num) + " 1\n" + pad(len(out)) + " 00000 n \n")
		out = append(out, o...)
	}
	at := len(out)
	i := bytes.LastIndex(file, []byte("startxref"))
	prev := bytes.Fields(file[i:])[1]
	return append(out, "xref\n"+table.String()+"trailer\n<</Size 60 /Root "+root+" /Prev "+string(prev)+">>\nstartxref\n"+pad(at)+"\n%%EOF\n"...)
}

func pad(n int) string {
	digits := []byte("0000000000")
	for i := len(digits) - 1; n > 0; i, n = i-1, n/10 {
		digits[i] = byte('0' + n%10)
	}
	return string(digits)
}

// TestChanges adds to a signed document what people and attackers add.
func TestChanges(t *testing.T) {
	file := signed(t)
	if s := verify(t, file); len(s) != 1 || s[0].Integrity != report.Intact || !s[0].CoversAll || len(s[0].Warnings) != 1 {
		t.Fatalf("as it was signed: %+v", s)
	}
	for _, c := range []struct {
		name    string
		objects []string
		verdict report.Verdict
		warning report.Warning
	}{
		{"a page", []string{"2 0 obj\n<</Type /Pages /Kids [3 0 R 50 0 R] /Count 2>>\nendobj\n", "50 0 obj\n<</Type /Page /Parent 2 0 R>>\nendobj\n"}, report.TotalFailed, pades.WarnPages},
		{"another page size", []string{"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>\nendobj\n"}, report.TotalFailed, pades.WarnPages},
		{"a note", []string{"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [51 0 R]>>\nendobj\n", "51 0 obj\n<</Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (x)>>\nendobj\n"}, report.Indeterminate, pades.WarnAnnotations},
		{"data about the document", []string{"52 0 obj\n<</Title (x)>>\nendobj\n"}, report.Indeterminate, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := verify(t, update(file, "1 0 R", c.objects...))[0]
			if s.Integrity != report.Intact || s.Verdict != c.verdict || s.CoversAll {
				t.Errorf("got %+v", s.Signature)
			}
			found := c.warning == ""
			for _, w := range s.Warnings {
				found = found || w == c.warning
			}
			if !found {
				t.Errorf("warnings %v, want %q", s.Warnings, c.warning)
			}
		})
	}
}

// One byte of the signed part is changed: the signature is broken.
func TestAnyChangedByteBreaksIt(t *testing.T) {
	file := signed(t)
	for _, at := range []int{10, 60, 120, len(file) - 8} {
		changed := bytes.Clone(file)
		changed[at] ^= 1
		all, err := pades.Verify(bytes.NewReader(changed), int64(len(changed)))
		if err == nil && len(all) > 0 && all[0].Integrity == report.Intact {
			t.Errorf("byte %d: %+v", at, all[0].Signature)
		}
	}
}

func FuzzVerify(f *testing.F) {
	file := signed(f)
	f.Add(file)
	f.Add([]byte(plain))
	f.Add(update(file, "1 0 R", "3 0 obj\n<</Type /Page /Annots [4 0 R]>>\nendobj\n"))
	f.Fuzz(func(_ *testing.T, file []byte) {
		_, _ = pades.Verify(bytes.NewReader(file), int64(len(file)))
	})
}
