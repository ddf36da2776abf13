// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/delivery"
	"pratica/internal/forms"
	"pratica/tests/e2e"
)

// TestAfterTheFiling is an applicant whose case is open: they declare a change of
// income, change counsel, withdraw and take it back, put a term into the calendar and
// take a copy of everything along.
func TestAfterTheFiling(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "afterwards-"+lang, lang)
			c := s.filed("patrocinio-civile-famiglia", nil)
			marta := newApplicant(s.house, s.window("marta"), "handwritten")
			marta.openMail(delivery.Receipt)
			marta.Goto("/domanda/" + c.ID + "/")

			marta.does("declare_income", func() {
				marta.Fill(marta.question("declare_income", "income_year"), "2026")
				marta.Fill(marta.question("declare_income", "own_income"), marta.amount(900000))
				marta.Fill(marta.question("declare_income", "household_income"), marta.amount(1290000))
				marta.Fill(marta.question("declare_income", "change"), "Ho cambiato lavoro.")
			})
			marta.does("change_counsel", func() {
				marta.Fill(marta.question("change_counsel", "new_counsel_code"), lawyerCode)
				marta.Fill(marta.question("change_counsel", "new_counsel_name"), "Livia Difesa")
			})
			marta.does("withdraw", func() { marta.Fill(marta.question("withdraw", "reason"), "Accordo trovato.") })
			if !s.offers(c, "end_withdrawal") {
				t.Error("the office cannot take note of the withdrawal")
			}
			marta.does("keep_application", nothing)
			if s.offers(c, "end_withdrawal") {
				t.Error("the office can take note of a withdrawal that was taken back")
			}
			s.mail(martasMail, delivery.ActReceived, 4)
			marta.takesAlong(c.ID)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// offers says whether the secretariat may do something now.
func (s *staffed) offers(c casework.Case, action string) bool {
	s.t.Helper()
	return slices.ContainsFunc(s.view(c).Offers, func(o casework.Offer) bool { return o.Action == action })
}

// question is the label of what an act asks.
func (a *applicant) question(action, name string) string {
	a.t.Helper()
	known, _ := a.house.flow.Action(action)
	for _, ask := range known.Asks {
		if ask.Name == name {
			return ask.Label.In(a.lang)
		}
	}
	a.t.Fatalf("%s does not ask %s", action, name)
	return ""
}

// does opens an act of the party, is sent back without a confirmation, and does it.
func (a *applicant) does(action string, fill func()) {
	a.t.Helper()
	known, _ := a.house.flow.Action(action)
	label := known.Label.In(a.lang)
	a.Click(label)
	a.See(known.Explain.In(a.lang))
	fill()
	a.Click(label)
	a.See(a.say("problem.acts.unconfirmed"))
	a.Tick(a.say("acts.confirm", "act", label))
	a.Click(label)
	a.See(known.Done.In(a.lang))
}

// takesAlong gets the calendar file of a term and the copy of everything.
func (a *applicant) takesAlong(id string) {
	a.t.Helper()
	calendar, header := a.Download(a.Attribute(`a[href$="/termini/decision.ics"]`, "href"))
	term, _ := a.house.flow.Term("decision")
	text := strings.ReplaceAll(string(calendar), "\r\n ", "")
	if !strings.HasPrefix(header.Get("Content-Type"), "text/calendar") || !strings.Contains(text, term.Label.In(a.lang)) {
		a.t.Errorf("the calendar file: %s", calendar)
	}
	content, _ := a.Download(a.Attribute(`a[href$="/copia.zip"]`, "href"))
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	a.house.must("copy", err)
	names := ""
	for _, f := range z.File {
		names += f.Name + "\n"
	}
	for _, want := range []string{"/01_case_documents", "_signed_scan.pdf\n", ".json\n", "sha256.txt\n"} {
		if !strings.Contains(names, want) {
			a.t.Errorf("the copy of %s has no %q:\n%s", id, want, names)
		}
	}
}

// TestOneDraftAtTwoWindows is a draft that two people write at, each at a window of
// their own: what differs is shown to the second with the time, and is kept as they
// decide; who opens the mailed link again is where the draft was left.
func TestOneDraftAtTwoWindows(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, b, "windows-"+lang, lang)
			first, second := newApplicant(h, h.window("marta"), "handwritten"), newApplicant(h, h.window("paolo"), "handwritten")
			at := "/domanda/" + first.draft().ID + "/pagina/" + h.def.Pages[0].ID
			first.openMail(delivery.DraftLink)
			second.openMail(delivery.DraftLink)
			first.Goto(at)
			second.Goto(at)
			surname, name := first.label("surname"), first.label("name")
			first.Fill(surname, "Esempi-Bianchi")
			first.Click(first.say("applicant.form.later"))

			second.Fill(surname, "D’Àlì")
			second.Fill(name, "Noè")
			second.Click(second.say("applicant.form.later"))
			second.See("Esempi-Bianchi")
			if got := second.Value(surname); got != "D’Àlì" {
				t.Errorf("the box has %q, not what was typed", got)
			}
			second.Fill(surname, "Esempi-Bianchi")
			second.Click(second.say("applicant.form.later"))
			first.Goto(at)
			if got := first.Value(surname) + " " + first.Value(name); got != "Esempi-Bianchi Noè" {
				t.Errorf("the draft has %q", got)
			}
		})
	}
}

// label is that of a question of the form.
func (a *applicant) label(id string) string {
	a.t.Helper()
	for _, p := range a.def.Pages {
		for _, s := range p.Sections {
			for _, f := range s.Fields {
				if f.ID == id && f.Type == forms.Text {
					return f.Label.In(a.lang)
				}
			}
		}
	}
	a.t.Fatalf("the form does not ask %s", id)
	return ""
}
