// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pki_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pratica/internal/signatures"
	"pratica/internal/signatures/report"
	"pratica/internal/signatures/revocation"
	"pratica/internal/signatures/trustlist"
	"pratica/internal/signatures/validation"
	"pratica/testpeers/pki"
)

var export = flag.String("export", "", "write the world's files into this folder and keep answering until interrupted")

func trustOf(t testing.TB, w *pki.World) validation.Trust {
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
		Lists: lists, At: w.Now, Policy: validation.StandardPolicy(), Memory: &validation.Memory{},
		Revocation: &revocation.Online{Client: http.DefaultClient, Now: func() time.Time { return w.Now }, Patience: 5 * time.Second},
	}
}

// TestCases judges every file of the world, and once more from the evidence
// alone, when nobody answers any more.
func TestCases(t *testing.T) {
	w, err := pki.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	cases, err := w.Cases()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 60 {
		t.Errorf("%d cases", len(cases))
	}
	trust := trustOf(t, w)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			found, err := signatures.Inspect(t.Context(), bytes.NewReader(c.File), int64(len(c.File)), nil, trust)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, c, found, w.Now)
			later := trust
			later.Revocation = revocation.ReadAll(found.Evidence.Statements)
			again, err := signatures.Inspect(t.Context(), bytes.NewReader(c.File), int64(len(c.File)), nil, later)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, c, again, w.Now)
		})
	}
	if *export != "" {
		exportWorld(t, w, cases)
	}
}

func compare(t *testing.T, c pki.Case, found *report.Report, now time.Time) {
	t.Helper()
	if string(found.Verdict) != c.Verdict || string(found.Sub) != c.Sub {
		t.Errorf("%s %s, want %s %s", found.Verdict, found.Sub, c.Verdict, c.Sub)
	}
	s := found.Signatures[0]
	if c.Qualification != "" && s.Qualification != c.Qualification {
		t.Errorf("qualification %s, want %s", s.Qualification, c.Qualification)
	}
	if stamped := s.Best.Before(now.Add(-time.Hour)) && !s.Best.IsZero(); stamped != c.Stamped {
		t.Errorf("best signature time %s", s.Best)
	}
}

// exportWorld writes what another validator needs, and answers it until the test
// is stopped.
func exportWorld(t *testing.T, w *pki.World, cases []pki.Case) {
	write := func(name string, content []byte, err error) {
		if err == nil {
			err = os.WriteFile(filepath.Join(*export, name), content, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	index, err := w.ListOfLists()
	write("EU.xml", index, err)
	national, err := w.NationalList()
	write("IT.xml", national, err)
	write("signer.cer", w.IndexSigner().Raw, nil)
	for _, c := range cases {
		write(c.Name, c.File, nil)
	}
	about, err := json.Marshal(map[string]string{"url": w.URL, "at": w.Now.Format(time.RFC3339)})
	write("world.json", about, err)
	for {
		if _, err := os.Stat(filepath.Join(*export, "stop")); err == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
}
