// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestAnswerOnPaper: the secretary records an answer that was handed in, with its
// file, and takes back a request that nobody needs to answer.
func TestAnswerOnPaper(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "paper-answer-"+lang, lang)
			carla := s.employ("Carla Segreti", "secretary")
			answered, needless := s.filed("patrocinio-civile-famiglia", nil), s.filed("patrocinio-civile-sola", nil)
			for _, c := range []casework.Case{answered, needless} {
				s.do(carla.name, c.ID, "take_charge", "code", c.Code)
				s.do(carla.name, c.ID, "check", "point.signature", "failed")
				s.do(carla.name, c.ID, "request_integration")
			}
			carla.enter()
			carla.recordsAnswer(s, answered)
			carla.takesBackRequest(s, needless)
		})
	}
}

// recordsAnswer forgets the point first. What was typed stays: it is not typed again.
func (o *official) recordsAnswer(s *staffed, c casework.Case) {
	o.t.Helper()
	say := s.say
	point, _ := s.flow.Point("signature")
	about := point.Label.In(say.Lang())
	o.open(c.Code)
	o.act("register_answer", func() {
		o.FillDate(o.field("answer_arrived"), terms.DateOf(s.now()).String())
		o.Choose(o.field("answer_means"), say.T("workflow.choice.answer_desk"))
		o.Fill(o.field("answer_from"), "Ada Esempio")
		o.Choose(about, say.T("kit.no"))
		o.Click(o.action("register_answer"))
		o.See(say.T("problem.casework.no_point_answered"))
		o.Choose(about, say.T("kit.yes"))
		o.Attach(o.field("answer_letter"), paper(s.house, "lettera.pdf", "La lettera di prova"))
	})
	o.See(say.T("office.integration.arrived", "means", say.T("workflow.choice.answer_desk"), "date", terms.DateOf(s.now()), "from", "Ada Esempio"))
	o.See(say.T("papers.slot_answer"))
	if v := s.view(c); v.Case.State != "in_charge" || v.Integrations[0].State != casework.IntegrationAnswered || len(v.Integrations[0].Answer.Files) != 1 {
		o.t.Errorf("in %s: %+v", v.Case.State, v.Integrations[0])
	}
}

func (o *official) takesBackRequest(s *staffed, c casework.Case) {
	o.t.Helper()
	o.open(c.Code)
	o.act("withdraw_request", func() { o.Fill(o.field("withdraw_request_reason"), "Il documento c'era.") })
	o.See(s.say.T("office.integration.withdrawn"))
	if v := s.view(c); v.Case.State != "in_charge" || v.Integrations[0].State != casework.IntegrationWithdrawn {
		o.t.Errorf("in %s: %+v", v.Case.State, v.Integrations[0])
	}
}
