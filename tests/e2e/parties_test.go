// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"

	"pratica/tests/e2e"
)

// TestPartiesWithoutScripts goes on after the filing in a browser that runs no
// scripts: the applicant answers a request with a file, withdraws and takes it
// back, and changes counsel, who is told and sees the case no more.
func TestPartiesWithoutScripts(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			h, amelia := openHouse(t, b, lang)
			carla := amelia.invite("Carla Segreti", "segreteria@ordine.example", "secretary")
			amelia.importCounsel()
			h.plain = true
			livia := carla.invite("Avv. Livia Difesa")
			marta := newApplicant(h, h.window("marta"), "handwritten")
			marta.prepare()
			marta.Click(marta.say("applicant.sign.send"))
			code := marta.receipt(h.number(1))
			carla.askIntegration(code)
			marta.answerIntegration()
			carla.open(code)
			carla.act("confirm_counsel", nothing)
			livia.told(code)
			marta.changesHerMind()
			marta.changesCounsel()
			livia.Goto("/avvocato/")
			livia.See(h.say.T("lawyer.cases.none"))
			t.Logf("%d shapes of pages checked", h.visited.Len())
		})
	}
}

// actDone is what the timeline says of an act.
func (h *house) actDone(name string) string {
	a, _ := h.flow.Action(name)
	return a.Done.In(h.say.Lang())
}

// changesHerMind withdraws the application and takes it back.
func (a *applicant) changesHerMind() {
	a.t.Helper()
	home := "/domanda/" + a.id()
	a.Goto(home)
	a.house.act(a.Person, "withdraw", func() { a.Fill(a.house.asked("withdraw", "reason"), "Accordo trovato.") })
	a.See(a.house.actDone("withdraw"))
	a.See("Accordo trovato.")
	a.house.act(a.Person, "keep_application", nothing)
	a.See(a.house.actDone("keep_application"))
}

// changesCounsel names nobody in the place of the former counsel.
func (a *applicant) changesCounsel() {
	a.t.Helper()
	a.house.act(a.Person, "change_counsel", func() { a.Fill(a.house.asked("change_counsel", "reason"), "Mi sono trasferita.") })
	a.See(a.house.actDone("change_counsel"))
}
