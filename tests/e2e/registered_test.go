// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestPaper registers an application that was handed in four days ago, in both
// languages, up to the printed receipt. The case counts from that day; back at the
// desk the official is nobody's applicant any more.
func TestPaper(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "paper-"+lang, lang)
			carla, dario := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur")
			carla.enter()
			day := terms.DateOf(s.now()).AddDays(-4)
			carla.Goto("/ufficio/carta")
			carla.Select(s.say.T("office.paper.procedure"), s.def.Title.In(lang))
			carla.FillDate(s.say.T("office.paper.received"), day.String())
			carla.Fill(s.say.T("office.paper.postal"), "Via della Prova 1, 00000 Esempio")
			carla.Choose(s.say.T("office.paper.lang"), s.say.T("office.paper.lang_"+lang))
			carla.Click(s.say.T("office.paper.start"))
			desk := newApplicant(s.house, carla.Person, "handwritten")
			desk.fillAll()
			desk.attachRequired()
			desk.sign()
			desk.Click(s.say.T("applicant.sign.send"))
			code := desk.receipt(s.number(1))
			id := desk.id()

			carla.seesTheDay(s, code, id, day)
			if paper, _ := s.view(casework.Case{ID: id}).Case.Facts["paper"].(map[string]any); paper["received"] != day.String() || paper["by"] != s.holders[carla.name].ID {
				t.Errorf("the case says of its paper %v", paper)
			}
			dario.enter()
			dario.registersNoPaper()
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// seesTheDay finds the case with the day on which the paper came, and the
// applicant's page closed.
func (o *official) seesTheDay(s *staffed, code, id string, day terms.Date) {
	o.t.Helper()
	o.Goto("/domanda/" + id)
	o.See(code)
	o.list()
	o.See(code)
	o.Goto("/domanda/" + id)
	o.See(s.say.T("problem.gate.not_opened"))
	o.open(code)
	o.See(s.say.Date(day))
}

// registersNoPaper: who receives no cases finds the page in no menu, nor by its
// address.
func (o *official) registersNoPaper() {
	o.t.Helper()
	o.list()
	if o.Has(`header a[href="/ufficio/carta"]`) {
		o.t.Error("the rapporteur's menu has the page of paper")
	}
	o.Goto("/ufficio/carta")
	o.See(o.house.say.T("problem.gate.forbidden"))
}
