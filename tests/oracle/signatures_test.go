// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

//go:build oracle

package oracle

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
	"pratica/internal/signatures/validation"
	"pratica/testpeers/conformance"
	"pratica/testpeers/pki"
)

// opinion is what EU DSS says of one signature.
type opinion struct{ level, signer, integrity, verdict, sub, qualification string }

// ask lets EU DSS judge files, in one process.
func ask(t *testing.T, arguments ...string) map[string][]opinion {
	t.Helper()
	c := exec.Command("../../tools/oracle/run", append([]string{"Sign"}, arguments...)...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]opinion{}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		all[f[0]] = append(all[f[0]], nil...)
		if len(f) >= 9 {
			all[f[0]] = append(all[f[0]], opinion{f[2], f[3], f[4], f[5], f[6], f[7]})
		}
	}
	return all
}

// differences between EU DSS and us that are meant, by case.
var differences = map[string]string{
	"nobody-answers": `EN 319 102-1 §5.1.3, TRY_LATER: there is an address, and who stands behind it may answer another time. EU DSS says ` +
		`CERTIFICATE_CHAIN_GENERAL_FAILURE whether there is an address or not; a job tries again here only where that can help.`,
	"stranger-answers": "the same: what somebody else signed is no answer",
	"unknown-there":    "the same: an answer that knows nothing is none",
	"stamped-after-expiry": `EU DSS gives level B to a CAdES signature whose time stamp is younger than the certificate's end; we name what the signature ` +
		`carries (EN 319 122-1 §6.3), and judge the time stamp apart. The verdicts are the same.`,
}

// TestSignaturesOfTheWorld compares each file of testpeers/pki: verdict,
// sub-indication, qualification, level.
func TestSignaturesOfTheWorld(t *testing.T) {
	w, err := pki.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cases, err := w.Cases()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	arguments := []string{"--lists", w.URL + "/lists/EU.xml", write(t, dir, "signer.cer", w.IndexSigner().Raw), "--at", w.Now.Format(time.RFC3339)}
	for _, c := range cases {
		arguments = append(arguments, write(t, dir, c.Name, c.File))
	}
	theirs := ask(t, arguments...)
	trust := trustIn(t, w)
	same := 0
	for _, c := range cases {
		found, err := signatures.Inspect(t.Context(), bytes.NewReader(c.File), int64(len(c.File)), nil, trust)
		if err != nil {
			t.Fatal(err)
		}
		ours := ofReport(found)[0]
		if len(theirs[c.Name]) == 0 {
			t.Errorf("%s: EU DSS finds no signature", c.Name)
			continue
		}
		if theirs[c.Name][0] == ours {
			same++
			continue
		}
		reason := differences[strings.TrimSuffix(c.Name, filepath.Ext(c.Name))]
		if reason == "" {
			t.Errorf("%s:\n EU DSS %+v\n we     %+v", c.Name, theirs[c.Name][0], ours)
			continue
		}
		t.Logf("%s differs: EU DSS %+v, we %+v: %s", c.Name, theirs[c.Name][0], ours, reason)
	}
	t.Logf("%d of %d cases: EU DSS and we say the same", same, len(cases))
}

func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func trustIn(t *testing.T, w *pki.World) validation.Trust {
	t.Helper()
	index, err := w.ListOfLists()
	if err != nil {
		t.Fatal(err)
	}
	national, err := w.NationalList()
	if err != nil {
		t.Fatal(err)
	}
	lists, err := trustlist.ReadAll(index, national)
	if err != nil {
		t.Fatal(err)
	}
	return validation.Trust{
		Lists: lists, At: w.Now, Policy: validation.StandardPolicy(),
		Revocation: &revocation.Online{Client: http.DefaultClient, Now: func() time.Time { return w.Now }, Patience: 5 * time.Second},
	}
}

// ofReport puts our findings in the words of EU DSS.
func ofReport(r *report.Report) (all []opinion) {
	for _, s := range r.Signatures {
		if s.Role == report.RoleTimestamp {
			continue
		}
		o := opinion{s.Level, s.Signer.CommonName, string(s.Integrity), string(s.Verdict), string(s.Sub), s.Qualification}
		if o.integrity == "unknown" {
			o.integrity = "broken" // as EU DSS prints what it cannot check
		}
		all = append(all, o)
	}
	return all
}

// TestSignaturesOfOthers compares integrity, level and signer of the samples that
// nobody here made.
func TestSignaturesOfOthers(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	var files []string
	for _, folder := range []string{"cades", "pades", "xades", "asic"} {
		found, err := filepath.Glob(filepath.Join(dir, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	theirs := ask(t, files...)
	same, different := 0, 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		var ours []opinion
		if found, err := signatures.Inspect(t.Context(), bytes.NewReader(content), int64(len(content)), nil, validation.Trust{}); err == nil {
			ours = ofReport(found)
		}
		if alike(ours, theirs[name]) {
			same++
			continue
		}
		different++
		if samples[name] == "" {
			t.Errorf("%s:\n EU DSS %+v\n we     %+v", name, theirs[name], ours)
			continue
		}
		t.Logf("%s differs: %s", name, samples[name])
	}
	t.Logf("%d of %d files: EU DSS and we say the same", same, same+different)
}

// alike compares integrity, level and signer, whatever the order.
func alike(ours, theirs []opinion) bool {
	if len(ours) != len(theirs) {
		return false
	}
	left := append([]opinion(nil), theirs...)
	for _, o := range ours {
		found := false
		for i, each := range left {
			if each.level == o.level && each.integrity == o.integrity && each.signer == o.signer {
				left, found = append(left[:i], left[i+1:]...), true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// samples are the files of others on which we differ, with the reason.
var samples = map[string]string{}
