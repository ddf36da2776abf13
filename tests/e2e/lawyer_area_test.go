// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"archive/zip"
	"bytes"
	"regexp"
	"strings"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/intake"
	"pratica/tests/e2e"
)

// TestLawyersArea is a lawyer's work with somebody who helps: several drafts, one
// thrown away and brought back, one that the helper prepares and may not file;
// then the client's card, an application with the same answers, receipts and
// terms, and the acts of counsel. In English nobody in the firm's windows runs
// scripts.
func TestLawyersArea(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, tt := range []struct {
		lang  string
		plain bool
	}{{"it", false}, {"en", true}} {
		t.Run(tt.lang, func(t *testing.T) {
			t.Parallel()
			h, amelia := openHouse(t, b, tt.lang)
			carla := amelia.invite("Carla Segreti", "segreteria@ordine.example", "secretary")
			amelia.importCounsel()
			h.plain = tt.plain
			livia := carla.invite("Avv. Livia Difesa")
			livia.keepsDrafts()
			pia := livia.names("Pia Pratica", "praticante@studio.example")
			pia.prepares(livia.name)
			pia.isRefused(livia.name)
			code := livia.filesWhatWasPrepared()

			carla.takeCharge(code)
			carla.act("confirm_counsel", nothing)
			livia.findsClient(code)
			livia.beginsAgain(code)
			livia.takesAlong(code)
			pia.readsCase(livia.name, code)
			livia.revokes(pia)
			livia.keepsWhatAClientBegan()
			livia.withdraws(code)
			livia.declares(code)
			livia.givesUp(code)
			t.Logf("%d shapes of pages checked", h.visited.Len())
		})
	}
}

// slug of the procedure, and the client of its sample.
const client = "Marta Esempi"

// drafts are those in the lawyer's area, the newest first.
func (c *counselor) drafts() []intake.AreaDraft {
	c.t.Helper()
	listed, err := c.house.app.Office.CounselByFiscalCode(c.t.Context(), lawyerCode)
	c.house.must("counsel", err)
	list, err := c.house.app.Intake.InArea(c.t.Context(), listed.Account, false, "", 10)
	c.house.must("drafts", err)
	return list
}

// begins an application from the catalogue.
func (c *counselor) begins() {
	c.t.Helper()
	c.Goto("/")
	c.Click(c.house.def.Title.In(c.house.say.Lang()))
	c.Click(c.house.say.T("applicant.sheet.start"))
}

// keepsDrafts begins two applications, finds both in the area without a link, and
// throws one away, with a change of mind between.
func (c *counselor) keepsDrafts() {
	c.t.Helper()
	say := c.house.say
	c.Click(say.T("lawyer.drafts.title"))
	c.See(say.T("lawyer.drafts.none"))
	c.begins()
	first := newWriter(c.house, c.Person, "patrocinio-civile-famiglia")
	first.page(c.house.def.Pages[0], say.T("applicant.form.next"), func() {})
	c.begins()
	c.Goto("/avvocato/bozze")
	c.See(client)
	c.See(say.T("lawyer.drafts.no_client"))
	c.See(say.T("lawyer.drafts.page", "title", c.house.def.Pages[0].Title.In(say.Lang()), "n", 1, "of", len(c.house.def.Pages)))
	c.Figure("avvocato-bozze")
	empty := c.drafts()[0].Code
	of := " " + say.T("lawyer.drafts.no_client") + ", " + empty
	c.Click(say.T("lawyer.drafts.remove") + of)
	c.See(say.T("lawyer.drafts.removed"))
	if n := len(c.drafts()); n != 1 {
		c.t.Errorf("%d drafts after one was thrown away", n)
	}
	c.Click(say.T("lawyer.drafts.restore") + of)
	c.See(say.T("lawyer.drafts.restored"))
	if n := len(c.drafts()); n != 2 {
		c.t.Errorf("%d drafts after one was brought back", n)
	}
	c.Click(say.T("lawyer.drafts.remove") + of)
	c.Click(say.T("lawyer.drafts.resume") + " " + client + ", " + c.drafts()[0].Code)
	c.See(c.house.def.Pages[0].Title.In(say.Lang()))
	c.See(say.T("lawyer.drafts.title")) // the way back
}

// helper is somebody who helps a lawyer.
type helper struct {
	*account
	name string
}

// names invites a helper, who joins.
func (c *counselor) names(name, email string) *helper {
	c.t.Helper()
	say := c.house.say
	c.Goto("/avvocato/")
	c.Click(say.T("lawyer.helpers.title"))
	c.See(say.T("lawyer.helpers.none"))
	c.Click(say.T("lawyer.helpers.send"))
	c.See(say.T("problem.identity.email_invalid"))
	c.Fill(say.T("lawyer.helpers.name"), name)
	c.Fill(say.T("lawyer.helpers.email"), "segreteria@ordine.example")
	c.Click(say.T("lawyer.helpers.send"))
	c.See(say.T("problem.identity.helper_refused"))
	c.Fill(say.T("lawyer.helpers.email"), email)
	c.Click(say.T("lawyer.helpers.send"))
	c.See(say.T("lawyer.helpers.invited", "email", email))
	c.Figure("avvocato-collaboratori")
	return &helper{account: c.house.join(name, email, c.house.link(email, delivery.InvitationHelper, 1)), name: name}
}

