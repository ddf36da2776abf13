// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/delivery"
	"pratica/internal/terms"
	"pratica/testpeers/smtpsim"
	"pratica/tests/e2e"
)

// TestSecretariat is what the secretariat does beside the way of a case, in both
// languages: its list, what it does to many cases at once while a colleague works,
// files for a spreadsheet, notes to itself, cases of the same people, urgency, paper,
// and an annulment by the administrator.
func TestSecretariat(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "secretariat-"+lang, lang)
			carla, sara := s.employ("Carla Segreti", "secretary"), s.employ("Sara Collega", "secretary")
			amelia := s.administratorAtTheDesk()
			one := s.filed("patrocinio-civile-famiglia", nil)
			two, three := s.filed("patrocinio-civile-sola", nil), s.filed("patrocinio-civile-oltre", nil)
			again := s.filed("patrocinio-civile-famiglia", nil)
			marta := newApplicant(s.house, s.window("marta"), "handwritten")

			carla.enter()
			carla.narrows(one, again, two)
			carla.savesTheList(two)
			carla.seesTheSamePeople(one, again)
			carla.notes(one, marta)
			carla.marksUrgent(s, three)
			carla.takesWhatIsLeft(s, sara, one, two, three)
			carla.takesFiles(one, two, three, again)
			carla.registersPaper(s)
			amelia.enter()
			amelia.annuls(again)
			marta.readsWhyAnnulled()
			amelia.readsTheRegister(carla.name)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// narrows looks for a name, which stays out of the address, and turns the list round
// by name.
func (o *official) narrows(esempi, esempiToo, other casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.list()
	o.Figure("segreteria-elenco")
	o.Press(say.T("worklist.filter.title"))
	o.Fill(say.T("worklist.filter.q"), "Esempi")
	o.Click(say.T("worklist.filter.find"))
	o.See(say.T("worklist.total", "count", 2))
	o.See(esempi.Code)
	o.See(esempiToo.Code)
	o.Miss(other.Code)
	if strings.Contains(strings.ToLower(o.URL()), "esempi") {
		o.t.Errorf("the name stands in the address: %s", o.URL())
	}
	o.Click(say.T("worklist.column.filed")) // the order changes, and the filter stays
	o.See(say.T("worklist.total", "count", 2))
	o.Goto("/ufficio/?q=Esempi") // an address of an older release
	o.See(say.T("worklist.total", "count", 2))
	if strings.Contains(o.URL(), "Esempi") {
		o.t.Errorf("the name stays in the address: %s", o.URL())
	}
}

// savesTheList keeps a list under a name and finds it again, with a column more.
func (o *official) savesTheList(c casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.list()
	o.Press(say.T("worklist.filter.title"))
	o.Fill(say.T("worklist.filter.q"), c.Code)
	o.Press(say.T("worklist.filter.columns"))
	o.Tick(say.T("worklist.column.hearing"))
	o.Click(say.T("worklist.filter.find"))
	o.See(say.T("worklist.total", "count", 1))
	o.Press(say.T("worklist.view.save"))
	o.Fill(say.T("worklist.view.name"), "Da guardare domani")
	o.Click(say.T("worklist.view.do"))
	o.See(say.T("worklist.view.saved"))
	o.list()
	o.Press(say.T("worklist.view.title"))
	o.Click("Da guardare domani")
	o.See(say.T("worklist.total", "count", 1))
	o.See(say.T("worklist.column.hearing"))
	if !o.Has(`details a[aria-current="page"]`) {
		o.t.Error("the saved list is not marked as the one shown")
	}
}

// seesTheSamePeople finds the other case of who applied twice, on the case and
// before an act.
func (o *official) seesTheSamePeople(c, other casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.open(other.Code)
	o.See(say.T("office.related.title"))
	o.See(c.Code)
	o.See(say.T("office.related.by_tax_code"))
	o.Figure("segreteria-doppia")
	o.Click(o.action("urgency"))
	o.See(say.T("office.related.on_act"))
}

// notes writes a note that the applicant finds nowhere.
func (o *official) notes(c casework.Case, marta *applicant) {
	o.t.Helper()
	say := o.house.say
	const note = "Ha telefonato: porta il certificato lunedì."
	o.open(c.Code)
	o.Fill(say.T("office.notes.field"), note)
	o.Click(say.T("office.notes.add"))
	o.See(say.T("office.notes.added"))
	o.See(note)
	marta.openMail(delivery.Receipt)
	marta.See(c.Code)
	marta.Miss(note)
}

// marksUrgent puts a case before the others.
func (o *official) marksUrgent(s *staffed, c casework.Case) {
	o.t.Helper()
	day := terms.DateOf(s.now()).AddDays(2)
	o.open(c.Code)
	o.act("urgency", func() {
		o.FillDate(o.field("urgent_day"), day.String())
		o.Fill(o.field("urgent_reason"), "udienza anticipata")
	})
	o.list()
	if first := o.Text("tbody tr"); !strings.Contains(first, c.Code) {
		o.t.Errorf("the list begins with %s", first)
	}
	o.See(s.say.T("worklist.urgent", "date", s.say.Date(day)))
}

