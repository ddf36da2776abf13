// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"path/filepath"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestLegalAid is the main job from the empty house to the decision that everybody
// has read: administrator, secretary, rapporteur, board, lawyer and applicant, each
// at a window of their own, in both languages. Every page is checked (e2e.Visited).
func TestLegalAid(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, tt := range []struct{ lang, way string }{{"it", "handwritten"}, {"en", "lawyer"}} {
		t.Run(tt.lang, func(t *testing.T) {
			t.Parallel()
			h, amelia := openHouse(t, b, tt.lang)
			carla := amelia.invite("Carla Segreti", "segreteria@ordine.example", "secretary")
			dario := amelia.invite("Dario Relatore", "relatore@ordine.example", "rapporteur")
			franca := amelia.invite("Franca Consiglio", "consiglio@ordine.example", "board")
			amelia.importCounsel()
			livia := carla.invite("Avv. Livia Difesa")
			livia.signOut(livia.name)
			marta := newApplicant(h, h.window("marta"), tt.way)
			code := marta.apply()
			id := marta.id()

			carla.signOut(carla.name)
			carla.signInAfterMistakes(carla.name)
			carla.askIntegration(code)
			marta.answerIntegration()
			livia.signIn()
			livia.seeNothing(id)
			carla.passOn(code, dario.name)
			carla.act("confirm_counsel", nothing)
			livia.told(code)
			livia.read(code, "at_rapporteur")

			dario.signOut(dario.name)
			dario.signIn()
			dario.advise(code)
			franca.signOut(franca.name)
			franca.signIn()
			franca.resolve(code, "admitted", "12/2026")
			franca.decide()
			carla.open(code)
			carla.act("communicate", nothing)
			marta.readDecision()
			livia.readDecision(code)
			amelia.signOut(amelia.name)
			amelia.signIn()
			amelia.readRegister(carla.name, dario.name, franca.name, livia.name)
			t.Logf("%d shapes of pages checked", h.visited.Len())
		})
	}
}

// openHouse opens a body with its first administrator, who is invited by the
// command of operators.
func openHouse(t *testing.T, b *e2e.Browser, lang string) (*house, *administrator) {
	t.Helper()
	const email, name = "amministratrice@ordine.example", "Amelia Prova"
	h := prepareHouse(t, b, lang)
	h.signs("Franca Consiglio", map[string]string{"it": "v1", "en": "v2"}[lang])
	link := h.firstAdministrator(email, name)
	h.open(lang)
	h.trusts()
	h.serve(nil)
	amelia := &administrator{account: h.join(name, email, link), name: name}
	amelia.describe()
	return h, amelia
}

// TestApplicationWithoutScripts goes from the sheet to the receipt in a browser
// that runs no scripts at all.
func TestApplicationWithoutScripts(t *testing.T) {
	t.Parallel()
	h := newHouse(t, e2e.Start(t), "plain", "it")
	p := h.browser.Person("marta", h.URL)
	p.ScriptsOff()
	p.Watch(h.visited)
	marta := newApplicant(h, p, "handwritten")
	marta.prepare()
	marta.Click(marta.say("applicant.sign.send"))
	marta.receipt(h.number(1))
	t.Logf("%d shapes of pages checked", h.visited.Len())
}

// prepare leads to the button that sends.
func (a *applicant) prepare() {
	a.t.Helper()
	a.begin()
	a.fillAll()
	a.giveEmail()
	a.attachAll()
	a.sign()
}

// apply files, with a double click on the button, and gives the code. There is one
// filing.
func (a *applicant) apply() string {
	a.t.Helper()
	a.prepare()
	a.DoubleClick(a.say("applicant.sign.send"), func() {})
	code := a.receipt(a.house.number(1))
	a.openMail(delivery.Receipt)
	a.See(code)
	if n := a.house.filings(); n != 1 {
		a.t.Errorf("%d filings after a double click", n)
	}
	return code
}

// answerIntegration answers from the link that was mailed, and only what is asked.
func (a *applicant) answerIntegration() {
	a.t.Helper()
	a.openMail(delivery.IntegrationRequested)
	a.See(a.house.say.TermState(terms.Stopped))
	a.Click(a.say("applicant.home.answer"))
	a.See(wanting)
	if a.asks("surname") || !a.asks("own_taxable_income") {
		a.t.Errorf("more, or less, is asked than the office asked:\n%s", a.Text("main"))
	}
	if a.RunsScripts() {
		a.Fill(a.say("applicant.integration.note"), corrected)
	}
	certificate, place := paper(a.house, "certificazione.pdf", "Certificazione unica"), `label[for="f-income_declaration"]`
	if a.RunsScripts() {
		a.Attach(a.Text(place), certificate)
		a.Press(a.say("applicant.integration.send"))
		a.See(a.say("kit.upload.unsent", "name", filepath.Base(certificate))) // a chosen file is not left behind in silence
	}
	a.upload(place, certificate)
	if a.RunsScripts() {
		a.SeeValue(a.say("applicant.integration.note"), corrected) // a file that arrives takes nothing away
	}
	a.Fill(a.say("applicant.integration.note"), corrected)
	for _, wrong := range []string{"", "tanto"} { // the old answer does not stand in for one that was emptied, or cannot be read
		a.FillIn(`[name="own_taxable_income"]`, wrong)
		a.Click(a.say("applicant.integration.send"))
		a.SeeValue(a.say("applicant.integration.note"), corrected)
		if !a.Has(`[data-error-summary] a[href="#f-own_taxable_income"]`) {
			a.t.Errorf("%q was taken:\n%s", wrong, a.Text("main"))
		}
	}
	a.FillIn(`[name="own_taxable_income"]`, a.amount(850000))
	a.Click(a.say("applicant.integration.send"))
	a.See(a.say("applicant.integration.done"))
}

// readDecision opens the decision from the mail.
func (a *applicant) readDecision() {
	a.t.Helper()
	a.openMail(delivery.Decision)
	a.See(a.house.sentence("admitted"))
	income, _ := a.house.flow.Term("income")
	a.See(income.Label.In(a.lang))
	a.See(income.Rule.Norm)
	pdfBehind(a.t, a.Person, `[aria-labelledby="decision"] a[href*="/documenti/"]`)
	a.See(a.say("applicant.home.files"))
	a.See("certificazione.pdf")
}
