// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"pratica/internal/casework"
	"pratica/internal/terms"
	"pratica/tests/e2e"
)

// TestSitting is a day of the board, in both languages: the library of reasons, a
// proposal made with it, the agenda in its order, one act about several cases of
// which one is put off, and the list of the minutes.
func TestSitting(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "sitting-"+lang, lang)
			carla, dario, franca := s.employ("Carla Segreti", "secretary"), s.employ("Dario Relatore", "rapporteur"), s.employ("Franca Consiglio", "board")
			one := s.proposed(carla.name, dario.name, s.filed("patrocinio-civile-famiglia", nil), "admitted")
			two := s.proposed(carla.name, dario.name, s.filed("patrocinio-civile-sola", nil), "admitted")
			three := s.assigned(carla.name, dario.name, s.filed("patrocinio-civile-oltre", nil))

			franca.enter()
			franca.keepReason("Reddito oltre il limite", "il reddito della famiglia supera il limite di legge.")
			dario.enter()
			dario.proposeFromLibrary(three)
			dario.noSittings()
			sitting := franca.makeSitting(s)
			franca.arrange(s, sitting, three, one, two)
			franca.resolveMany(s, sitting, three, one, two)
			franca.readMinutes(s, sitting)
			carla.enter()
			carla.decidesWhatWasResolved(s, three)
			carla.takesThePutOff(s, two)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// keepReason puts a text into the library; one without a name is refused.
func (o *official) keepReason(title, text string) {
	o.t.Helper()
	say := o.house.say
	o.Click(say.T("sittings.title"))
	o.Click(say.T("reasons.title"))
	o.See(say.T("reasons.none_text"))
	o.Fill(say.T("reasons.text"), text)
	o.Click(say.T("reasons.add"))
	o.See(say.T("problem.casework.required"))
	o.Fill(say.T("reasons.name"), title)
	o.Click(say.T("reasons.add"))
	o.See(say.T("reasons.added"))
	o.See(text)
}

// proposeFromLibrary writes reasons around a text of the library, which goes where
// the cursor is.
func (o *official) proposeFromLibrary(c casework.Case) {
	o.t.Helper()
	say := o.house.say
	o.open(c.Code)
	o.act("no_conflict", func() { o.Choose(say.T("workflow.field.no_conflict"), say.T("kit.yes")) })
	o.Figure("consigliere-pratica")
	o.act("propose", func() {
		o.Choose(o.field("outcome"), o.outcome("not_admitted"))
		o.Fill(o.field("reasons"), "visti gli atti,")
		o.Select(say.T("reasons.choose"), "Reddito oltre il limite")
		o.Press(say.T("reasons.insert"))
		const want = "visti gli atti,\nil reddito della famiglia supera il limite di legge."
		o.SeeValue(o.field("reasons"), want)
		o.Figure("consigliere-proposta")
	})
}

// noSittings: who proposes sees neither sittings nor lots nor statistics in the menu
// that are not theirs.
func (o *official) noSittings() {
	o.t.Helper()
	o.Goto("/ufficio/")
	for _, path := range []string{"/ufficio/sedute", "/ufficio/lotti", "/ufficio/statistiche", "/ufficio/turni"} {
		if o.Has(`header a[href="` + path + `"]`) {
			o.t.Errorf("the rapporteur's menu has %s", path)
		}
	}
}

// makeSitting prepares today's sitting, after a day that there is not, and gives
// its address.
func (o *official) makeSitting(s *staffed) string {
	o.t.Helper()
	say := s.say
	o.Goto("/ufficio/sedute")
	o.See(say.T("sittings.none_text"))
	o.FillDate(say.T("sittings.day"), "2026-02-30")
	o.Click(say.T("sittings.make"))
	o.See(say.T("problem.casework.bad_date"))
	o.FillDate(say.T("sittings.day"), terms.DateOf(s.now()).String())
	o.Fill(say.T("sittings.presides"), "Avv. Franca Consiglio")
	o.Click(say.T("sittings.make"))
	o.See(say.T("sittings.empty_text"))
	return o.Path()
}

// arrange gives the cases their places, and reads the agenda as it is printed.
func (o *official) arrange(s *staffed, sitting string, cases ...casework.Case) {
	o.t.Helper()
	say := s.say
	for i, c := range cases {
		o.Fill(say.T("sittings.place_of", "code", c.Code), []string{"1", "2", "3"}[i])
	}
	o.Click(say.T("sittings.save_agenda"))
	o.See(say.T("sittings.arranged"))
	o.inOrder(o.Text("table"), cases)
	o.Figure("consigliere-seduta")
	book, err := s.app.Sittings.Get(o.t.Context(), s.holders["Franca Consiglio"], id(sitting))
	s.must("agenda", err)
	for i, c := range cases {
		if book.Agenda[i].Case.ID != c.ID {
			o.t.Errorf("place %d of the agenda is %s, want %s", i+1, book.Agenda[i].Case.Code, c.Code)
		}
	}
	o.media("print")
	paper := o.Text("main")
	o.media("")
	o.inOrder(paper, cases)
	if strings.Contains(paper, say.T("sittings.save_agenda")) {
		o.t.Error("the form that arranges the agenda is printed")
	}
}

