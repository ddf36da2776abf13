// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/lots"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestLotsAndStatistics sends what was decided, in both languages. The month of the
// tax agency is closed by the program and has the admissions alone; those of the
// judges are closed by hand and have every outcome. Then the year is counted.
func TestLotsAndStatistics(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "lots-"+lang, lang)
			s.allowNoSeat()
			carla, dario, franca := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur"), s.employ("Franca Consiglio", "board")
			decide := func(sample, seat, outcome string) casework.Case {
				changes := map[string]any{"authority": "court", "authority_seat": seat}
				if seat == "" {
					changes["authority_seat"] = nil
				}
				return s.decided(carla.name, dario.name, franca.name, s.filed(sample, changes), outcome)
			}
			admitted := decide("patrocinio-civile-famiglia", "Verona", "admitted")
			foreign := decide("patrocinio-civile-straniera", "Padova", "admitted")
			refused := decide("patrocinio-civile-oltre", "Verona", "not_admitted")
			nowhere := decide("patrocinio-civile-sola", "", "inadmissible")
			s.filed("patrocinio-civile-sola", nil) // still to be decided
			s.eventually("the lots know", func() bool { return s.waiting("court") == 4 })
			year, _, _ := terms.DateOf(s.now()).Date()

			franca.enter()
			franca.countsTheYear(s, year, map[string]int64{"filed": 5, "admitted": 2, "not_admitted": 1, "inadmissible": 1, "women": 2, "foreigners": 1})

			s.wait(40 * 24 * time.Hour)
			s.must("scheduled lots", s.app.Lots.CloseDue(t.Context()))
			carla.enter()
			tax := carla.readsTheScheduled(s, admitted, foreign)
			carla.writesTheMissing(nowhere, "Tribunale - Trento")
			verona := carla.closesByHand(s, "Tribunale - Verona", admitted, refused)
			carla.unpacks(verona, map[string]string{admitted.Code: s.outcomeIn("admitted"), refused.Code: s.outcomeIn("not_admitted")})
			carla.unpacks(tax, map[string]string{admitted.Code: s.outcomeIn("admitted"), foreign.Code: s.outcomeIn("admitted")})
			carla.recordsTheSending(verona)

			s.annul(admitted)
			s.eventually("the withdrawal is due", func() bool { return s.waiting("tax_office") == 1 })
			carla.sendsTheSupplement(s, verona, admitted)
			dario.enter()
			dario.mayNot(verona)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// outcomeIn is an outcome as the recipients read it.
func (s *staffed) outcomeIn(name string) string {
	known, _ := s.flow.Outcome(name)
	return known.Label.In("it")
}

// allowNoSeat publishes a version of legal aid that does not ask for the seat of
// the court, so that a case may name no recipient.
func (s *staffed) allowNoSeat() {
	s.t.Helper()
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	s.must("definition", err)
	const seat = "example: {it: Verona, en: Verona}\n              required: "
	changed := strings.NewReplacer(seat+"true", seat+"false", `version: "2026.1"`, `version: "2026.1-senza-sede"`).Replace(string(source))
	if changed == string(source) {
		s.t.Fatal("house: the definition has another shape")
	}
	_, err = s.app.ImportProcedure(s.t.Context(), []byte(changed), true)
	s.must("definition", err)
	s.def, err = s.app.Forms.Published(s.t.Context(), s.def.Slug)
	s.must("definition", err)
}

// waiting counts what waits for the lots of a kind.
func (s *staffed) waiting(kind string) int {
	s.t.Helper()
	kinds, err := s.app.Lots.Kinds(s.t.Context())
	s.must("kinds", err)
	n := 0
	for _, k := range kinds {
		if k.Name == kind {
			groups, err := s.app.Lots.Waiting(s.t.Context(), lots.Key{Procedure: k.Procedure, Kind: k.Name})
			s.must("waiting", err)
			for _, g := range groups {
				n += g.First + g.Corrections
			}
		}
	}
	return n
}

// readsTheScheduled finds the lot of the tax agency closed, with admissions alone,
// and gives its address.
func (o *official) readsTheScheduled(s *staffed, cases ...casework.Case) string {
	o.t.Helper()
	say := s.say
	o.Click(say.T("lots.title"))
	o.See(s.def.Title.In(say.Lang()))
	o.Miss("(" + s.def.Slug + ")")
	o.See(say.T("lots.scheduled_month"))
	o.Figure("lotti-elenco")
	o.Click(say.T("lots.see_closed") + " " + s.lotLabel("tax_office"))
	o.See(say.T("lots.to_send"))
	o.Click(o.Text("table tbody a"))
	o.holds(cases)
	return o.Path()
}

