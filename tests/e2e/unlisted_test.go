// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/tests/e2e"
)

// TestCounselInNoList: whose appointment is confirmed reads the whole case, so that a code that
// nobody in the list has is asked about once.
func TestCounselInNoList(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	s := openStaffed(t, b, "unlisted", "it")
	carla := s.employ("Carla Segreti", "secretary")
	c := s.filed("patrocinio-civile-famiglia", nil)
	s.do(carla.name, c.ID, "take_charge", "code", c.Code)
	carla.enter()
	carla.open(c.Code)
	carla.Click(carla.action("confirm_counsel"))
	carla.See(s.say.T("office.act.counsel_unknown"))
	carla.Fill(carla.field("counsel"), "RSSMRA80A01H501U")
	carla.Click(carla.action("confirm_counsel"))
	carla.See(s.say.T("problem.office.counsel_unlisted"))
	if v := s.view(c); v.Case.Counsel != "" {
		t.Errorf("the case was opened to %q", v.Case.Counsel)
	}
	carla.Tick(s.say.T("office.act.counsel_anyway"))
	carla.Click(carla.action("confirm_counsel"))
	carla.See(s.say.T("office.act.done"))
	if v := s.view(c); v.Case.Counsel != "RSSMRA80A01H501U" {
		t.Errorf("the counsel is %q", v.Case.Counsel)
	}
}
