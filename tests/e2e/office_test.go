// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"testing"
	"time"

	"pratica/internal/signatures/signaturestest"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// official is somebody of the body at their desk.
type official struct {
	*e2e.Person
	t     *testing.T
	house *house
}

// enter signs somebody of the house in, through the tour.
func (h *house) enter(b *e2e.Browser, name, button string) *official {
	h.t.Helper()
	o := &official{Person: b.Person(name, h.URL), t: h.t, house: h}
	o.Goto("/demo")
	o.Check("tour")
	o.Click(button)
	return o
}

// open goes to a case by the list, as people do.
func (o *official) open(code string) {
	o.t.Helper()
	o.Goto("/ufficio/")
	o.Click(code)
}

// act opens an action of the case, fills its form, and does it.
func (o *official) act(action string, fill func()) {
	o.t.Helper()
	o.Click(action)
	fill()
	o.Check("office-act-" + action)
	o.Click(action)
	o.See("Fatto. Chi deve saperlo è stato avvisato.")
}

func nothing() {}

// takeCharge types the code of a receipt.
func (o *official) takeCharge(code string) {
	o.t.Helper()
	o.Check("office-inbox")
	o.Fill("Codice della domanda", "0000-0000-0")
	o.Click("Prendi in carico")
	o.See("Nessuna pratica ha questo codice.")
	o.Check("office-inbox-refused")
	o.Fill("Codice della domanda", code)
	o.Click("Prendi in carico")
	o.See("La pratica è in carico all'ufficio.")
	o.Check("office-case")
}

// points of the formal check that are due for the sample.
var points = []string{
	"Causa e giudice indicati", "Familiari conviventi con codice fiscale", "Redditi di tutta la famiglia",
	"Fatti e ragioni non manifestamente infondati", "Firma e documento di identità",
}

const incomePoint = "Redditi di tutta la famiglia"

// check does the formal check; income is the result of the point on income.
func (o *official) check(income string) {
	o.t.Helper()
	o.act("Controllo formale", func() {
		for _, point := range points {
			result := "In regola"
			if point == incomePoint {
				result = income
			}
			o.Choose(point, result)
		}
	})
}

// resolve records the resolution of the board, of today.
func (o *official) resolve(outcome, number string) {
	o.t.Helper()
	o.act("Registra la delibera", func() {
		o.Choose("Esito", outcome)
		o.FillDate("Data della delibera", terms.DateOf(time.Now()).String())
		o.Fill("Numero della delibera", number)
		o.Fill("Chi ha presieduto", "Avv. Franca Consiglio")
	})
}

const (
	decide   = "Emetti il provvedimento"
	reasons  = "il reddito della famiglia è entro il limite di legge."
	decision = "AMMETTE in via anticipata e provvisoria Marta Esempi"
)

// decide sees the text, prints it, and hands in its signed form; what is not that
// is refused first.
func (o *official) decide() {
	o.t.Helper()
	o.Click(decide)
	o.Check("office-decide")
	o.Fill("Motivi della decisione", reasons)
	o.Click("Vedi il testo")
	o.See(decision)
	o.Click("Prepara il documento da firmare")
	o.Check("office-decide-printed")
	printed := pdfBehind(o.t, o.Person, `a[href*="/documenti/"]`)
	o.Attach("Provvedimento firmato", paper(o.house, "altro.pdf", "Un altro documento"))
	o.Click(decide)
	o.See("Errore:")
	o.Check("office-decide-refused")
	o.Attach("Provvedimento firmato", onDisk(o.t, "provvedimento.pdf", signed(o.t, printed)))
	o.Click(decide)
	o.See("Fatto. Chi deve saperlo è stato avvisato.")
	o.Check("office-decided")
}

// signed is a PDF with a signature by somebody invented.
func signed(t *testing.T, document []byte) []byte {
	t.Helper()
	signer, err := signaturestest.NewSigner("Franca Consiglio", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	content, err := signer.PDF(document)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