// prepares an application for a lawyer: all pages and all attachments.
func (p *helper) prepares(lawyer string) {
	p.t.Helper()
	say := p.house.say
	p.Goto("/studio/")
	p.Click(lawyer)
	p.Select(say.T("lawyer.case.procedure"), p.house.def.Title.In(say.Lang()))
	p.Figure("collaboratore-studio")
	p.Click(say.T("lawyer.studio.begin_submit"))
	a := newApplicant(p.house, p.Person, "handwritten")
	a.fillAll()
	a.attachRequired()
	p.Click(say.T("applicant.files.next"))
}

// isRefused asks for what only the lawyer does, by button and by addresses typed.
func (p *helper) isRefused(lawyer string) {
	p.t.Helper()
	say := p.house.say
	no := say.T("problem.gate.only_lawyer", "name", lawyer)
	draft := strings.TrimSuffix(p.Path(), "/riepilogo")
	p.Click(say.T("applicant.summary.next"))
	p.See(no)
	p.Figure("collaboratore-rifiuto")
	for _, address := range []string{"/firma", "/email", "/ricevuta", "/atti/withdraw", "/copia.zip"} {
		p.Goto(draft + address)
		p.See(no)
	}
	for _, address := range []string{"/avvocato/", "/avvocato/bozze", "/avvocato/collaboratori"} {
		p.Goto(address)
		p.See(say.T("problem.gate.forbidden"))
	}
	if n := p.house.filings(); n != 0 {
		p.t.Errorf("%d filings by a helper", n)
	}
}

// filesWhatWasPrepared finds the helper's draft, signs and files it, and finds it
// gone from the drafts. No link was mailed on the way.
func (c *counselor) filesWhatWasPrepared() string {
	c.t.Helper()
	say := c.house.say
	c.Goto("/avvocato/bozze")
	c.See("Pia Pratica")
	prepared := c.drafts()[0]
	c.Click(say.T("lawyer.drafts.resume") + " " + client + ", " + prepared.Code)
	a := newApplicant(c.house, c.Person, "handwritten")
	c.Click(say.T("applicant.files.title"))
	a.sign()
	c.DoubleClick(say.T("applicant.sign.send"), func() {})
	code := a.receipt(c.house.number(1))
	for _, left := range c.drafts() {
		if left.ID == prepared.ID {
			c.t.Error("what was filed is among the drafts")
		}
	}
	c.Goto("/avvocato/bozze")
	c.See(say.T("lawyer.filed.title"))
	c.See(code)
	if n := c.house.filings(); n != 1 {
		c.t.Errorf("%d filings after a double click", n)
	}
	return code
}

// findsClient sees the case and the client's card.
func (c *counselor) findsClient(code string) {
	c.t.Helper()
	say := c.house.say
	c.told(code)
	c.Goto("/avvocato/bozze")
	c.Miss(say.T("lawyer.filed.title"))
	c.Goto("/avvocato/")
	c.See(client)
	c.Click(say.T("lawyer.clients.title"))
	c.See(client)
	c.Figure("avvocato-assistiti")
	c.Click(code)
	c.See(say.T("papers.timeline"))
	c.Figure("avvocato-pratica")
}

// beginsAgain begins an application with the answers of the case.
func (c *counselor) beginsAgain(code string) {
	c.t.Helper()
	say := c.house.say
	before := len(c.drafts())
	c.Click(say.T("lawyer.again"))
	c.See(say.T("lawyer.again_done"))
	if got := c.Attribute(`[name="surname"]`, "value"); got != "Esempi" {
		c.t.Errorf("the surname is %q", got)
	}
	if n := len(c.drafts()); n != before+1 {
		c.t.Errorf("%d drafts, before %d", n, before)
	}
}

var receiptName = regexp.MustCompile(`^\d{4}-\d+_[0-9A-Z-]+_\d{4}-\d{2}-\d{2}.*\.pdf$`)

// takesAlong gets the receipts, named by rule, and the terms as a calendar.
func (c *counselor) takesAlong(code string) {
	c.t.Helper()
	c.Goto("/avvocato/")
	content, _ := c.Download(c.Attribute(`a[href$="ricevute.zip"]`, "href"))
	packed, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	c.house.must("receipts", err)
	found := 0
	for _, f := range packed.File {
		if strings.HasSuffix(f.Name, ".pdf") {
			found++
			if !receiptName.MatchString(f.Name) || !strings.Contains(strings.ReplaceAll(f.Name, "-", ""), strings.ReplaceAll(code, "-", "")) {
				c.t.Errorf("a receipt is named %q", f.Name)
			}
		}
	}
	if found != 1 {
		c.t.Errorf("%d receipts", found)
	}
	c.Click(code)
	calendar, header := c.Download(c.Attribute(`a[href$=".ics"]`, "href"))
	if !strings.HasPrefix(header.Get("Content-Type"), "text/calendar") || !bytes.Contains(calendar, []byte("BEGIN:VALARM")) {
		c.t.Errorf("%s:\n%s", header.Get("Content-Type"), calendar)
	}
}

