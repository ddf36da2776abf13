// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestDiscard is an administrator who eleven years later keeps one case for a lawsuit,
// has the other discarded by an authorised list, and reads what is left of it.
func TestDiscard(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "discard-"+lang, lang)
			goes, stays := s.filed("patrocinio-civile-sola", nil), s.filed("patrocinio-civile-sola", nil)
			s.annul(goes)
			s.annul(stays)
			s.wait(11 * 366 * 24 * time.Hour)
			amelia := (&official{account: s.chief, name: "Amelia Prova"}).enter()
			amelia.decidesOtherwise()
			amelia.keeps(stays)
			list := amelia.proposes()
			amelia.authorises(terms.DateOf(s.now()))
			amelia.runs(s, list)
			amelia.readsTheProof(s, goes)
		})
	}
}

const aidRule = "/amministrazione/scarto/procedimenti/patrocinio-civile"

// decidesOtherwise gives a rule of the body's own, and takes it back by another.
func (o *official) decidesOtherwise() {
	o.t.Helper()
	say := o.house.say
	o.Click(say.T("discard.title"))
	o.See(say.T("discard.no_lists"))
	o.Goto(aidRule)
	o.Fill(say.T("discard.decide_years"), "mille")
	o.Fill(say.T("discard.decide_reason"), "Archivio storico")
	o.Click(say.T("discard.decide_submit"))
	o.See(say.T("problem.discard.years", "most", 150))
	for _, years := range []string{"0", "10"} {
		o.Fill(say.T("discard.decide_years"), years)
		o.Fill(say.T("discard.decide_reason"), "Piano di conservazione del "+years)
		o.Click(say.T("discard.decide_submit"))
		o.See(say.T("discard.decided"))
	}
	o.See(say.T("discard.forever")) // in the history
}

// keeps holds a case, and releases one of two holds.
func (o *official) keeps(c casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.Goto("/amministrazione/scarto")
	o.Fill(say.T("discard.code"), "ABCD")
	o.Click(say.T("discard.find"))
	o.See(say.T("problem.casework.unknown_code"))
	o.Fill(say.T("discard.code"), strings.ToLower(c.Code))
	o.Click(say.T("discard.find"))
	o.See(say.T("discard.holds_none"))
	for _, reason := range []string{"Lite pendente", "Ispezione"} {
		o.Fill(say.T("discard.hold_reason"), reason)
		o.Click(say.T("discard.hold_submit"))
		o.See(say.T("discard.held"))
		o.See(reason)
	}
	o.Click(say.T("discard.release"))
	o.Click(say.T("discard.release_submit"))
	o.See(say.T("problem.discard.words", "limit", 1000))
	o.Fill(say.T("discard.release_reason"), "Conclusa")
	o.Click(say.T("discard.release_submit"))
	o.See(say.T("discard.released"))
}

// proposes looks at what a list would have, makes it, and gives its address.
func (o *official) proposes() string {
	o.t.Helper()
	say := o.house.say
	o.Goto(aidRule)
	o.Click(say.T("discard.preview"))
	o.See(say.T("discard.left_out.held", "count", 1))
	o.Click(say.T("discard.propose_submit"))
	o.See(say.T("discard.states.proposed"))
	return o.Path()
}

func (o *official) authorises(day terms.Date) {
	o.t.Helper()
	say := o.house.say
	o.Fill(say.T("discard.act"), "Soprintendenza archivistica, n. 12")
	o.FillDate(say.T("discard.act_on"), day.AddDays(1).String())
	o.Click(say.T("discard.authorise_submit"))
	o.See(say.T("problem.discard.act_on"))
	o.FillDate(say.T("discard.act_on"), day.String())
	o.Click(say.T("discard.authorise_submit"))
	o.See(say.T("discard.authorised"))
	o.Figure("scarto-elenco")
}

// runs starts the list, after a wrong count, and waits for its end on the page.
func (o *official) runs(s *staffed, list string) {
	o.t.Helper()
	say := o.house.say
	o.Fill(say.T("discard.count"), "2")
	o.Click(say.T("discard.run_submit"))
	o.See(say.T("problem.discard.count", "count", 1))
	o.Fill(say.T("discard.count"), "1")
	o.Click(say.T("discard.run_submit"))
	s.eventually("the list is done", func() bool {
		lists, err := s.app.Discard.Lists(o.t.Context(), s.boss, 1)
		return err == nil && lists[0].Count.Discarded == 1
	})
	o.Goto(list)
	o.See(say.T("discard.outcome", "discarded", 1, "left", 0))
	file, _ := o.Download(list + "/elenco.csv")
	if !strings.Contains(string(file), say.T("discard.fates.discarded")) {
		o.t.Errorf("the list says %s", file)
	}
}

// readsTheProof finds what is left of a case.
func (o *official) readsTheProof(s *staffed, c casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.Click(c.Code)
	o.See(say.T("discard.proof"))
	o.See("Soprintendenza archivistica, n. 12")
	o.Figure("scarto-prova")
	o.Goto("/amministrazione/scarto")
	o.See(say.T("discard.states.done"))
	report, err := s.app.Verify(o.t.Context())
	s.must("verify", err)
	for _, fault := range report.Faults {
		o.t.Error(fault)
	}
}
