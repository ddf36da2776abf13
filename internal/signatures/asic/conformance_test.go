// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package asic_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/signatures/asic"
	"pratica/internal/signatures/report"
	"pratica/testpeers/conformance"
)

// See the test of the same name in package cms for the columns.
func TestAgreesWithDSS(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	said, err := os.ReadFile(filepath.Join(dir, "dss-6.3.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, line := range strings.Split(strings.TrimSpace(string(said)), "\n") {
		f := strings.Split(line, "\t")
		document, err := os.ReadFile(filepath.Join(dir, "asic", f[0]))
		if err != nil || len(f) < 11 {
			continue
		}
		compared++
		t.Run(f[0]+"/"+f[1], func(t *testing.T) {
			found, err := asic.Verify(bytes.NewReader(document), int64(len(document)))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, f, found.Signatures)
		})
	}
	if compared < 10 {
		t.Errorf("only %d signatures were compared", compared)
	}
}

func compare(t *testing.T, f []string, all []report.Signature) {
	var i int
	if _, err := fmt.Sscan(f[1], &i); err != nil || i > len(all) {
		t.Fatalf("DSS finds signature %s, we have %d", f[1], len(all))
	}
	s := all[i-1]
	integrity := f[5]
	if f[9] == string(report.SignedDataNotFound) {
		integrity = string(report.Unknown) // DSS says broken, or intact of the value alone
	}
	if f[6] == "references-broken" && integrity == string(report.Intact) {
		integrity = string(report.Broken) // DSS speaks of the value alone
	}
	got := fmt.Sprint(s.Level, " ", s.Signer.CommonName, " ", s.Digest, " ", s.Integrity, " ", s.Verdict, " ", s.Sub)
	want := fmt.Sprint(f[2], " ", f[3], " ", f[4], " ", integrity, " ", strings.ReplaceAll(f[8], "_", "-"), " ", f[9])
	if claimed := s.Claimed.UTC().Format("2006-01-02T15:04:05Z"); claimed != f[7] {
		t.Errorf("claimed %s, want %s", claimed, f[7])
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
