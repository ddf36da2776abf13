// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"pratica/internal/delivery"
	"pratica/internal/forms"
	"pratica/internal/office"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestAdministratorKeepsTheBody is an administrator who sets holidays, the amount of
// a new decree, the body's texts and its statement of accessibility, answers who
// reports a page, and looks at the system. What it does to others is looked at where
// they are. Every page is checked (e2e.Visited).
func TestAdministratorKeepsTheBody(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			_, amelia := openHouse(t, b, lang)
			amelia.peopleAndOffices()
			amelia.holidays()
			amelia.threshold()
			amelia.texts()
			amelia.statement()
			amelia.system()
			amelia.signOut(amelia.name)
		})
	}
}

// manual tells whether this run takes the pictures of the manual.
func (a *administrator) manual() bool { return a.house.say.Lang() == "it" }

// room opens a page of the administration from the menu.
func (a *administrator) room(key string) {
	a.t.Helper()
	a.Goto("/amministrazione/")
	a.Click(a.house.say.T(key))
}

// later is a day some days ahead, as the house has it.
func (a *administrator) later(days int) terms.Date {
	return terms.DateOf(a.house.now()).AddDays(days)
}

// peopleAndOffices invites somebody, who has not signed in yet, and opens an office.
func (a *administrator) peopleAndOffices() {
	a.t.Helper()
	say := a.house.say
	a.Goto("/amministrazione/")
	a.Fill(say.T("admin.users.name"), "Dario Prova")
	a.Fill(say.T("admin.users.email"), "dario@ordine.example")
	a.Click(say.T("admin.users.invite_submit"))
	a.See(say.T("admin.users.invited"))
	role, _ := a.house.flow.Role("secretary")
	a.Select(say.T("admin.roles.role"), role.Label.In(say.Lang()))
	a.Click(say.T("admin.roles.grant"))
	a.See(say.T("admin.roles.granted"))
	a.Goto("/amministrazione/")
	invited := strings.TrimSpace(say.T("admin.users.invited_on", "at", ""))
	_, notYet, _ := strings.Cut(invited, ",")
	a.See(strings.TrimSpace(notYet))
	if a.manual() {
		a.Figure("amministratore-utenti")
	}
	a.room("admin.units.title")
	a.Fill(say.T("admin.units.name"), "Ufficio patrocinio")
	a.Click(say.T("admin.units.add_submit"))
	a.See("Ufficio patrocinio")
}

// holidays closes the office for two days and changes the patron; the calendar with
// which terms are computed has both, for the terms that begin from tomorrow.
func (a *administrator) holidays() {
	a.t.Helper()
	say, first := a.house.say, a.later(40)
	a.room("holidays.title")
	try := func(kind string) string { return say.T("holidays.try") + " (" + say.T("holidays.kind_"+kind) + ")" }
	a.Click(try("closing"))
	a.See(say.T("problem.office.reason_missing"))
	a.FillDate(say.T("holidays.from"), first.String())
	a.FillDate(say.T("holidays.to"), first.AddDays(1).String())
	a.Fill(say.T("holidays.reason"), "Delibera 12: chiusura degli uffici")
	a.Click(try("closing"))
	a.See(say.T("holidays.keep"))
	a.See(say.T("holidays.none_closing"))
	if a.manual() {
		a.Figure("amministratore-chiusura")
	}
	a.Click(say.T("holidays.confirm"))
	a.See(say.T("holidays.added"))
	a.See("Delibera 12: chiusura degli uffici")
	if a.manual() {
		a.Figure("amministratore-festivi")
	}
	a.Fill(say.T("holidays.patron_day"), "24")
	a.Select(say.T("holidays.patron_month"), say.T("common.month.m6"))
	// The second box of this name is the patron's.
	a.FillIn("[name=patron_reason]", "San Giovanni")
	a.Click(try("patron"))
	a.Click(say.T("holidays.confirm"))
	a.See(say.T("holidays.added"))
	calendar, err := a.house.app.Office.Calendar(a.t.Context())
	must(a.t, err)
	feast := terms.NewDate(2027, time.June, 24)
	for day, want := range map[terms.Date]bool{a.later(0): false, a.later(1): true} {
		if at := calendar.At(day); at.IsShut(first) != want || at.IsPatron(feast) != want {
			a.t.Errorf("a term that begins on %s knows the closing: %v, the feast: %v, want %v", day, at.IsShut(first), at.IsPatron(feast), want)
		}
	}
	year, _, _ := first.Date()
	a.Goto("/amministrazione/festivi?anno=" + terms.NewDate(year, 1, 1).String()[:4])
	a.Click(say.T("holidays.remove"))
	a.Click(say.T("holidays.remove_confirm"))
	a.See(say.T("holidays.removed"))
}

