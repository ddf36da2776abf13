// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/casework"
	"pratica/internal/worklist"
	"pratica/tests/e2e"
)

// TestLongList turns to the second page of a list by arrival, which goes on where the
// first ended, and finds what became late by the badges and by the link that counts
// it.
func TestLongList(t *testing.T) {
	t.Parallel()
	s := openStaffed(t, e2e.Start(t), "long-list", "it")
	carla := s.employ("Carla Segreti", "secretary")
	var all []casework.Case
	for range worklist.RowsPerPage + 1 {
		all = append(all, s.filed("patrocinio-civile-sola", nil))
	}
	first, last := all[0], all[len(all)-1]
	s.wait(20 * 24 * time.Hour) // ten days from the filing are over, whatever feasts they end on
	carla.enter()
	s.quiet()
	carla.Goto("/ufficio/?sort=filed")
	carla.See(s.say.T("worklist.total", "count", len(all)))
	carla.See(s.say.T("worklist.pace.late"))
	before, _, _ := strings.Cut(s.say.T("worklist.due.late", "date", "\x00"), "\x00")
	carla.See(before) // the badge, with the day
	onFirst := carla.Text("tbody")
	carla.Click(s.say.T("office.inbox.more"))
	onSecond := carla.Text("tbody")
	for _, c := range all {
		if strings.Contains(onFirst, c.Code) == strings.Contains(onSecond, c.Code) {
			t.Errorf("%s is on both pages, or on none", c.Code)
		}
	}
	if strings.Contains(onFirst, first.Code) == strings.Contains(onFirst, last.Code) {
		t.Error("the pages are not in the order of arrival")
	}
	carla.Goto("/ufficio/")
	carla.Click(s.say.T("worklist.pace.late"))
	carla.See(s.say.T("worklist.total", "count", len(all)))
}
