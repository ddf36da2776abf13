// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/internal/signatures/signaturestest"
	"pratica/internal/terms"
)

// official is somebody of the body at their desk. Actions, points and outcomes are
// those of the definition, in the person's language.
type official struct {
	*account
	name string
}

func (o *official) action(name string) string {
	a, _ := o.house.flow.Action(name)
	return a.Label.In(o.house.say.Lang())
}

func (o *official) outcome(name string) string {
	known, _ := o.house.flow.Outcome(name)
	return known.Label.In(o.house.say.Lang())
}

func (o *official) field(name string) string { return o.house.say.T("workflow.field." + name) }

// list opens the list of cases, after what was done before has come to it.
func (o *official) list() {
	o.t.Helper()
	o.house.quiet()
	o.Goto("/ufficio/")
}

// open goes to a case by the list, as people do.
func (o *official) open(code string) {
	o.t.Helper()
	o.list()
	o.Click(code)
}

// act opens an action of the case, fills its form, and does it.
func (o *official) act(name string, fill func()) {
	o.t.Helper()
	o.Click(o.action(name))
	fill()
	o.Click(o.action(name))
	o.See(o.house.say.T("office.act.done"))
}

func nothing() {}

// takeCharge types the code of a receipt; one that nobody has is refused.
func (o *official) takeCharge(code string) {
	o.t.Helper()
	say := o.house.say
	o.list()
	o.Fill(say.T("office.inbox.code"), "0000-0000-0")
	o.Click(say.T("office.inbox.take"))
	o.See(say.T("problem.casework.unknown_code"))
	o.Fill(say.T("office.inbox.code"), code)
	o.Click(say.T("office.inbox.take"))
	o.See(say.T("office.inbox.taken"))
}

// due are the points of the formal check that apply to the sample.
var due = []string{"proceeding", "household", "income", "merits", "signature"}

// check does the formal check; failed is the point that is found wanting, if any.
func (o *official) check(failed string) {
	o.t.Helper()
	o.act("check", func() {
		for _, name := range due {
			point, _ := o.house.flow.Point(name)
			result := "point_ok"
			if name == failed {
				result = "point_failed"
			}
			o.Choose(point.Label.In(o.house.say.Lang()), o.house.say.T("workflow.choice."+result))
		}
	})
}

// askIntegration finds the income wanting.
func (o *official) askIntegration(code string) {
	o.t.Helper()
	o.takeCharge(code)
	o.check("income")
	o.act("request_integration", func() { o.Fill(o.field("note_to_applicant"), wanting) })
	o.See(o.house.say.T("office.integration.open"))
}

// The notes of office and applicant about the income.
const (
	wanting   = "Manca la certificazione unica di quest'anno."
	corrected = "Ho corretto il reddito."
)

// passOn sees what changed, passes the check and assigns.
func (o *official) passOn(code, rapporteur string) {
	o.t.Helper()
	say := o.house.say
	o.open(code)
	o.See(say.T("office.integration.changes"))
	o.See(say.Money(842000))
	o.See(say.Money(850000))
	o.See(corrected)
	o.check("")
	o.act("conclude_check", nothing)
	role, _ := o.house.flow.Role("rapporteur")
	o.act("assign", func() { o.Choose(role.Label.In(say.Lang()), rapporteur) })
}

// invite finds a lawyer in the list of counsel and invites them, at the address
// that is listed there.
func (o *official) invite(lawyer string) *counselor {
	o.t.Helper()
	say := o.house.say
	o.Goto("/ufficio/")
	o.Click(say.T("office.counsel.title"))
	if o.Has("[name=file]") {
		o.t.Error("the secretariat is offered to change the list of counsel")
	}
	o.Fill(say.T("office.counsel.search"), "nessuno")
	o.Click(say.T("office.counsel.find"))
	o.See(say.T("office.counsel.none"))
	o.Fill(say.T("office.counsel.search"), "difesa livia")
	o.Click(say.T("office.counsel.find"))
	o.See(lawyerMail)
	o.Click(say.T("office.counsel.invite") + " " + lawyer)
	o.See(say.T("office.counsel.invited", "name", lawyer, "address", lawyerMail))
	link := o.house.link(lawyerMail, delivery.InvitationLawyer, 1)
	return &counselor{account: o.house.join(lawyer, lawyerMail, link), name: lawyer}
}

