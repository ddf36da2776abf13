// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/delivery"
	"pratica/internal/forms"
	"pratica/tests/e2e"
)

const accessSlug = "accesso-atti"

// TestAccessToDocuments is the second procedure, which no Go code knows, from the
// catalogue to the answer, with the roles, states and terms of its file: the reasons
// against are told and observed upon, the term is suspended once, the answer is read.
// A request that nobody answers is refused by silence. A new version, published
// meanwhile by screen, changes neither what runs nor what is being written.
func TestAccessToDocuments(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			s := openStaffed(t, b, "access-"+lang, lang)
			s.goesBy(accessSlug)
			dora, remo := s.employ("Dora Sportello", "desk"), s.employ("Remo Responsabile", "keeper")
			sara, luca := newRequester(s, "sara"), newRequester(s, "luca")
			code := sara.request()
			silent := luca.request()

			dora.enter().gives(code, remo.name)
			remo.enter().tellsReasons(code)
			sara.observes()
			remo.suspendsOnce(code)
			sara.seesTheSuspension()
			remo.goesOn(code)

			draft := newRequester(s, "mina")
			draft.begin()
			draft.stop()
			s.publishNewer()
			s.keepVersions(sara.id(), draft)
			remo.answersLate(code)
			sara.readsTheAnswer()
			draft.finish()

			s.wait(40 * 24 * time.Hour) // a last day on a holiday is put off
			luca.isToldOfSilence(silent)
			t.Logf("%d shapes of pages checked", s.visited.Len())
		})
	}
}

// goesBy takes the words of the house from another procedure than legal aid.
func (h *house) goesBy(slug string) {
	h.t.Helper()
	var err error
	h.def, err = h.app.Forms.Published(h.t.Context(), slug)
	h.must(slug, err)
	h.flow, err = h.app.Casework.Definition(h.t.Context(), h.def.Digest)
	h.must(slug, err)
}

// requester is somebody who asks for documents.
type requester struct{ *applicant }

func newRequester(s *staffed, name string) *requester {
	s.t.Helper()
	a := &applicant{writer: newWriter(s.house, s.window(name), "accesso-atti-persona"), house: s.house, way: "handwritten", address: name + "@posta.example"}
	a.answers["email"] = a.address
	a.scan = paper(s.house, "documento.pdf", "Documento di prova")
	return &requester{a}
}

// Figure takes the picture for the manuals, which are in Italian.
func (r *requester) Figure(name string) {
	r.t.Helper()
	if r.lang == "it" {
		r.Person.Figure(name)
	}
}

// stateLabel is what the public reads of a state.
func (r *requester) stateLabel(name string) string {
	r.t.Helper()
	state, _ := r.house.flow.State(name)
	return state.Public.In(r.lang)
}

// request goes from the catalogue to the receipt, and gives the code.
func (r *requester) request() string {
	r.t.Helper()
	r.house.greet(r.Person)
	r.Figure("cittadino-catalogo")
	r.begin()
	r.finish()
	return codeShape.FindString(r.Text("main"))
}

// finish fills the pages from the first, and files.
func (r *requester) finish() {
	r.t.Helper()
	r.fillAll()
	r.Click(r.say("applicant.email_give"))
	r.Fill(r.say("applicant.email"), r.address)
	r.Click(r.say("applicant.email_submit"))
	r.openMail(delivery.DraftLink)
	r.Goto("/domanda/" + r.id() + "/riepilogo")
	r.Figure("cittadino-riepilogo")
	r.Click(r.say("applicant.summary.next"))
	r.freeze()
	r.upload(`label[for="f-signed_scan"]`, r.scan)
	r.upload(`label[for="f-identity_document"]`, r.scan)
	r.Click(r.say("applicant.sign.send"))
	r.See(r.say("applicant.receipt.done"))
	r.Figure("cittadino-ricevuta")
	r.openMail(delivery.Receipt)
}

// stop leaves the first page as it is, for later.
func (r *requester) stop() {
	r.t.Helper()
	r.Click(r.say("applicant.form.later"))
}

// explains opens how a term is computed, with the norm beside it.
func (r *requester) explains(name string) {
	r.t.Helper()
	term, _ := r.house.flow.Term(name)
	r.See(term.Label.In(r.lang))
	r.See(term.Rule.Norm)
	r.Press(r.say("papers.how"))
}

// gives assigns the request to the official in charge.
func (o *official) gives(code, keeper string) {
	o.t.Helper()
	o.open(code)
	role, _ := o.house.flow.Role("keeper")
	o.act("assign", func() { o.Choose(role.Label.In(o.house.say.Lang()), keeper) })
}

// tellsReasons finds reasons against, and tells them before refusing (L. 241/1990
// art. 10-bis).
func (o *official) tellsReasons(code string) {
	o.t.Helper()
	say := o.house.say
	o.open(code)
	o.act("check", func() {
		for _, point := range o.house.flow.Checklist {
			result := "point_ok"
			if point.Name == "grounds" {
				result = "point_failed"
			}
			o.Choose(point.Label.In(say.Lang()), say.T("workflow.choice."+result))
		}
	})
	o.Miss(o.action("ask_completion"))
	o.act("announce_refusal", func() { o.Fill(o.field("note_to_applicant"), against) })
	o.See(say.T("office.integration.open"))
}

