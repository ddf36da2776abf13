// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"

	"pratica/internal/app/apptest"
	"pratica/tests/e2e"
)

// TestSearch finds a case by a name, by words and by its number, with scripts and
// without.
func TestSearch(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			h, amelia := openHouse(t, b, lang)
			carla := amelia.invite("Carla Segreti", "segreteria@ordine.example", "secretary")
			id, _ := apptest.Visit(t, h.URL).File(h.app, "richiedente@posta.example")
			carla.look("")
			carla.See(h.say.T("problem.search.nothing_to_find"))
			carla.look("usucapione")
			carla.See(h.say.T("search.none"))
			carla.look("dinventato sfratti")
			carla.See(h.say.T("search.found", "count", 1))
			if lang == "it" {
				carla.Figure("ricerca")
			}
			if got := carla.Text("article mark"); got != "D'Inventato" {
				t.Errorf("%q is marked", got)
			}
			if lang == "en" {
				carla.ScriptsOff()
			}
			carla.look(h.number(1))
			if got := carla.Path(); !strings.HasSuffix(got, id) {
				t.Errorf("a number leads to %s", got)
			}
		})
	}
}

// look types into the box of the search.
func (o *official) look(text string) {
	o.t.Helper()
	say := o.house.say
	o.list()
	o.Click(say.T("search.title"))
	o.Fill(say.T("search.query"), text)
	o.Click(say.T("search.do"))
}