// threshold adds the amount of a decree; the form uses it from its day on.
func (a *administrator) threshold() {
	a.t.Helper()
	say, from := a.house.say, a.later(30)
	a.room("thresholds.title")
	table, _ := a.house.def.Table("income_limit")
	a.Click(table.Title.In(say.Lang()))
	a.FillDate(say.T("thresholds.from"), from.String())
	a.Fill(say.T("thresholds.value"), "14.321,00")
	a.Fill(say.T("thresholds.act"), "D.M. 1 dicembre 2026")
	a.Click(say.T("thresholds.try"))
	a.See(say.T("thresholds.filed_keep"))
	if a.manual() {
		a.Figure("amministratore-soglia")
	}
	a.Click(say.T("thresholds.confirm"))
	a.See(say.T("thresholds.added"))
	def, err := a.house.app.Forms.Published(a.t.Context(), a.house.def.Slug)
	must(a.t, err)
	for day, want := range map[terms.Date]int64{from.AddDays(-1): 1365964, from: 1432100} {
		e, err := def.Evaluate(a.t.Context(), forms.Input{Answers: forms.Answers{"own_taxable_income": int64(0)}, Now: day.End().Add(-time.Hour)})
		must(a.t, err)
		if got := e.Computed["income_limit"]; got != want {
			a.t.Errorf("an application filed on %s would use %v, want %d", day, got, want)
		}
	}
	a.FillDate(say.T("thresholds.day"), from.String())
	a.Click(say.T("thresholds.check_submit"))
	a.See("D.M. 1 dicembre 2026")
}

// texts writes the opening hours twice and puts the first back; a visitor reads them.
func (a *administrator) texts() {
	a.t.Helper()
	say := a.house.say
	a.room("texts.title")
	a.Click(say.T("texts.name.hours"))
	write := func(it, en string) {
		a.Fill(say.T("texts.in_it"), it)
		a.Fill(say.T("texts.in_en"), en)
		a.Click(say.T("texts.see"))
		a.See(it)
		a.Click(say.T("texts.save"))
		a.See(say.T("texts.saved"))
	}
	write("Dal lunedì al venerdì, dalle 9 alle 12.", "Monday to Friday, 9 to 12.")
	write("Chiuso fino a nuovo avviso.", "Closed until further notice.")
	if a.manual() {
		a.Figure("amministratore-testo")
	}
	a.Click(say.T("texts.version", "version", "1"))
	a.Click(say.T("texts.restore"))
	a.See(say.T("texts.saved"))
	visitor := a.house.window("visitatore")
	visitor.Goto("/informazioni")
	visitor.See(map[string]string{"it": "dalle 9 alle 12", "en": "9 to 12"}[say.Lang()])
}

// statement declares what is not accessible, and answers a visitor who reports a page.
func (a *administrator) statement() {
	a.t.Helper()
	say := a.house.say
	a.room("statement.title")
	a.Choose(say.T("statement.conformity"), say.T("statement.conformity_partial"))
	field := func(lang string) string {
		return say.T("statement.field_in", "field", say.T("statement.failing"), "language", say.T("texts.in_"+lang))
	}
	a.Fill(field("it"), "Le tabelle larghe si leggono male a 320 pixel.")
	a.Fill(field("en"), "Wide tables are hard to read at 320 pixels.")
	a.FillDate(say.T("statement.prepared_on"), a.later(0).String())
	a.Choose(say.T("statement.method"), say.T("statement.method_self"))
	a.Click(say.T("statement.save"))
	a.See(say.T("statement.saved"))
	if a.manual() {
		a.Figure("amministratore-dichiarazione")
	}
	zoe := a.house.window("zoe")
	zoe.Click(say.T("kit.footer.accessibility"))
	zoe.See(say.T("public.statement.partial"))
	zoe.Click(say.T("public.report.title"))
	zoe.Click(say.T("public.report.send"))
	zoe.See(say.T("problem.office.report_missing"))
	zoe.Fill(say.T("public.report.report"), "Il lettore di schermo non legge la tabella")
	zoe.Fill(say.T("public.report.email"), "zoe@posta.example")
	zoe.Click(say.T("public.report.send"))
	zoe.See(say.T("public.report.received"))
	told, err := a.house.mail("segreteria@ordine.example", delivery.FeedbackReceived, 1).Text()
	must(a.t, err)
	a.Goto(a.house.addressIn(told[strings.Index(told, "/amministrazione/")-len(a.house.URL):]))
	a.See("Il lettore di schermo non legge la tabella")
	a.Fill(say.T("feedback.answer"), "La tabella ora si legge. Grazie.")
	if a.manual() {
		a.Figure("amministratore-segnalazione")
	}
	a.Click(say.T("feedback.send"))
	a.See(say.T("feedback.state_answered"))
	answer, err := a.house.mail("zoe@posta.example", delivery.FeedbackAnswer, 1).Text()
	must(a.t, err)
	if !strings.Contains(answer, "La tabella ora si legge.") {
		a.t.Errorf("who reported the page is told:\n%s", answer)
	}
	a.Click(say.T("feedback.title"))
	st, err := a.house.app.Office.Statement(a.t.Context())
	if err != nil || st.Conformity != office.Partly {
		a.t.Errorf("the statement is %+v, error %v", st, err)
	}
}

// system looks at what the doctor says and at the backups.
func (a *administrator) system() {
	a.t.Helper()
	say := a.house.say
	a.room("system.title")
	a.See(say.T("doctor.title.disk"))
	a.Click(say.T("backups.title"))
	a.See(say.T("backups.none"))
	a.Goto("/amministrazione/ente/versioni")
	a.Click(say.T("texts.version", "version", "1"))
	a.Goto("/amministrazione/soglie")
}