// advise reads the case on one page and proposes.
func (o *official) advise(code string) {
	o.t.Helper()
	say := o.house.say
	o.open(code)
	o.See(say.T("office.conflict.text"))
	o.act("no_conflict", func() { o.Choose(say.T("workflow.field.no_conflict"), say.T("kit.yes")) })
	o.Click(say.T("office.digest.open"))
	o.See(say.Money(1240000)) // 8,500 of her own and 3,900 of the household
	o.See(say.Money(1365964))
	for _, section := range o.house.flow.Digest {
		if section.Compare != nil {
			o.See(section.Compare.Within.In(say.Lang()))
		}
	}
	pdfBehind(o.t, o.Person, `a[href*="/documenti/"]`)
	o.Click(say.T("office.digest.back"))
	o.act("propose", func() {
		o.Choose(o.field("outcome"), o.outcome("admitted"))
		o.Fill(o.field("reasons"), reasons)
	})
}

const reasons = "il reddito della famiglia è entro il limite di legge."

// resolve records the resolution of the board, of today.
func (o *official) resolve(code, outcome, number string) {
	o.t.Helper()
	o.open(code)
	o.act("resolve", func() {
		o.Choose(o.field("outcome"), o.outcome(outcome))
		o.FillDate(o.field("resolution_date"), terms.DateOf(o.house.now()).String())
		o.Fill(o.field("resolution_number"), number)
		o.Fill(o.field("presided"), "Avv. Franca Consiglio")
	})
}

// decide sees the text, prints it, and hands in its signed form; what is not that
// is refused first.
func (o *official) decide() {
	o.t.Helper()
	say := o.house.say
	o.Click(o.action("decide"))
	o.Fill(o.house.datum("admitted", "reasons"), "") // those of the proposal are there already
	o.Click(say.T("office.draft.print"))
	o.See(say.T("problem.office.draft_incomplete"))
	o.Fill(o.house.datum("admitted", "reasons"), reasons)
	o.Click(say.T("office.draft.show"))
	o.See(o.house.sentence("admitted"))
	o.Click(say.T("office.draft.print"))
	printed := pdfBehind(o.t, o.Person, `a[href*="/documenti/"]`)
	o.Attach(o.field("signed_decision"), paper(o.house, "altro.pdf", "Un altro documento"))
	o.Click(o.action("decide"))
	o.See(say.T("problem.signatures.not_signed"))
	broken := signedPDF(o.t, "Franca Consiglio", printed)
	value := bytes.LastIndex(broken, []byte("/Contents <"))
	broken[value+bytes.Index(broken[value:], []byte("0000000000000000"))-8] ^= 1 // among the last digits of the signature's value
	o.Attach(o.field("signed_decision"), onDisk(o.t, "guasto.pdf", broken))
	o.Click(o.action("decide"))
	o.See(say.T("problem.signatures.failed"))
	o.signAtADistance()
}

func signer(t *testing.T, name string) *signaturestest.Signer {
	t.Helper()
	s, err := signaturestest.NewSigner(name, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signedPDF is a PDF with a signature by somebody invented.
func signedPDF(t *testing.T, name string, document []byte) []byte {
	t.Helper()
	content, err := signer(t, name).PDF(document)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// signedP7M is a file inside a signature by somebody invented.
func signedP7M(t *testing.T, name string, document []byte) []byte {
	t.Helper()
	content, err := signer(t, name).P7M(document)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
