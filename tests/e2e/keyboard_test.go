// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestKeyboard is a day of the secretariat without a mouse, in both languages: the
// keys Tab, Enter, Space, the arrows and typing. Each stop of the focus on the way
// is checked (e2e.Person.TabTo).
func TestKeyboard(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "keyboard-"+lang, lang)
			_, err := s.app.Office.ImportCounsel(t.Context(), s.boss, strings.NewReader(counsel), false)
			s.must("list of counsel", err)
			carla, dario := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur")
			asked := s.filed("patrocinio-civile-famiglia", nil)
			one, two := s.filed("patrocinio-civile-sola", nil), s.filed("patrocinio-civile-oltre", nil)
			carla.Person = s.window(carla.name)
			k := &keyboard{official: carla, staffed: s}

			k.enters()
			k.finds(asked)
			k.takes(asked)
			k.checks("income")
			k.asksIntegration()
			newApplicant(s.house, s.window("marta"), "handwritten").answerIntegration()
			k.passesOn(asked, dario)
			k.takesMany(one, two)
			k.exports(asked, one, two)
			k.beginsPaper()
			k.leaves()
			t.Logf("%d stops of the focus, %d shapes of pages checked", k.stops, s.visited.Len())
		})
	}
}

// keyboard is an official without a mouse.
type keyboard struct {
	*official
	staffed *staffed
	stops   int
}

func (k *keyboard) say(key string, args ...any) string { return k.house.say.T(key, args...) }

// to brings the focus somewhere.
func (k *keyboard) to(kind, name string) {
	k.t.Helper()
	k.stops += k.TabTo(kind, name)
}

// press opens a link or presses a button.
func (k *keyboard) press(name string) {
	k.t.Helper()
	k.to("click", name)
	k.KeyOpen(kb.Enter)
}

// write fills a field.
func (k *keyboard) write(label, text string) {
	k.t.Helper()
	k.to("label", label)
	k.Type(text)
}

// enters signs in with password and phone. The first stop of the page leads past
// its head.
func (k *keyboard) enters() {
	k.t.Helper()
	k.Goto("/accesso")
	k.to("click", k.say("kit.skip"))
	k.Keys(kb.Enter)
	k.write(k.say("account.email"), k.email)
	k.write(k.say("account.password"), k.password)
	k.TabBack()
	k.to("label", k.say("account.password"))
	k.KeyOpen(kb.Enter)
	k.write(k.say("account.code.label"), k.code())
	k.press(k.say("account.sign_in.submit"))
	k.See(k.say("office.inbox.title"))
}

// finds narrows the list to one case, and opens it.
func (k *keyboard) finds(c casework.Case) {
	k.t.Helper()
	k.to("click", k.say("worklist.filter.title"))
	k.Keys(kb.Enter)
	k.write(k.say("worklist.filter.q"), c.Code)
	k.KeyOpen(kb.Enter)
	k.See(k.say("worklist.total", "count", 1))
	if strings.Contains(k.Path(), c.Code) {
		k.t.Errorf("what was looked for stands in the address: %s", k.Path())
	}
	k.press(c.Code)
	k.See(k.say("office.case.offers"))
}

// takes takes charge of a case by the code on its receipt.
func (k *keyboard) takes(c casework.Case) {
	k.t.Helper()
	k.press(k.say("office.inbox.title"))
	k.write(k.say("office.inbox.code"), c.Code)
	k.KeyOpen(kb.Enter)
	k.told("office.inbox.taken")
	if v := k.staffed.view(c); v.Case.State == c.State {
		k.t.Errorf("the case is still %s", c.State)
	}
}

// told says what was done, and the focus is on it.
func (k *keyboard) told(key string, args ...any) {
	k.t.Helper()
	k.See(k.say(key, args...))
	k.SeeFocus(".p-said")
}

// checks does the formal check; failed is the point that is found wanting.
func (k *keyboard) checks(failed string) {
	k.t.Helper()
	k.press(k.action("check"))
	for _, name := range due {
		k.to("css", `[name="point.`+name+`"]`)
		k.Keys(" ") // the first answer is that it is in order
		if name == failed {
			k.Keys(kb.ArrowDown)
		}
	}
	k.press(k.action("check"))
	k.told("office.act.done")
}

func (k *keyboard) asksIntegration() {
	k.t.Helper()
	k.press(k.action("request_integration"))
	k.write(k.field("note_to_applicant"), wanting)
	k.press(k.action("request_integration"))
	k.told("office.act.done")
}

// passesOn sees the answer, checks again, confirms the counsel and assigns by the
// rule.
func (k *keyboard) passesOn(c casework.Case, to *official) {
	k.t.Helper()
	k.press(k.say("office.inbox.title"))
	k.press(c.Code)
	k.See(corrected)
	k.checks("")
	k.press(k.action("confirm_counsel"))
	k.press(k.action("confirm_counsel"))
	k.told("office.act.done")
	k.press(k.action("conclude_check"))
	k.press(k.action("conclude_check"))
	k.told("office.act.done")
	k.press(k.action("assign"))
	k.press(k.action("assign")) // the rule has chosen already
	k.told("office.act.done")
	k.See(to.name)
}

// takesMany ticks two cases, sees what would become of them, and confirms.
func (k *keyboard) takesMany(cases ...casework.Case) {
	k.t.Helper()
	k.press(k.say("office.inbox.title"))
	for _, c := range cases {
		k.to("css", `[name=case][value="`+c.ID+`"]`)
		k.Keys(" ")
	}
	k.to("css", "[name=bulk][value=take_charge]")
	k.KeyOpen(kb.Enter)
	k.See(k.say("worklist.bulk.would", "count", len(cases)))
	for _, c := range cases {
		if v := k.staffed.view(c); v.Case.Version != c.Version {
			k.t.Errorf("%s: the trial changed it", c.Code)
		}
	}
	k.press(k.say("worklist.bulk.do", "count", len(cases)))
	k.See(k.say("worklist.bulk.did", "count", len(cases), "of", len(cases)))
	for _, c := range cases {
		if v := k.staffed.view(c); v.Case.State == c.State {
			k.t.Errorf("%s is still %s", c.Code, c.State)
		}
	}
}

// exports reaches both files, which have every case.
func (k *keyboard) exports(cases ...casework.Case) {
	k.t.Helper()
	k.press(k.say("worklist.view.back"))
	k.to("click", k.say("worklist.xlsx"))
	k.to("click", k.say("worklist.csv"))
	file, _ := k.Download(k.Attribute(`a[href*="elenco.csv"]`, "href"))
	for _, c := range cases {
		if !strings.Contains(string(file), c.Code) {
			k.t.Errorf("%s is not in the file", c.Code)
		}
	}
}

// beginsPaper begins an application that came on paper, up to its form.
func (k *keyboard) beginsPaper() {
	k.t.Helper()
	k.press(k.say("office.paper.title"))
	k.to("label", k.say("office.paper.procedure"))
	k.Keys(kb.End)
	day := strings.Split(terms.DateOf(k.house.now()).String(), "-")
	for i, part := range []string{"day", "month", "year"} {
		k.to("css", `[name="received.`+part+`"]`)
		k.Type(day[2-i])
	}
	k.write(k.say("office.paper.postal"), "Via della Prova 1, 00000 Esempio")
	k.press(k.say("office.paper.start"))
	k.told("office.paper.started")
}

func (k *keyboard) leaves() {
	k.t.Helper()
	k.Goto("/ufficio/")
	k.to("click", k.name)
	k.Keys(kb.Enter)
	k.press(k.say("kit.user.sign_out"))
	k.See(k.say("account.signed_out"))
}