const (
	against  = "Il verbale riguarda anche altre persone."
	observed = "Le parti che riguardano altri possono essere coperte."
)

// observes answers the reasons, and nothing else is asked.
func (r *requester) observes() {
	r.t.Helper()
	r.openMail(delivery.IntegrationRequested)
	r.explains("observations")
	r.Figure("cittadino-pratica")
	r.Click(r.say("applicant.home.answer"))
	r.See(against)
	if r.asks("document") || !r.asks("observations") {
		r.t.Errorf("more, or less, is asked than the observations:\n%s", r.Text("main"))
	}
	r.FillIn(`[name="observations"]`, observed)
	r.Click(r.say("applicant.integration.send"))
	r.See(r.say("applicant.integration.done"))
}

// suspendsOnce reads the observations and stops the term.
func (o *official) suspendsOnce(code string) {
	o.t.Helper()
	o.open(code)
	o.See(observed)
	o.act("suspend", nothing)
}

func (r *requester) seesTheSuspension() {
	r.t.Helper()
	r.openMail(delivery.StateChanged)
	r.See(r.stateLabel("suspended"))
	r.explains("information")
}

// goesOn ends the suspension; there is no second one.
func (o *official) goesOn(code string) {
	o.t.Helper()
	o.open(code)
	o.act("resume", nothing)
}

// publishNewer is the administrator with a new version.
func (s *staffed) publishNewer() {
	s.t.Helper()
	amelia := &administrator{account: s.chief, name: "Amelia Prova"}
	amelia.Person = s.window("amelia")
	amelia.signIn()
	source, err := fs.ReadFile(definitions.Files, "access-to-documents.yaml")
	s.must("definition", err)
	const before = "            - id: pec\n"
	newer := strings.NewReplacer(`version: "20`, `version: "30`, before, newQuestion+before, "max_length: 4000", "max_length: 3000").Replace(string(source))
	say := s.say
	amelia.Goto("/amministrazione/procedimenti")
	amelia.Attach(say.T("procedures.file"), onDisk(s.t, "accesso.yaml", []byte(newer)))
	amelia.Click(say.T("procedures.import_submit"))
	amelia.See(say.T("procedures.outline"))
	amelia.Click(say.T("procedures.publish"))
	amelia.Click(say.T("procedures.publish"))
	amelia.See(say.T("procedures.published"))
}

// newQuestion is what the newer version asks besides.
const newQuestion = "            - id: office_hint\n              type: text\n              label: {it: Quale ufficio lo ha, en: Which office has it}\n"

// seesTheNewVersion is told what is asked otherwise now, and goes on as before.
func (r *requester) seesTheNewVersion(now *forms.Definition) {
	r.t.Helper()
	r.Goto("/domanda/" + r.id() + "/")
	r.See(r.say("applicant.newer.text"))
	news := r.def.News(now)
	if len(news.Added) != 1 || len(news.Changed) != 1 {
		r.t.Fatalf("the versions differ by %+v", news)
	}
	r.See(r.say("applicant.newer.added", "label", news.Added[0].In(r.lang)))
	r.See(r.say("applicant.newer.changed", "label", news.Changed[0].In(r.lang)))
	r.Click(r.say("applicant.home.continue"))
	r.Miss(news.Added[0].In(r.lang))
}

// keepVersions finds case and draft on the version that they began with, while who
// begins now gets the new one.
func (s *staffed) keepVersions(id string, draft *requester) {
	s.t.Helper()
	ctx := s.t.Context()
	now, err := s.app.Forms.Published(ctx, accessSlug)
	s.must("published", err)
	if now.Digest == s.def.Digest {
		s.t.Error("nothing was published")
	}
	keeper := casework.Actor{Kind: audit.Official, ID: "nobody", Roles: []string{"desk"}}
	v, err := s.app.Casework.View(ctx, keeper, id)
	s.must("case", err)
	a, err := s.app.Intake.Get(ctx, draft.id())
	s.must("draft", err)
	if v.Case.Definition != s.def.Digest || a.Definition != s.def.Digest {
		s.t.Errorf("case and draft go by %s and %s, want %s", v.Case.Definition, a.Definition, s.def.Digest)
	}
	draft.seesTheNewVersion(now)
}

// answersLate grants, after all.
func (o *official) answersLate(code string) {
	o.t.Helper()
	o.open(code)
	o.act("answer", func() {
		o.Choose(o.field("outcome"), o.outcome("granted"))
		o.Fill(o.house.datum("granted", "instructions"), "La copia si ritira allo sportello.")
	})
}

func (r *requester) readsTheAnswer() {
	r.t.Helper()
	r.openMail(delivery.Decision)
	r.See(r.stateLabel("answered"))
	r.See("La copia si ritira allo sportello.")
	r.explains("appeal")
}

// isToldOfSilence reads that thirty days without an answer are a refusal, and what
// can be done.
func (r *requester) isToldOfSilence(code string) {
	r.t.Helper()
	r.openMail(delivery.StateChanged)
	r.See(code)
	r.See(r.stateLabel("silent"))
	state, _ := r.house.flow.State("silent")
	r.See(state.Explain.In(r.lang))
	r.explains("appeal")
}
