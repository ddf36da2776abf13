// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"pratica/internal/delivery"
	"pratica/internal/terms"
)

// counselor is a lawyer of the list in their area.
type counselor struct {
	*account
	name string
}

// seeNothing finds the area empty, and a case that exists no different from one
// that does not.
func (c *counselor) seeNothing(id string) {
	c.t.Helper()
	say := c.house.say
	c.See(say.T("lawyer.cases.none"))
	var answers []string
	for _, address := range []string{id, nobody} {
		c.Goto("/avvocato/pratiche/" + address)
		answers = append(answers, codeShape.ReplaceAllString(c.Text("main"), "")) // each has a reference of its own
	}
	if answers[0] != answers[1] || answers[0] == "" {
		c.t.Errorf("a case of others answers:\n%s\nand one that does not exist:\n%s", answers[0], answers[1])
	}
	c.Goto("/avvocato/")
}

// nobody is an identifier that belongs to nothing.
const nobody = "0190aaaa-0000-7000-8000-000000000001"

// told reads the mail about a new case and opens the area by its link.
func (c *counselor) told(code string) {
	c.t.Helper()
	text, err := c.house.mail(lawyerMail, delivery.CounselCase, 1).Text()
	c.house.must("mail", err)
	c.Goto(c.house.addressIn(text))
	c.See(code)
}

// read sees state, timeline, receipt and, once it is there, the decision. The state
// has the label for the public, not that of the office.
func (c *counselor) read(code, state string) {
	c.t.Helper()
	say := c.house.say
	c.Goto("/avvocato/")
	c.Click(code)
	known, _ := c.house.flow.State(state)
	c.See(known.Public.In(say.Lang()))
	c.Miss(known.Office.In(say.Lang()))
	c.See(say.T("papers.timeline"))
	pdfBehind(c.t, c.Person, `a[href$="/ricevuta"]`)
}

// readDecision sees the decision and gets its signed document.
func (c *counselor) readDecision(code string) {
	c.t.Helper()
	c.read(code, "communicated")
	c.See(c.house.sentence("admitted"))
	c.See(c.house.say.TermState(terms.Concluded))
	pdfBehind(c.t, c.Person, `a[href*="/documenti/"]`)
}
