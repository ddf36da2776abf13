// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"

	"pratica/tests/e2e"
)

// TestTwoOfficialsAtOnce: two have the same form open. The first is done; the other
// reads who was faster, and gets back what was typed.
func TestTwoOfficialsAtOnce(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "late-"+lang, lang)
			carla, bruno := s.employ("Carla Segreti", "secretary"), s.employ("Bruno Lento", "secretary")
			c := s.filed("patrocinio-civile-famiglia", nil)
			s.do(carla.name, c.ID, "take_charge", "code", c.Code)
			s.do(carla.name, c.ID, "check", "point.signature", "failed", "note.signature", "La firma è illeggibile.")
			carla.enter()
			bruno.enter()
			for _, o := range []*official{carla, bruno} {
				o.open(c.Code)
				o.Click(o.action("request_integration"))
				if words := o.Value(pointOf(s, "signature")); !strings.HasSuffix(words, "\nLa firma è illeggibile.") {
					t.Errorf("what the check noted is not in the request: %q", words)
				}
			}
			const typed = "Gentile signora, manca una firma leggibile."
			carla.Click(carla.action("request_integration"))
			carla.See(s.say.T("office.act.done"))
			bruno.Fill(bruno.field("note_to_applicant"), typed)
			bruno.Click(bruno.action("request_integration"))
			bruno.See(s.say.T("office.late.title"))
			bruno.See(carla.name)
			if kept := bruno.Value(s.say.T("office.late.kept")); !strings.HasPrefix(kept, typed+"\n") {
				t.Errorf("what was typed is not given back: %q", kept)
			}
			bruno.Click(s.say.T("office.late.open"))
			bruno.See(s.say.T("office.integration.open"))
			if v := s.view(c); len(v.Integrations) != 1 {
				t.Errorf("%d requests were sent", len(v.Integrations))
			}
		})
	}
}

func pointOf(s *staffed, name string) string {
	point, _ := s.flow.Point(name)
	return point.Label.In(s.say.Lang())
}
