// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"

	"pratica/internal/delivery"
)

// administrator prepares the body and its people.
type administrator struct {
	*account
	name string
}

// describe fills in who the body is.
func (a *administrator) describe() {
	a.t.Helper()
	say := a.house.say
	a.Click(say.T("admin.body.title"))
	a.Fill(say.T("admin.body.name"), "Ordine degli Avvocati di Esempio")
	a.Fill(say.T("admin.body.address"), "Piazza della Prova 1, 00000 Esempio")
	a.Fill(say.T("admin.body.email"), "segreteria@ordine.example")
	a.Fill(say.T("admin.body.pec"), "ordine@pec.example")
	a.Click(say.T("admin.body.save"))
	a.See(say.T("admin.body.saved"))
}

// invite makes an account with a role. Its owner opens the mailed link.
func (a *administrator) invite(name, email, role string) *official {
	a.t.Helper()
	say := a.house.say
	a.Goto("/amministrazione/")
	a.Fill(say.T("admin.users.name"), name)
	a.Fill(say.T("admin.users.email"), email)
	a.Click(say.T("admin.users.invite_submit"))
	a.See(say.T("admin.users.invited"))
	known, _ := a.house.flow.Role(role)
	a.Select(say.T("admin.roles.role"), known.Label.In(say.Lang()))
	a.Click(say.T("admin.roles.grant"))
	a.See(say.T("admin.roles.granted"))
	link := a.house.link(email, delivery.Invitation, 1)
	return &official{account: a.house.join(name, email, link), name: name}
}

// counsel is the list as a council exports it, with a line that is not right.
const counsel = "avvocato;codice fiscale;ordine;pec;email;iscritto dal\n" +
	"Avv. Livia Difesa;" + lawyerCode + ";Esempio;difesa@pec.example;" + lawyerMail + ";2015-03-01\n" +
	"Avv. Codice Sbagliato;DFSLVI80A41H501X;Esempio;altri@pec.example;;2016-04-02\n"

// lawyerCode is the tax code of the lawyer whom the sample answers name.
const (
	lawyerCode = "DFSLVI80A41H501T"
	lawyerMail = "avvocata@studio.example"
)

// importCounsel tries the list of counsel, reads what would be done, and does it.
// What is no such list is refused with the reason.
func (a *administrator) importCounsel() {
	a.t.Helper()
	say := a.house.say
	a.Goto("/amministrazione/")
	a.Click(say.T("office.counsel.title"))
	give := func(name, content, button string) {
		a.Attach(say.T("office.counsel.file"), onDisk(a.t, name, []byte(content)))
		a.Click(say.T("office.counsel." + button))
	}
	a.Click(say.T("office.counsel.do"))
	a.See(say.T("problem.office.no_list"))
	give("difensori.csv", "PK\x00\x00", "do")
	a.See(say.T("problem.office.csv_not_text"))
	give("difensori.csv", "nome;indirizzo\n", "do")
	a.See(say.T("problem.office.csv_columns"))
	counts := []any{"added", 1, "changed", 0, "unchanged", 0, "refused", 1, "missing", 0}
	give("difensori.csv", counsel, "try")
	a.See(say.T("office.counsel.would_import", counts...))
	a.See(say.T("problem.office.fiscal_code_invalid"))
	give("difensori.csv", counsel, "do")
	a.See(say.T("office.counsel.imported", counts...))
}

// readRegister finds who read the case.
func (a *administrator) readRegister(names ...string) {
	a.t.Helper()
	say := a.house.say
	a.Goto("/amministrazione/")
	a.Click(say.T("admin.audit.title"))
	a.Press(say.T("admin.audit.filter"))
	a.Select(say.T("admin.audit.action"), say.T("admin.audit.coded", "text", say.T("admin.audit.act.read"), "code", "read"))
	a.Click(say.T("admin.audit.find"))
	found := a.Text("table")
	for _, name := range names {
		if !strings.Contains(found, name) {
			a.t.Errorf("the register does not tell that %s read the case:\n%s", name, found)
		}
	}
}
