// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package papers_test

import (
	"testing"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// A term whose day has passed is over, though nothing happened that day.
func TestATermThatPassedIsOver(t *testing.T) {
	due := terms.NewDate(2026, 10, 27)
	page := page(t, "it")
	for today, want := range map[terms.State]struct {
		badge kit.Badge
		ends  bool // still, so that it can go into a calendar
	}{
		terms.Running:   {kit.Badge{Text: "In corso", Tone: kit.Progress}, true},
		terms.Expired:   {kit.Badge{Text: "Scaduto", Tone: kit.Negative}, false},
		terms.Concluded: {kit.Badge{Text: "Concluso", Tone: kit.Neutral}, false},
	} {
		views := []casework.TermView{{Name: "order", Today: today, Result: terms.Result{Due: due, State: terms.Running}}}
		list, all := papers.WithCalendar(papers.Terms(page, views), views, "/pratica")
		if list[0].State != want.badge || (all != "") != want.ends {
			t.Errorf("%s: %+v, calendar %q", today, list[0].State, all)
		}
	}
}