// takesWhatIsLeft tries to take charge of three cases; before it confirms a
// colleague took one, which is left alone and says who was faster.
func (o *official) takesWhatIsLeft(s *staffed, faster *official, one, two, three casework.Case) {
	o.t.Helper()
	say := s.say
	o.list()
	for _, c := range []casework.Case{one, two, three} {
		o.Tick(say.T("worklist.bulk.pick", "code", c.Code))
	}
	o.chooseBulk("take_charge")
	o.See(say.T("worklist.bulk.would", "count", 3))
	o.Figure("segreteria-insieme")
	s.do(faster.name, two.ID, "take_charge", "code", two.Code)
	o.Click(say.T("worklist.bulk.do", "count", 3))
	o.See(say.T("worklist.bulk.did", "count", 2, "of", 3))
	o.See(faster.name)
	o.Figure("segreteria-esito")
	outcome, _ := o.Download(o.Path() + "/esito.csv")
	for _, want := range []string{one.Code, two.Code, three.Code, faster.name} {
		if !strings.Contains(string(outcome), want) {
			o.t.Errorf("%s is not in the file of the outcome:\n%s", want, outcome)
		}
	}
	o.Click(say.T("worklist.run.title")) // it can be read again
	o.See(say.T("worklist.bulk.did", "count", 2, "of", 3))
	for _, c := range []casework.Case{one, two, three} {
		v := s.view(c)
		taker := v.Timeline[len(v.Timeline)-1].Who
		want := o.name
		if c.ID == two.ID {
			want = faster.name
		}
		if v.Case.State == c.State || taker != want {
			o.t.Errorf("%s is %s, taken by %s, want %s", c.Code, v.Case.State, taker, want)
		}
	}
}

// chooseBulk presses the button under the list, which another may be called like.
func (o *official) chooseBulk(act string) {
	o.t.Helper()
	o.TabTo("css", "[name=bulk][value="+act+"]")
	o.KeyOpen("\r")
}

// takesFiles has the list as a file for a spreadsheet, in both forms.
func (o *official) takesFiles(cases ...casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.list()
	o.See(say.T("worklist.file_text"))
	csv, head := o.Download(o.Attribute(`a[href*="elenco.csv"]`, "href"))
	if !strings.Contains(head.Get("Content-Disposition"), "attachment") || !strings.Contains(head.Get("Cache-Control"), "no-store") {
		o.t.Errorf("the file comes with %v", head)
	}
	xlsx, _ := o.Download(o.Attribute(`a[href*="elenco.xlsx"]`, "href"))
	for name, content := range map[string]string{"CSV": string(csv), "XLSX": unzipped(o.t, xlsx)} {
		for _, c := range cases {
			if !strings.Contains(content, c.Code) {
				o.t.Errorf("%s is not in the %s file", c.Code, name)
			}
		}
		if !strings.Contains(content, say.T("worklist.column.holder")) || strings.Contains(content, "<f>") {
			o.t.Errorf("the %s file has no heading, or a formula", name)
		}
	}
}

// unzipped is all text of a spreadsheet.
func unzipped(t *testing.T, file []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range archive.File {
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, content); err != nil {
			t.Fatal(err)
		}
		content.Close()
	}
	return all.String()
}

// registersPaper begins an application on paper; a day to come and a missing
// address are told first.
func (o *official) registersPaper(s *staffed) {
	o.t.Helper()
	say := s.say
	o.Click(say.T("office.paper.title"))
	o.Figure("segreteria-carta")
	o.Select(say.T("office.paper.procedure"), s.def.Title.In(say.Lang()))
	if o.Has(`[name=procedure] option[value="accesso-atti"]`) {
		o.t.Error("a procedure is offered whose cases the secretariat does not receive")
	}
	o.FillDate(say.T("office.paper.received"), terms.DateOf(s.now()).AddDays(3).String())
	o.Click(say.T("office.paper.start"))
	o.See(say.T("problem.intake.paper_future"))
	o.See(say.T("problem.intake.paper_address"))
	o.FillDate(say.T("office.paper.received"), terms.DateOf(s.now()).AddDays(-4).String())
	o.Fill(say.T("office.paper.postal"), "Via della Prova 1, 00000 Esempio")
	o.Click(say.T("office.paper.start"))
	o.See(say.T("office.paper.started"))
}

// annuls ends a case that was filed twice, which the administrator never reads.
func (o *official) annuls(c casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.Goto("/amministrazione/annullamenti")
	o.Fill(say.T("admin.annul.code"), c.Code)
	o.Fill(say.T("admin.annul.reason"), registeredTwice)
	o.Click(say.T("admin.annul.find"))
	o.See(say.T("admin.annul.question"))
	o.Miss("Esempi Marta")
	o.Figure("segreteria-annullamento")
	o.Click(say.T("admin.annul.confirm"))
	o.See(say.T("admin.annul.done", "code", c.Code))
}

const registeredTwice = "La stessa domanda è arrivata due volte."

// readsWhyAnnulled opens the mail, and finds the reason on the page too.
func (a *applicant) readsWhyAnnulled() {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), patience)
	defer cancel()
	var told string
	_, err := a.house.mails.Find(ctx, 1, func(m smtpsim.Mail) bool {
		text, err := m.Text()
		told = text
		return err == nil && m.To == a.address && strings.Contains(squeezed(text), registeredTwice)
	})
	a.house.must("the mail that says why", err)
	a.Goto(a.house.linkIn(told))
	a.Click(a.say("applicant.open.submit"))
	a.See(registeredTwice)
}

// readsTheRegister finds who read cases and who took the list away.
func (o *official) readsTheRegister(who string) {
	o.t.Helper()
	say := o.house.say
	(&administrator{account: o.account}).readRegister(who)
	exported := say.T("admin.audit.coded", "text", say.T("admin.audit.act.worklist_export"), "code", "worklist.export")
	if !o.Has("details[open] [name=action]") {
		o.Press(say.T("admin.audit.filter"))
	}
	o.Select(say.T("admin.audit.action"), exported)
	o.Click(say.T("admin.audit.find"))
	o.See(exported)
	o.See(who)
}

// squeezed is a text whose lines may have been broken anywhere.
func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }
