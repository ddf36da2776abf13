// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pades_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pratica/internal/signatures/pades"
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
		document, err := os.ReadFile(filepath.Join(dir, "pades", f[0]))
		if err != nil || len(f) < 11 {
			continue
		}
		compared++
		t.Run(f[0]+"/"+f[1], func(t *testing.T) {
			found, err := pades.Verify(bytes.NewReader(document), int64(len(document)))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, f, found)
		})
	}
	if compared < 10 {
		t.Errorf("only %d signatures were compared", compared)
	}
}

// stricter are the files of which we say more than DSS, with the reason.
var stricter = map[string]string{
	"hide.pdf": "TOTAL-FAILED FORMAT_FAILURE", // what a signed page shows was replaced after signing
}

// compare looks for the signature with the claimed time that DSS prints: its
// order is that of the form's fields, ours that of the revisions.
func compare(t *testing.T, f []string, all []pades.Signature) {
	i := slices.IndexFunc(all, func(s pades.Signature) bool {
		return s.Role == report.RoleSignature && s.Claimed.UTC().Format("2006-01-02T15:04:05Z") == f[7]
	})
	if i < 0 {
		t.Fatalf("no signature of %s among %d", f[7], len(all))
	}
	s := all[i]
	integrity := f[5]
	if f[6] == "references-broken" && integrity == string(report.Intact) {
		integrity = string(report.Broken) // DSS speaks of the value alone
	}
	verdict := strings.ReplaceAll(f[8], "_", "-") + " " + f[9]
	if more := stricter[f[0]]; more != "" {
		verdict = more
	}
	got := fmt.Sprint(s.Level, " ", s.Signer.CommonName, " ", s.Digest, " ", s.Integrity, " ", s.Verdict, " ", s.Sub)
	want := fmt.Sprint(f[2], " ", f[3], " ", f[4], " ", integrity, " ", verdict)
	if got != want {
		t.Errorf("got  %s\nwant %s\nwarnings %v", got, want, s.Warnings)
	}
}
