// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cms_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/internal/signatures/cms"
	"pratica/internal/signatures/report"
	"pratica/testpeers/conformance"
)

// EU DSS prints a line for each signature and counter-signature: name, index,
// format, signer, digest, integrity of the value, of the references, claimed
// time, indication, sub-indication, counter-signature or not.
func TestAgreesWithDSS(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	said, err := os.ReadFile(filepath.Join(dir, "dss-6.3.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	ours := map[string][]report.Signature{}
	for _, line := range strings.Split(strings.TrimSpace(string(said)), "\n") {
		f := strings.Split(line, "\t")
		path := filepath.Join(dir, "cades", f[0])
		file, err := os.ReadFile(path)
		if err != nil || len(f) < 11 {
			continue
		}
		if ours[f[0]] == nil {
			m, err := cms.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Errorf("%s: %v", f[0], err)
				continue
			}
			ours[f[0]] = m.Verify(m.Digest)
		}
		compared++
		t.Run(f[0]+"/"+f[1], func(t *testing.T) { compare(t, f, ours[f[0]]) })
	}
	if compared < 25 {
		t.Errorf("only %d signatures were compared", compared)
	}
}

func compare(t *testing.T, f []string, all []report.Signature) {
	var i int
	if _, err := fmt.Sscan(f[1], &i); err != nil || i > len(all) {
		t.Fatalf("DSS finds signature %s, we have %d", f[1], len(all))
	}
	s := all[i-1]
	signer, claimed, counter := s.Signer.CommonName, "-", "-"
	if signer == "" {
		signer = "-"
	}
	if !s.Claimed.IsZero() {
		claimed = s.Claimed.UTC().Format("2006-01-02T15:04:05Z")
	}
	if s.Role == report.RoleCounter {
		counter = "counter-signature"
	}
	integrity, verdict := f[5], strings.ReplaceAll(f[8], "_", "-")
	if f[9] == string(report.SignedDataNotFound) || f[9] == string(report.NoSigningCertificate) {
		integrity = string(report.Unknown) // DSS says broken of what it cannot check
	}
	got := fmt.Sprint(s.Level, " ", signer, " ", s.Digest, " ", s.Integrity, " ", claimed, " ", s.Verdict, " ", s.Sub, " ", counter)
	want := fmt.Sprint(f[2], " ", f[3], " ", f[4], " ", integrity, " ", claimed, " ", verdict, " ", f[9], " ", f[10])
	if f[7] != claimed {
		t.Errorf("claimed %s, want %s", claimed, f[7])
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
