// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pratica/testpeers/conformance"
)

// answer is what the contract of "inspect --json" says.
type answer struct {
	Kind       string   `json:"kind"`
	Verdict    string   `json:"verdict"`
	Sub        string   `json:"sub_indication"`
	Warnings   []string `json:"warnings"`
	Signatures []struct {
		Integrity string   `json:"integrity"`
		Sub       string   `json:"sub_indication"`
		Warnings  []string `json:"warnings"`
	} `json:"signatures"`
}

func (a answer) all(integrity string) bool {
	for _, s := range a.Signatures {
		if s.Integrity != integrity {
			return false
		}
	}
	return len(a.Signatures) > 0
}

func (a answer) has(integrity string) bool {
	for _, s := range a.Signatures {
		if s.Integrity == integrity {
			return true
		}
	}
	return false
}

func (a answer) says(sub string) bool {
	for _, s := range a.Signatures {
		if s.Sub == sub {
			return true
		}
	}
	return a.Sub == sub
}

func (a answer) warns() bool {
	for _, s := range a.Signatures {
		if len(s.Warnings) > 0 {
			return true
		}
	}
	return len(a.Warnings) > 0
}

// judge says whether an answer is right for what the table says of a file. The
// rules are those that stand beside the table.
func judge(want string, code int, a answer) bool {
	open, failed := a.Verdict == "INDETERMINATE", a.Verdict == "TOTAL-FAILED"
	switch {
	case strings.Contains(want, "annotation added"):
		return a.has("intact") && a.warns()
	case strings.HasPrefix(want, "valid"):
		return a.all("intact") && open && a.says("NO_CERTIFICATE_CHAIN_FOUND")
	case strings.HasPrefix(want, "1 valid, 1 invalid"):
		return a.has("intact") && a.has("broken") && failed
	case strings.HasPrefix(want, "invalid"), strings.Contains(want, "altered"):
		if a.says("SIGNED_DATA_NOT_FOUND") {
			return !a.has("intact") && open
		}
		return (a.has("broken") || a.says("FORMAT_FAILURE")) && failed
	case strings.Contains(want, "ATTACK"), strings.Contains(want, "page added"):
		return failed || open && (a.warns() || !a.has("intact"))
	case strings.Contains(want, "as-received"):
		return failed || open && a.warns()
	case strings.HasPrefix(want, "no data"), strings.HasPrefix(want, "not checkable"), strings.HasPrefix(want, "a signed document is missing"):
		return (open || failed) && (!a.all("intact") || a.warns())
	case strings.HasPrefix(want, "unparsable"), strings.HasPrefix(want, "hostile"):
		return code == exitUnreadable || a.Verdict != "TOTAL-PASSED"
	case strings.HasPrefix(want, "container not conformant"):
		return failed || a.warns()
	case want == "-":
		return code == exitUnreadable || a.Verdict == "NO_SIGNATURE_FOUND" || a.Kind == "none" || a.Kind == "timestamp"
	}
	return false
}

// TestInspectAgreesWithTheTable runs the command over every sample.
func TestInspectAgreesWithTheTable(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	f, err := os.Open(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma, table.LazyQuotes, table.FieldsPerRecord = '\t', true, -1
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	crypto, data := slices.Index(rows[0], "crypto"), slices.Index(rows[0], "data_file")
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			args := []string{"inspect", "--offline", "--json"}
			file := filepath.Join(dir, filepath.FromSlash(row[0]))
			if row[data] != "" {
				args = append(args, "--data", filepath.Join(filepath.Dir(file), filepath.Base(row[data])))
			}
			var out, errs bytes.Buffer
			code := run(t.Context(), append(args, file), &out, &errs)
			var a answer
			if code == exitDone {
				if err := json.Unmarshal(out.Bytes(), &a); err != nil {
					t.Fatal(err)
				}
			}
			if code != exitDone && code != exitUnreadable || !judge(row[crypto], code, a) {
				t.Errorf("%s: exit %d\n%s%s", row[crypto], code, &out, &errs)
			}
		})
	}
	if len(rows) < 60 {
		t.Errorf("only %d rows", len(rows))
	}
}

// What is no signed file has an answer too, and what cannot be read a reason.
func TestInspectOtherFiles(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name, content string
		code          int
		says          string
	}{
		{"nota.txt", "una nota", exitDone, "nessuna firma"},
		{"vuoto.pdf", "", exitDone, "nessuna firma"},
		{"rotto.p7m", "0\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0", exitUnreadable, "rotto.p7m"},
		{"rotto.pdf", "%PDF-1.7\nniente", exitUnreadable, "rotto.pdf"},
	} {
		file := filepath.Join(dir, c.name)
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{"inspect", file}, &out, &errs); code != c.code || !strings.Contains(out.String()+errs.String(), c.says) {
			t.Errorf("%s: exit %d\n%s%s", c.name, code, &out, &errs)
		}
	}
}

// A real Italian file, judged by the Italian list of some years later at the time of its
// signing: two of its three certificates are qualified, the third is a health card.
func TestInspectByTrustedList(t *testing.T) {
	dir := conformance.Path(t, "signatures")
	list, file := filepath.Join(dir, "tsl", "IT.xml"), filepath.Join(dir, "cades", "FD1_FD2_FEA.pdf.p7m")
	ask := func(args ...string) (a struct {
		Signatures []struct {
			Sub           string `json:"sub_indication"`
			Qualification string `json:"qualification"`
		} `json:"signatures"`
	}) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(t.Context(), append([]string{"inspect", "--json", "--offline", "--trust", list}, args...), &out, &errs); code != exitDone {
			t.Fatalf("exit %d: %s", code, &errs)
		}
		if err := json.Unmarshal(out.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	then := ask("--at", "2015-08-20T10:00:00Z", file).Signatures
	late := ask("--at", "2035-08-20T10:00:00Z", file).Signatures
	for i, want := range []struct{ qualification, then, late string }{
		{"Indeterminate QESig", "TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{"Indeterminate QESig", "TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE"},
		{"N/A", "NO_CERTIFICATE_CHAIN_FOUND", "NO_CERTIFICATE_CHAIN_FOUND"},
	} {
		if then[i].Qualification != want.qualification || then[i].Sub != want.then || late[i].Sub != want.late {
			t.Errorf("signature %d: %+v, late %+v; want %+v", i+1, then[i], late[i], want)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"inspect", "--trust", file, file}, &out, &errs); code != exitFailed || errs.Len() == 0 {
		t.Errorf("a list that is none: exit %d, %s", code, &errs)
	}
}
