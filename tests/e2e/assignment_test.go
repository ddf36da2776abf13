// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestAssignment gives cases to rapporteurs by the rule, in both languages: the
// order of the roll that the office chose, the fewest cases, who abstains, who is
// away and who is excluded. Each time the case says why.
func TestAssignment(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "assignment-"+lang, lang)
			carla, dario, elena := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur"), s.employ("Elena Relatrice", "rapporteur")
			amelia := s.administratorAtTheDesk()
			first := s.checked(carla.name, s.filed("patrocinio-civile-famiglia", nil))
			second := s.checked(carla.name, s.filed("patrocinio-civile-sola", nil))
			third := s.checked(carla.name, s.filed("patrocinio-civile-oltre", nil))

			carla.enter()
			carla.putFirst(dario.name, elena.name)
			carla.assignsByRule(first, elena.name, "roll")
			carla.assignsByRule(second, dario.name, "fewest_open")

			elena.enter()
			elena.abstains(s, first)
			carla.open(first.Code)
			carla.See(s.say.T("office.choice.alone", "name", dario.name))
			carla.See(conflict)
			dario.enter()
			dario.declares(s, first)

			amelia.enter()
			amelia.notesAbsence(dario.name, false)
			amelia.notesAbsence(elena.name, true)
			carla.assignsByHand(s, third, elena.name)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// administratorAtTheDesk is the administrator as somebody who signs in.
func (s *staffed) administratorAtTheDesk() *official {
	s.t.Helper()
	return &official{account: s.chief, name: "Amelia Prova"}
}

// putFirst moves the second of the roll up; who came first there was whoever has
// had the role for longer.
func (o *official) putFirst(first, second string) {
	o.t.Helper()
	say := o.house.say
	o.Click(say.T("office.roll.title"))
	if list := o.Text("ol.p-offers"); strings.Index(list, first) > strings.Index(list, second) {
		o.t.Errorf("the roll does not begin with who has the role for longer:\n%s", list)
	}
	o.Click(say.T("office.roll.up") + " " + second)
	o.See(say.T("office.roll.moved"))
	if list := o.Text("ol.p-offers"); strings.Index(list, first) < strings.Index(list, second) {
		o.t.Errorf("nobody moved:\n%s", list)
	}
	o.Figure("turni")
}

// assignsByRule leaves the choice to the rule, which says before whom it chooses
// and afterwards why.
func (o *official) assignsByRule(c casework.Case, name, criterion string) {
	o.t.Helper()
	say := o.house.say
	role, _ := o.house.flow.Role("rapporteur")
	o.open(c.Code)
	o.act("assign", func() {
		o.Choose(role.Label.In(say.Lang()), say.T("workflow.choice.by_rule", "name", name))
		o.Figure("assegnazione")
	})
	o.See(say.T("office.choice.by_"+criterion, "name", name))
	o.Press(say.T("office.choice.values"))
	o.See(say.T("office.choice.compared"))
}

// conflict is why somebody abstains.
const conflict = "Difendo la controparte in un'altra causa."

// abstains reads who is in the case, and nothing else, and gives it away. What lies
// in the case opens neither before nor afterwards.
func (o *official) abstains(s *staffed, c casework.Case) {
	o.t.Helper()
	say := s.say
	o.open(c.Code)
	o.See(say.T("office.conflict.text"))
	o.See("Esempi")
	o.See("Controparte")
	o.Miss("Mantenimento dei figli")
	at := o.Path()
	o.closed(at+"/scheda", say.T("problem.casework.declare_first"))
	o.Goto(at)
	o.Figure("consigliere-conflitto")
	o.Click(o.action("abstain"))
	o.Click(o.action("abstain"))
	o.See(say.T("problem.casework.required"))
	o.Fill(o.field("abstain_reason"), conflict)
	o.Click(o.action("abstain"))
	o.closed(at, "")
	v, next := s.view(c), s.holders["Dario Relatore"].ID
	if !slices.ContainsFunc(v.Assigned, func(a casework.Assignment) bool { return a.Account == next }) {
		o.t.Errorf("after the abstention the case has %v", v.Assigned)
	}
}

// closed opens a page that is refused, for the reason, and shows nothing of the
// case.
func (o *official) closed(path, why string) {
	o.t.Helper()
	o.Goto(path)
	if why != "" {
		o.See(why)
	}
	o.Miss("Mantenimento dei figli")
}

// declares opens the case by saying that there is no conflict.
func (o *official) declares(s *staffed, c casework.Case) {
	o.t.Helper()
	say := s.say
	o.open(c.Code)
	o.Miss("Mantenimento dei figli")
	o.act("no_conflict", func() { o.Choose(say.T("workflow.field.no_conflict"), say.T("kit.yes")) })
	o.See("Mantenimento dei figli")
}

// notesAbsence writes that somebody is away from today on, or only receives no new
// cases.
func (o *official) notesAbsence(name string, onlyNew bool) {
	o.t.Helper()
	say := o.house.say
	kind := "kind_away"
	if onlyNew {
		kind = "kind_only_new"
	}
	today := terms.DateOf(o.house.now())
	o.Goto("/ufficio/assenze")
	o.Select(say.T("office.absences.who"), name)
	o.Choose(say.T("office.absences.kind"), say.T("office.absences."+kind))
	o.FillDate(say.T("office.absences.from"), today.String())
	o.FillDate(say.T("office.absences.to"), today.AddDays(10).String())
	o.Click(say.T("office.absences.add_submit"))
	o.See(say.T("office.absences.added"))
}

// assignsByHand finds that the rule has nobody left, and chooses; a choice against
// the rule needs a reason. The case tells why the others did not count.
func (o *official) assignsByHand(s *staffed, c casework.Case, name string) {
	o.t.Helper()
	say := s.say
	role, _ := s.flow.Role("rapporteur")
	o.open(c.Code)
	o.Click(o.action("assign"))
	o.Miss(say.T("workflow.choice.by_rule", "name", name))
	o.Choose(role.Label.In(say.Lang()), name)
	o.Click(o.action("assign"))
	o.See(say.T("problem.casework.why_by_hand"))
	o.Fill(o.field("assign_reason"), "Nessun altro è in sede.")
	o.Click(o.action("assign"))
	o.See(say.T("office.choice.by_hand", "name", name))
	o.See("Nessun altro è in sede.")
	o.Press(say.T("office.choice.values"))
	o.See(say.T("office.choice.out_away"))
	o.See(say.T("office.choice.out_no_new"))
}
