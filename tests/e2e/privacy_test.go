// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"testing"

	"pratica/internal/privacy"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestPersonsFile is a person who asks which data the body has: an administrator looks
// for them, has the copy made, hands it over and closes the request.
func TestPersonsFile(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "privacy-"+lang, lang)
			c := s.filed("patrocinio-civile-sola", nil)
			var typed struct {
				TaxCode string `json:"tax_code"`
			}
			s.must("answers", json.Unmarshal(s.answers("patrocinio-civile-sola", nil), &typed))
			amelia := (&official{account: s.chief, name: "Amelia Prova"}).enter()
			amelia.asksFor(typed.TaxCode, terms.DateOf(s.now()))
			amelia.handsOver(s, c.Code, typed.TaxCode)
		})
	}
}

// asksFor looks a person up, after a tax code that is none, and has the copy made.
func (o *official) asksFor(code string, day terms.Date) {
	o.t.Helper()
	say := o.house.say
	o.Goto("/amministrazione/")
	// The foot of the page has a link of the same name.
	o.Goto("/amministrazione/privacy")
	o.See(say.T("privacy.none"))
	o.Fill(say.T("privacy.name"), "Ada Prova")
	o.Fill(say.T("privacy.tax_code"), "ABC")
	o.FillDate(say.T("privacy.asked_on"), day.String())
	o.Choose(say.T("privacy.files"), say.T("kit.yes"))
	o.Click(say.T("privacy.look"))
	o.See(say.T("problem.privacy.tax_code"))
	o.Fill(say.T("privacy.tax_code"), code)
	o.Click(say.T("privacy.look"))
	o.See(say.T("privacy.found.own", "count", 1))
	o.Figure("privacy-ricerca")
	o.Click(say.T("privacy.confirm"))
	o.See(say.Date(day.AddMonths(1)))
}

// handsOver waits for the copy, reads it, and closes the request.
func (o *official) handsOver(s *staffed, code, taxCode string) {
	o.t.Helper()
	say, at := s.say, o.Path()
	s.eventually("the copy is ready", func() bool {
		r, err := s.app.Privacy.Request(o.t.Context(), s.boss, path.Base(at))
		return err == nil && r.State == privacy.Ready
	})
	o.Goto(at)
	o.See(say.T("privacy.download"))
	o.Figure("privacy-richiesta")
	body, _ := o.Download(at + "/copia.zip")
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	s.must("copy", err)
	data, err := fs.ReadFile(z, code+"/dati.txt")
	s.must("copy", err)
	if !strings.Contains(string(data), taxCode) {
		o.t.Errorf("the copy does not name the person")
	}
	o.Fill(say.T("privacy.reason"), "Molte pratiche da leggere")
	o.Click(say.T("privacy.extend_submit"))
	o.See(say.T("privacy.extended_done"))
	o.Click(say.T("privacy.answer_submit"))
	o.See(say.T("privacy.answered_done"))
	o.Miss(say.T("privacy.download"))
	o.Goto("/amministrazione/privacy")
	o.See(say.T("privacy.state_answered"))
}
