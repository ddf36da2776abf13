// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestSittingChanged: a sitting on the wrong day is corrected, one that is not held
// is cancelled, and a resolution that was written over another agenda is stopped
// with what was typed.
func TestSittingChanged(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "sitting-changed-"+lang, lang)
			carla, dario, franca := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur"), s.employ("Franca Consiglio", "board")
			one := s.proposed(carla.name, dario.name, s.filed("patrocinio-civile-famiglia", nil), "admitted")
			two := s.proposed(carla.name, dario.name, s.filed("patrocinio-civile-sola", nil), "admitted")
			franca.enter()
			franca.cancels(s, one)
			franca.correctsTheDay(s, one)
			franca.resolvesOverAChangedAgenda(s, one, two)
			franca.writesAttendance(s)
		})
	}
}

// prepares makes a sitting on a day, with a case on its agenda.
func (o *official) prepares(s *staffed, day terms.Date, c casework.Case) {
	o.t.Helper()
	o.Goto("/ufficio/sedute")
	o.FillDate(s.say.T("sittings.day"), day.String())
	o.Fill(s.say.T("sittings.held_at"), "Aula 2")
	o.Click(s.say.T("sittings.make"))
	o.See(s.say.T("sittings.empty_text"))
	o.Fill(s.say.T("sittings.place_of", "code", c.Code), "1")
	o.Click(s.say.T("sittings.save_agenda"))
	o.See(s.say.T("sittings.arranged"))
}

func (o *official) cancels(s *staffed, c casework.Case) {
	o.t.Helper()
	o.prepares(s, terms.DateOf(s.now()), c)
	o.Press(s.say.T("sittings.cancel"))
	o.Click(s.say.T("sittings.do_cancel"))
	o.See(s.say.T("problem.casework.required"))
	o.Fill(s.say.T("sittings.why_cancel"), "Manca il numero legale")
	o.Click(s.say.T("sittings.do_cancel"))
	o.See(s.say.T("sittings.did_cancel"))
	o.See("Manca il numero legale")
	o.See(s.say.T("sittings.cancelled_text"))
}

// correctsTheDay finds that nothing is recorded before the day.
func (o *official) correctsTheDay(s *staffed, c casework.Case) {
	o.t.Helper()
	today := terms.DateOf(s.now())
	o.prepares(s, today.AddDays(7), c)
	o.See(s.say.T("sittings.to_come"))
	o.Press(s.say.T("sittings.correct"))
	o.FillDate(s.say.T("sittings.day"), today.String())
	o.Fill(s.say.T("sittings.why_correct"), "Il giorno era sbagliato")
	o.Click(s.say.T("sittings.save_plan"))
	o.See(s.say.T("sittings.did_correct"))
	o.See(s.say.LongDate(today))
}

func (o *official) resolvesOverAChangedAgenda(s *staffed, one, two casework.Case) {
	o.t.Helper()
	say, sitting := s.say, id(o.Path())
	o.Click(say.T("sittings.resolve"))
	o.Fill(say.T("workflow.field.resolution_number"), "31")
	o.Fill(say.T("workflow.field.presided"), "Avv. Franca Consiglio")
	o.Fill(say.T("sittings.vote_of", "code", one.Code), "all'unanimità")
	err := s.app.Sittings.Arrange(o.t.Context(), s.holders["Franca Consiglio"], sitting, []string{one.ID, two.ID})
	s.must("a colleague adds a case", err)
	o.Click(say.T("sittings.record"))
	o.See(say.T("problem.casework.agenda_changed", "code", two.Code))
	o.Fill(say.T("sittings.vote_of", "code", two.Code), "a maggioranza")
	o.Click(say.T("sittings.record"))
	o.See(say.T("sittings.was_resolved", "number", "31"))
	book, err := s.app.Sittings.Get(o.t.Context(), s.holders["Franca Consiglio"], sitting)
	s.must("agenda", err)
	for i, vote := range []string{"all'unanimità", "a maggioranza"} {
		if item := book.Agenda[i]; item.Vote != vote || item.Number != "31" || item.Who == "" {
			o.t.Errorf("row %d: %+v", i+1, item)
		}
	}
}

func (o *official) writesAttendance(s *staffed) {
	o.t.Helper()
	o.Fill(s.say.T("sittings.present"), "Avv. Uno, Avv. Due")
	o.Fill(s.say.T("sittings.wrote"), "Avv. Quattro")
	o.Click(s.say.T("sittings.save_attendance"))
	o.See(s.say.T("sittings.did_attend"))
	o.See("Avv. Uno, Avv. Due")
	o.Click(s.say.T("sittings.title"))
	o.See(s.say.T("sittings.cancelled"))
}