// readsCase sees where a case stands and its receipt, and none of its answers.
func (p *helper) readsCase(lawyer, code string) {
	p.t.Helper()
	say := p.house.say
	p.Goto("/studio/")
	p.Click(lawyer)
	p.Click(code)
	p.See(say.T("papers.timeline"))
	p.See(say.T("lawyer.studio.limits"))
	if p.Has("#answers") || p.Has(`a[href$=".zip"]`) {
		p.t.Errorf("a helper reads answers:\n%s", p.Text("main"))
	}
	pdfBehind(p.t, p.Person, `a[href$="/ricevuta"]`)
}

// revokes reads what the helper did, takes the rights back, and the helper is out.
func (c *counselor) revokes(p *helper) {
	c.t.Helper()
	say := c.house.say
	c.Goto("/avvocato/collaboratori")
	c.Click(p.name)
	for _, act := range []string{"begin", "prepare", "attach", "case"} {
		c.See(say.T("lawyer.helpers.act_" + act))
	}
	c.Figure("avvocato-collaboratore")
	c.Click(say.T("lawyer.helpers.end"))
	c.See(say.T("lawyer.helpers.ended", "name", p.name))
	p.Goto("/studio/")
	p.See(say.T("account.sign_in.title"))
	p.signIn()
	p.Goto("/studio/")
	p.See(say.T("problem.gate.forbidden"))
}

// keepsWhatAClientBegan opens a client's link and brings the draft into the area;
// the client goes on with it too.
func (c *counselor) keepsWhatAClientBegan() {
	c.t.Helper()
	say := c.house.say
	marta := newApplicant(c.house, c.house.window("marta"), "handwritten")
	marta.begin()
	draft := "/domanda/" + marta.id()
	marta.Goto(draft + "/email")
	marta.Fill(say.T("applicant.email"), marta.address)
	marta.Click(say.T("applicant.email_submit"))
	before := len(c.drafts())
	c.Goto(c.house.link(marta.address, delivery.DraftLink, 1))
	c.Click(say.T("applicant.open.submit"))
	c.Click(say.T("applicant.area.keep"))
	c.See(say.T("applicant.area.kept"))
	if n := len(c.drafts()); n != before+1 {
		c.t.Errorf("%d drafts, before %d", n, before)
	}
	c.Goto(draft)
	c.Miss(say.T("applicant.area.keep"))
	marta.Goto(draft + "/pagina/" + c.house.def.Pages[0].ID)
	marta.See(c.house.def.Pages[0].Title.In(say.Lang()))
}

// act does an act of a party on the case that is open.
func (h *house) act(p *e2e.Person, name string, fill func()) {
	h.t.Helper()
	a, _ := h.flow.Action(name)
	label := a.Label.In(h.say.Lang())
	p.Click(label)
	fill()
	p.Click(label) // not confirmed
	p.See(h.say.T("problem.acts.unconfirmed"))
	p.Tick(h.say.T("acts.confirm", "act", label))
	p.Click(label)
	p.See(h.say.T("acts.done"))
}

func (c *counselor) open(code string) {
	c.t.Helper()
	c.Goto("/avvocato/")
	c.Click(code)
}

// withdraws, and changes their mind.
func (c *counselor) withdraws(code string) {
	c.t.Helper()
	c.open(code)
	c.house.act(c.Person, "withdraw", nothing)
	withdrawn, _ := c.house.flow.Action("withdraw")
	c.See(withdrawn.Done.In(c.house.say.Lang()))
	c.house.act(c.Person, "keep_application", nothing)
	kept, _ := c.house.flow.Action("keep_application")
	c.See(kept.Done.In(c.house.say.Lang()))
	c.Miss(kept.Label.In(c.house.say.Lang()))
}

// asked is the label of something that an action asks for.
func (h *house) asked(action, name string) string {
	a, _ := h.flow.Action(action)
	for _, f := range a.Asks {
		if f.Name == name {
			return f.Label.In(h.say.Lang())
		}
	}
	h.t.Fatalf("house: %s asks for no %s", action, name)
	return ""
}

// declares a change of income (art. 79 c. 1 d), which stays in the timeline.
func (c *counselor) declares(code string) {
	c.t.Helper()
	c.open(code)
	c.house.act(c.Person, "declare_income", func() {
		for name, value := range map[string]string{"income_year": "2026", "own_income": "9000", "household_income": "12900", "change": "Ha cambiato lavoro."} {
			c.Fill(c.house.asked("declare_income", name), value)
		}
	})
	declared, _ := c.house.flow.Action("declare_income")
	c.See(declared.Done.In(c.house.say.Lang()))
}

// givesUp the mandate: the case leaves the area.
func (c *counselor) givesUp(code string) {
	c.t.Helper()
	c.open(code)
	c.house.act(c.Person, "give_up_mandate", nothing)
	c.See(c.house.say.T("lawyer.cases.none"))
}