// inOrder wants the codes of the cases in a text, in this order.
func (o *official) inOrder(text string, cases []casework.Case) {
	o.t.Helper()
	for _, c := range cases {
		_, after, there := strings.Cut(text, c.Code)
		if !there {
			o.t.Errorf("%s is missing, or not in its place:\n%s", c.Code, text)
		}
		text = after
	}
}

// media shows the page as on paper, or ("") as on the screen.
func (o *official) media(kind string) {
	o.t.Helper()
	err := chromedp.Do(o.Context(), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind})
		return err
	}))
	o.house.must("media", err)
}

// resolveMany records one act about the first two cases and puts the third off.
// What is wrong is told case by case, and the trial does nothing.
func (o *official) resolveMany(s *staffed, sitting string, refused, admitted, putOff casework.Case) {
	o.t.Helper()
	say := s.say
	o.Click(say.T("sittings.resolve"))
	o.Select(say.T("sittings.outcome_of", "code", putOff.Code), say.T("sittings.put_off"))
	reasonsOf := say.T("sittings.reasons_of", "code", refused.Code)
	o.Fill(reasonsOf, "")
	o.Click(say.T("sittings.try"))
	o.See(say.T("sittings.would_do", "fine", 0, "all", 3))
	o.Fill(o.field("resolution_number"), "21/2026")
	o.Select(say.T("reasons.choose"), "Reddito oltre il limite")
	o.Press(say.T("reasons.insert") + " " + refused.Code)
	o.SeeValue(reasonsOf, "il reddito della famiglia supera il limite di legge.")
	o.Click(say.T("sittings.try"))
	o.See(say.T("sittings.would_do", "fine", 2, "all", 3))
	o.Figure("consigliere-delibera")
	for _, c := range []casework.Case{refused, admitted} {
		if v := s.view(c); v.Case.Facts["resolution"] != nil {
			o.t.Errorf("%s: the trial resolved it", c.Code)
		}
	}
	o.Click(say.T("sittings.record"))
	o.See(say.T("sittings.was_resolved", "number", "21/2026"))
	for c, want := range map[string]string{refused.ID: "not_admitted", admitted.ID: "admitted"} {
		if got, _ := s.view(casework.Case{ID: c}).Case.Facts["resolution"].(map[string]any); got["outcome"] != want || got["number"] != "21/2026" {
			o.t.Errorf("resolution %v, want %s", got, want)
		}
	}
	o.Goto(sitting)
	o.inOrder(o.Text("table"), []casework.Case{refused, admitted, putOff})
	if n := strings.Count(o.Text("table"), say.T("sittings.put_off")); n != 1 {
		o.t.Errorf("%d cases are put off, want one", n)
	}
}

func (o *official) readMinutes(s *staffed, sitting string) {
	o.t.Helper()
	o.Goto(sitting)
	if minutes := pdfBehind(o.t, o.Person, `a[href$="/verbale"]`); len(minutes) < 2000 {
		o.t.Errorf("minutes of %d bytes", len(minutes))
	}
}

// decidesWhatWasResolved: the form of the decision begins with outcome and reasons
// of the sitting.
func (o *official) decidesWhatWasResolved(s *staffed, c casework.Case) {
	o.t.Helper()
	o.open(c.Code)
	o.Click(o.action("decide"))
	if got := o.Value(s.datum("not_admitted", "reasons")); got != "il reddito della famiglia supera il limite di legge." {
		o.t.Errorf("the decision begins with the reasons %q", got)
	}
}

// takesThePutOff puts the case that was put off on the agenda of another day.
func (o *official) takesThePutOff(s *staffed, c casework.Case) {
	o.t.Helper()
	say := s.say
	o.Goto("/ufficio/sedute")
	o.FillDate(say.T("sittings.day"), terms.DateOf(s.now()).AddDays(7).String())
	o.Click(say.T("sittings.make"))
	o.Fill(say.T("sittings.place_of", "code", c.Code), "1")
	o.Click(say.T("sittings.save_agenda"))
	o.inOrder(o.Text("table"), []casework.Case{c})
}

// id is the last part of an address.
func id(path string) string { return path[strings.LastIndex(path, "/")+1:] }