func (s *staffed) lotLabel(name string) string {
	s.t.Helper()
	kinds, err := s.app.Lots.Kinds(s.t.Context())
	s.must("kinds", err)
	for _, k := range kinds {
		if k.Name == name {
			return k.Label.In(s.say.Lang())
		}
	}
	return ""
}

// holds wants these cases in the lot that is open, and no others.
func (o *official) holds(cases []casework.Case) {
	o.t.Helper()
	listed := codeShape.FindAllString(o.Text("table"), -1)
	want := []string{}
	for _, c := range cases {
		want = append(want, c.Code)
	}
	slices.Sort(listed)
	slices.Sort(want)
	if !slices.Equal(listed, want) {
		o.t.Errorf("the lot has %v, want %v", listed, want)
	}
}

// writesTheMissing gives a recipient to the case that names none.
func (o *official) writesTheMissing(c casework.Case, recipient string) {
	o.t.Helper()
	say := o.house.say
	o.Goto("/ufficio/lotti")
	o.Click(say.T("lots.missing"))
	o.See(c.Code)
	o.Click(say.T("lots.write_recipient") + " " + c.Code)
	o.See(say.T("problem.lots.no_recipient"))
	o.Fill(say.T("lots.recipient_of", "code", c.Code), recipient)
	o.Click(say.T("lots.write_recipient") + " " + c.Code)
	o.See(say.T("lots.none_missing"))
	o.Goto("/ufficio/lotti")
	o.See(recipient)
}

// closesByHand tries up to today, which is not over, and closes up to yesterday.
func (o *official) closesByHand(s *staffed, recipient string, cases ...casework.Case) string {
	o.t.Helper()
	say := s.say
	o.Goto("/ufficio/lotti")
	o.Click(recipient)
	o.See(say.T("lots.closing_lead"))
	today := terms.DateOf(s.now())
	o.FillDate(say.T("lots.up_to"), today.String())
	o.Click(say.T("lots.forecast_again"))
	o.Click(say.T("lots.close"))
	o.See(say.T("problem.lots.not_over", "today", today))
	o.FillDate(say.T("lots.up_to"), today.AddDays(-1).String())
	o.Click(say.T("lots.forecast_again"))
	o.See(say.T("lots.would_send", "first", len(cases), "corrections", 0, "to", today.AddDays(-1)))
	o.Click(say.T("lots.close"))
	o.See(say.T("lots.was_closed", "count", 1, "number", "2/"+today.String()[:4]))
	o.holds(cases)
	at := o.Path()
	o.Goto("/ufficio/lotti")
	o.Miss(recipient)
	o.open(cases[0].Code)
	o.See(say.T("lots.of_case"))
	return at
}

// packed is the part of a manifest that this test reads.
type packed struct {
	List struct {
		SHA256 string `json:"sha256"`
	} `json:"list"`
	Cases []struct {
		Code, Outcome string
		Withdrawn     bool
		Files         []struct {
			Name   string `json:"name"`
			SHA256 string `json:"sha256"`
		}
	}
}

// unpacks compares the archive with what the page and the manifest say: outcomes by
// the code of their case.
func (o *official) unpacks(lot string, outcomes map[string]string) packed {
	o.t.Helper()
	o.Goto(lot)
	page := o.Text("main")
	body, _ := o.Download(lot + "/archivio")
	again, _ := o.Download(lot + "/archivio")
	if !bytes.Equal(body, again) {
		o.t.Error("two downloads of a lot differ")
	}
	files := o.unzip(body)
	manifest := files["manifest.json"]
	if !strings.Contains(page, sum(manifest)) {
		o.t.Error("the page shows another hash than that of the manifest")
	}
	for line := range strings.Lines(string(files["SHA256SUMS"])) {
		digest, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if sum(files[name]) != digest {
			o.t.Errorf("%s is not as SHA256SUMS says", name)
		}
	}
	var m packed
	o.house.must("manifest", json.Unmarshal(manifest, &m))
	if m.List.SHA256 != sum(files["elenco.csv"]) || len(m.Cases) != len(outcomes) {
		o.t.Errorf("the manifest has %d cases, want %d, or another list", len(m.Cases), len(outcomes))
	}
	for _, c := range m.Cases {
		if outcomes[c.Code] != c.Outcome {
			o.t.Errorf("%s: outcome %q, want %q", c.Code, c.Outcome, outcomes[c.Code])
		}
		if len(c.Files) != 1 && !c.Withdrawn {
			o.t.Errorf("%s: %d files", c.Code, len(c.Files))
		}
		for _, f := range c.Files {
			if sum(files[f.Name]) != f.SHA256 || !bytes.HasPrefix(files[f.Name], []byte("%PDF-")) {
				o.t.Errorf("%s is not the file of the manifest", f.Name)
			}
		}
	}
	return m
}

