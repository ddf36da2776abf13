// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/tests/e2e"
)

// TestLegalAid is the main job from the first page to the communicated decision:
// applicant, secretary, rapporteur, board, lawyer and administrator, each at a
// window of their own.
func TestLegalAid(t *testing.T) {
	b := e2e.Start(t)
	h := newHouse(t)
	marta := newApplicant(h, b.Person("marta", h.URL), "it", italian)
	code := marta.apply()
	carla := h.enter(b, "carla", "Entra come segreteria")
	askIntegration(carla, code)
	marta.answerIntegration()
	passOn(carla, code)
	advise(h.enter(b, "dario", "Entra come relatore"), code)
	board := h.enter(b, "franca", "Entra come Consiglio")
	board.open(code)
	board.resolve("Ammessa", "12/2026")
	board.decide()
	carla.open(code)
	carla.act("Comunica la decisione", nothing)
	marta.readDecision()
	readAsLawyer(h.enter(b, "livia", "Entra come avvocato"), code)
	readRegister(h.enter(b, "amelia", "Entra come amministratore"))
}

// TestApplicationInEnglish goes from the sheet to the receipt for somebody who reads
// English.
func TestApplicationInEnglish(t *testing.T) {
	b := e2e.Start(t)
	h := newHouse(t)
	marta := newApplicant(h, b.Person("marta", h.URL), "en", english)
	marta.prepare()
	marta.Click(english.send)
	marta.receipt(first())
	if mail := h.mail(address, delivery.Receipt, 1); mail.Lang != "en" {
		t.Errorf("the receipt was mailed in %q", mail.Lang)
	}
}

// TestApplicationWithoutScripts goes from the sheet to the receipt in a browser
// that runs no scripts at all.
func TestApplicationWithoutScripts(t *testing.T) {
	b := e2e.Start(t)
	h := newHouse(t)
	p := b.Person("marta", h.URL)
	p.ScriptsOff()
	marta := newApplicant(h, p, "plain", italian)
	marta.prepare()
	marta.Click(italian.send)
	marta.receipt(first())
}

// first is the number of the first filing of a body in this year.
func first() string { return fmt.Sprintf("1/%d", time.Now().Year()) }

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
	a.DoubleClick(a.words.send, func() {})
	code := a.receipt(first())
	mail := a.house.mail(address, delivery.Receipt, 1)
	if n := a.house.filings(); n != 1 {
		a.t.Errorf("%d filings after a double click", n)
	}
	a.Goto(mailedLink.FindString(mail.Body))
	a.Click(a.words.open)
	a.See(code)
	a.look("case")
	return code
}

// askIntegration finds the income wanting.
func askIntegration(carla *official, code string) {
	carla.t.Helper()
	carla.takeCharge(code)
	carla.check("Da integrare")
	carla.act("Chiedi integrazione", func() {
		carla.Fill("Nota per chi ha fatto la domanda", "Manca la certificazione unica di quest'anno.")
	})
	carla.See("Richiesta, in attesa di risposta")
}

// answerIntegration answers from the link that was mailed, and only what is asked.
func (a *applicant) answerIntegration() {
	a.t.Helper()
	a.openMail(delivery.IntegrationRequested, 1)
	a.Click(a.words.answer)
	a.See("Manca la certificazione unica di quest'anno.")
	a.look("integration")
	if a.asks("surname") || !a.asks("own_taxable_income") {
		a.t.Errorf("more, or less, is asked than the office asked:\n%s", a.Text("main"))
	}
	label := a.Text(`label[for="f-income_declaration"]`)
	a.Attach(label, paper(a.house, "certificazione.pdf", "Certificazione unica"))
	a.Click(a.words.upload + " " + label)
	a.See("certificazione.pdf")
	a.FillIn(`[name="own_taxable_income"]`, "8.500,00")
	a.Fill(a.words.note, "Ho corretto il reddito.")
	a.Click(a.words.sendAnswer)
	a.See(a.words.answered)
	a.look("case-answered")
}

// passOn sees what changed, passes the check, confirms counsel and assigns.
func passOn(carla *official, code string) {
	carla.t.Helper()
	carla.open(code)
	carla.See("Che cosa è cambiato")
	carla.See("8.420,00")
	carla.See("8.500,00")
	carla.See("Ho corretto il reddito.")
	carla.Check("office-case-answered")
	carla.check("In regola")
	carla.act("Conferma il difensore", nothing)
	carla.act("Concludi il controllo", nothing)
	carla.act("Assegna al relatore", func() { carla.Choose("Consigliere relatore", "Dario Relatore") })
}

// advise reads the case on one page and proposes.
func advise(dario *official, code string) {
	dario.t.Helper()
	dario.open(code)
	dario.Click("Apri la scheda di una pagina")
	dario.See("12.400,00") // 8,500 of her own and 3,900 of the household
	dario.See("13.659,64")
	dario.See("Entro il limite")
	dario.Check("office-digest")
	pdfBehind(dario.t, dario.Person, `a[href*="/documenti/"]`)
	dario.Click("Torna alla pratica")
	dario.act("Proponi l'esito", func() {
		dario.Choose("Esito", "Ammessa")
		dario.Fill("Motivi", reasons)
	})
}

// readDecision opens the decision from the mail.
func (a *applicant) readDecision() {
	a.t.Helper()
	a.openMail(delivery.Decision, 1)
	a.See(decision)
	a.look("case-decided")
	a.download(`a[href*="/documenti/"]`)
}

// readAsLawyer sees state, timeline, receipt and decision as counsel.
func readAsLawyer(livia *official, code string) {
	livia.t.Helper()
	livia.Check("lawyer-cases")
	livia.Click(code)
	livia.See("Decisione comunicata")
	livia.See("Cronologia")
	livia.See(decision)
	livia.Check("lawyer-case")
	pdfBehind(livia.t, livia.Person, `a[href$="/ricevuta"]`)
	pdfBehind(livia.t, livia.Person, `a[href*="/documenti/"]`)
}

// readRegister finds who read the case.
func readRegister(amelia *official) {
	amelia.t.Helper()
	amelia.Click("Registro degli atti")
	amelia.Press("Filtra gli atti")
	amelia.Select("Che cosa", "ha letto la pratica (read)")
	amelia.Click("Cerca")
	found := amelia.Text("table")
	for _, name := range []string{"Carla Segreti", "Dario Relatore", "Franca Consiglio", "Avv. Livia Difesa"} {
		if !strings.Contains(found, name) {
			amelia.t.Errorf("the register does not tell that %s read the case:\n%s", name, found)
		}
	}
	amelia.Check("register")
}
