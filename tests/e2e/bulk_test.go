// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/worklist"
	"pratica/tests/e2e"
)

// TestBulk is a secretary who takes in charge every case of a list that is longer than
// its page, assigns two others in one act, and takes that back; one of the two the
// rapporteur has worked on meanwhile.
func TestBulk(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "bulk-"+lang, lang)
			carla := s.employ("Carla Segreti", "secretary")
			rosa := s.employ("Rosa Relatrice", "rapporteur")
			one, two := s.checked(carla.name, s.filed("patrocinio-civile-sola", nil)), s.checked(carla.name, s.filed("patrocinio-civile-famiglia", nil))
			s.quiet()
			carla.enter()
			carla.assignsTogether(one, two)
			s.do(rosa.name, two.ID, "no_conflict", "declared", "yes")
			carla.takesBack(s, one, two)
			if lang == "it" { // the words are the same program's; the work is long
				carla.takesAll(s)
			}
		})
	}
}

// assignsTogether gives two cases to whom the rule says.
func (o *official) assignsTogether(cases ...casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.Goto("/ufficio/?state=patrocinio-civile%2Fchecked")
	for _, c := range cases {
		o.Tick(say.T("worklist.bulk.pick", "code", c.Code))
	}
	o.chooseBulk("assign")
	o.See(say.T("worklist.bulk.would", "count", 2))
	o.Select(say.T("worklist.bulk.official"), say.T("worklist.bulk.by_rule"))
	o.Click(say.T("worklist.bulk.do", "count", 2))
	o.See(say.T("worklist.bulk.did", "count", 2, "of", 2))
}

// takesBack undoes the assignment of the case on which nobody worked.
func (o *official) takesBack(s *staffed, goes, stays casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.Click(say.T("worklist.run.take_back"))
	o.See(say.T("worklist.bulk.would", "count", 1))
	o.Click(say.T("worklist.bulk.do", "count", 1))
	o.See(say.T("worklist.bulk.did", "count", 1, "of", 2))
	if v := s.view(goes); v.Case.State != "checked" || v.Timeline[len(v.Timeline)-1].Action != casework.UndoAction {
		o.t.Errorf("%s is %s", goes.Code, v.Case.State)
	}
	if v := s.view(stays); v.Case.State != "at_rapporteur" {
		o.t.Errorf("%s is %s", stays.Code, v.Case.State)
	}
	o.Goto("/ufficio/pratiche/" + goes.ID)
	o.See(say.T("workflow.undone"))
}

// takesAll takes in charge all pages of the list of what was filed.
func (o *official) takesAll(s *staffed) {
	o.t.Helper()
	say := o.house.say
	const n = worklist.RowsPerPage + 1
	for range n {
		s.filed("patrocinio-civile-oltre", nil)
	}
	o.Goto("/ufficio/?state=patrocinio-civile%2Ffiled")
	o.Tick(say.T("worklist.bulk.all", "count", n))
	o.chooseBulk("take_charge")
	o.See(say.T("worklist.bulk.would", "count", n))
	o.Click(say.T("worklist.bulk.do", "count", n))
	o.See(say.T("worklist.bulk.did", "count", n, "of", n))
	s.quiet()
	o.Goto("/ufficio/?state=patrocinio-civile%2Ffiled")
	o.See(say.T("worklist.total", "count", 0))
}