func (o *official) unzip(body []byte) map[string][]byte {
	o.t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	o.house.must("zip", err)
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		o.house.must(f.Name, err)
		files[f.Name], err = io.ReadAll(r)
		o.house.must(f.Name, err)
	}
	return files
}

func sum(b []byte) string {
	digest := sha256.Sum256(b)
	return hex.EncodeToString(digest[:])
}

// recordsTheSending writes how the lot went, after a form that says nothing.
func (o *official) recordsTheSending(lot string) {
	o.t.Helper()
	say := o.house.say
	o.Goto(lot)
	o.See(say.T("lots.not_sent_text"))
	o.Click(say.T("lots.record"))
	o.See(say.T("problem.lots.bad_day"))
	o.FillDate(say.T("lots.sent_on"), terms.DateOf(o.house.now()).String())
	o.Select(say.T("lots.means"), say.T("lots.means_pec"))
	o.Fill(say.T("lots.protocol"), "4711/2026")
	o.Click(say.T("lots.record"))
	o.Miss(say.T("lots.not_sent_text"))
	o.See("4711/2026")
	o.See(o.name)
	o.Figure("lotti-trasmissione")
}

// annul ends a case by its code; its recipients have to hear of it.
func (s *staffed) annul(c casework.Case) {
	s.t.Helper()
	_, err := s.app.Casework.Annul(s.t.Context(), casework.Actor{Kind: audit.Admin, ID: s.boss.Account, Roles: s.boss.Roles}, c.Code, "Registrata due volte.", 0)
	s.must("annul", err)
}

// sendsTheSupplement closes what takes the annulled case back, and finds the lot
// that was closed as it was.
func (o *official) sendsTheSupplement(s *staffed, closed string, c casework.Case) {
	o.t.Helper()
	say := s.say
	before, _ := o.Download(closed + "/archivio")
	o.Goto("/ufficio/lotti")
	o.Click("Agenzia delle entrate")
	o.See(say.T("lots.would_send", "first", 0, "corrections", 1, "to", lots.PeriodEnd("month", terms.DateOf(s.now()))))
	o.See(say.T("lots.withdrawn"))
	o.Click(say.T("lots.close"))
	o.See(say.T("lots.supplement"))
	m := o.unpacks(o.Path(), map[string]string{c.Code: s.outcomeIn("admitted")})
	if !m.Cases[0].Withdrawn {
		o.t.Errorf("the supplement does not withdraw: %+v", m)
	}
	if after, _ := o.Download(closed + "/archivio"); !bytes.Equal(before, after) {
		o.t.Error("a closed lot changed")
	}
	o.Goto("/ufficio/pratiche/" + c.ID) // it is over, and no longer in the list
	o.See(say.T("lots.withdrawn"))
}

// mayNot opens neither lots nor statistics: to this role they are not there.
func (o *official) mayNot(lot string) {
	o.t.Helper()
	say := o.house.say
	o.Goto(lot)
	o.See(say.T("problem.lots.not_found"))
	o.Goto("/ufficio/lotti")
	o.See(say.T("lots.no_kinds"))
	o.Goto("/ufficio/statistiche")
	o.See(say.T("statistics.none"))
}

// countsTheYear reads table, chart and file of the year: all say the same, and what
// is known of the cases.
func (o *official) countsTheYear(s *staffed, year int, want map[string]int64) {
	o.t.Helper()
	say := s.say
	kinds, err := s.app.Reports.Statistics(o.t.Context())
	s.must("statistics", err)
	label := kinds[0].Label.In(say.Lang())
	o.Click(say.T("statistics.title"))
	o.See(label + " (" + s.def.Title.In(say.Lang()) + ")")
	s.quiet() // the cases are counted
	o.Click(label)
	file, _ := o.Download(o.Attribute(`a[download]`, "href"))
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	s.must("file", err)
	table, chart := o.Text("table"), o.Text("figure")
	for _, count := range kinds[0].Counts {
		n, known := want[count.Name]
		if !known {
			continue
		}
		name := count.Label.In(say.Lang())
		at := slices.IndexFunc(rows, func(row []string) bool { return row[0] == name })
		if at < 0 || rows[at][2] != strconv.FormatInt(n, 10) {
			o.t.Errorf("%s: the file says %v, want %d", name, rows, n)
		}
		if !strings.Contains(table, name) || !strings.Contains(chart, name) {
			o.t.Errorf("%s: not in the table, or not in the chart", name)
		}
	}
	o.Figure("statistica")
}
