// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/database"
	"pratica/internal/documents/pdf"
	"pratica/internal/intake"
	"pratica/internal/terms"
)

// sample is a complete set of answers of an invented person.
type sample struct {
	slug    string
	answers json.RawMessage
}

func samples() ([]sample, error) {
	files, err := fs.Glob(definitions.Files, "samples/*.json")
	if err != nil {
		return nil, err
	}
	var all []sample
	for _, name := range files {
		b, err := fs.ReadFile(definitions.Files, name)
		if err != nil {
			return nil, err
		}
		slug := "patrocinio-civile"
		if strings.HasPrefix(path.Base(name), "accesso-atti") {
			slug = "accesso-atti"
		}
		all = append(all, sample{slug, b})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("demo: no samples")
	}
	return all, nil
}

// act is one act of a life: who does what, and what is filled in.
type act struct {
	by, action string
	values     map[string][]string
}

func values(pairs ...string) map[string][]string {
	v := map[string][]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = []string{pairs[i+1]}
	}
	return v
}

// makeCases files some hundred applications over the weeks before today; the
// office works on each up to a different point, further on the older ones.
func (m *maker) makeCases(ctx context.Context) error {
	all, err := samples()
	if err != nil {
		return err
	}
	const cases = 104
	start := m.clock.Now()
	span := m.until.Sub(start)
	for i := range cases {
		m.clock.Reach(start.Add(span * time.Duration(i) / cases))
		s := all[i%len(all)]
		id, err := m.file(ctx, s, i)
		if err != nil {
			return fmt.Errorf("demo: application %d: %w", i, err)
		}
		if err := m.app.Jobs.Drain(ctx); err != nil {
			return err
		}
		if err := m.live(ctx, life{id: id, slug: s.slug, number: i, kind: i / len(all), acts: min(i%13, (cases-i)/2)}); err != nil {
			return fmt.Errorf("demo: case %s: %w", id, err)
		}
		if i%20 == 19 {
			m.progress(fmt.Sprintf("cases %d/%d", i+1, cases))
		}
	}
	return m.app.Jobs.Drain(ctx)
}

// file takes an application from its start to its receipt.
func (m *maker) file(ctx context.Context, s sample, n int) (string, error) {
	def, err := m.app.Forms.Published(ctx, s.slug)
	if err != nil {
		return "", err
	}
	lang := "it"
	if n%9 == 4 {
		lang = "en"
	}
	a, err := m.app.Intake.Start(ctx, s.slug, def.Digest, lang)
	if err != nil {
		return "", err
	}
	keep := func(json.RawMessage) (json.RawMessage, error) { return s.answers, nil }
	if _, err := m.app.Intake.SavePage(ctx, a.ID, def.Pages[0].ID, 0, keep); err != nil {
		return "", err
	}
	if err := m.verify(ctx, a, fmt.Sprintf("persona%03d@posta.example", n)); err != nil {
		return "", err
	}
	paper, err := m.paper(ctx, "Documento di prova")
	if err != nil {
		return "", err
	}
	if err := m.attach(ctx, a.ID, paper); err != nil {
		return "", err
	}
	if err := m.sign(ctx, a.ID); err != nil {
		return "", err
	}
	_, err = m.app.Intake.Submit(ctx, a.ID)
	return a.ID, err
}

// attach puts the same paper into every place that must have one.
func (m *maker) attach(ctx context.Context, id string, paper []byte) error {
	a, err := m.app.Intake.Get(ctx, id)
	if err != nil {
		return err
	}
	_, e, err := m.app.Evaluate(ctx, a)
	if err != nil {
		return err
	}
	for _, s := range e.Slots {
		if !s.Required {
			continue
		}
		if err := m.app.Attach(ctx, id, s.Slot, s.ID+".pdf", bytes.NewReader(paper)); err != nil {
			return err
		}
	}
	return nil
}

// paper is a page that stands for somebody's document; each title has one, of the
// day when it was first asked for.
func (m *maker) paper(ctx context.Context, title string) ([]byte, error) {
	if page, ok := m.papers.Load(title); ok {
		return page.([]byte), nil
	}
	page, err := m.app.Documents.Writer.Write(ctx, pdf.Document{
		Title: title, Lang: "it", Created: m.clock.Now(), Watermark: "DIMOSTRAZIONE", Blocks: []pdf.Block{pdf.Paragraph{Text: "Persone e fatti sono inventati."}},
	})
	if err == nil {
		m.papers.Store(title, page)
	}
	return page, err
}

// verify opens the link that was mailed, as the applicant would.
func (m *maker) verify(ctx context.Context, a intake.Application, email string) error {
	if _, err := m.app.Intake.SetEmail(ctx, a.ID, email); err != nil {
		return err
	}
	var l intake.Link
	err := m.app.DB.Update(ctx, func(tx *database.Tx) (err error) {
		l, err = m.app.Intake.AccessLinkTo(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	_, err = m.app.Intake.OpenLink(ctx, l.Token)
	return err
}

// sign signs by hand: the scan of the signed page.
func (m *maker) sign(ctx context.Context, id string) error {
	a, err := m.app.Intake.Freeze(ctx, id, "handwritten")
	if err != nil {
		return err
	}
	def, err := m.app.Forms.ByDigest(ctx, a.Definition)
	if err != nil {
		return err
	}
	way, _ := def.Way("handwritten")
	scan, err := m.paper(ctx, "Scansione di prova")
	if err != nil {
		return err
	}
	for _, file := range way.Files {
		if err := m.app.AttachSigned(ctx, id, file.ID, file.ID+".pdf", bytes.NewReader(scan)); err != nil {
			return err
		}
	}
	return nil
}

// life is how far the office goes with a case.
type life struct {
	id, slug string
	number   int // varies the outcome
	kind     int // varies the course
	acts     int // how many are done
}

func (m *maker) live(ctx context.Context, l life) error {
	script := m.legalAid(l)
	if l.slug == "accesso-atti" {
		script = m.access(l)
	}
	for _, a := range script[:min(l.acts, len(script))] {
		m.clock.Advance(7 * time.Minute)
		if err := m.do(ctx, l.id, a); err != nil {
			return fmt.Errorf("%s: %w", a.action, err)
		}
	}
	return m.extras(ctx, l)
}

func (m *maker) do(ctx context.Context, id string, a act) error {
	person, err := m.doer(ctx, id, a.by)
	if err != nil {
		return err
	}
	who := casework.Actor{Kind: audit.Official, ID: person.Account, Roles: person.Roles}
	in := actions.Input{Values: a.values}
	switch a.action {
	case "take_charge":
		v, err := m.app.Casework.View(ctx, who, id)
		if err != nil {
			return err
		}
		in.Values = values("code", v.Case.Code)
	case "decide":
		file, err := m.signedDecision(ctx, who, id, in)
		if err != nil {
			return err
		}
		in.Files = []actions.File{file}
	}
	_, err = m.app.Casework.Act(ctx, who, id, a.action, casework.Command{Input: in})
	return err
}

// signedDecision prints the decision and signs it.
func (m *maker) signedDecision(ctx context.Context, who casework.Actor, id string, in actions.Input) (actions.File, error) {
	printed, err := m.app.PrintDecision(ctx, who, id, "decide", in)
	if err != nil {
		return actions.File{}, err
	}
	document, _, err := m.app.Documents.Read(ctx, id, printed.ID)
	if err != nil {
		return actions.File{}, err
	}
	signer, err := m.signer()
	if err != nil {
		return actions.File{}, err
	}
	signed, err := signer.PDF(document)
	if err != nil {
		return actions.File{}, err
	}
	return m.app.ReceiveFile(ctx, who, id, actions.DecisionSlot, "decisione_firmata.pdf", bytes.NewReader(signed))
}

// legalAid is the life of a case of legal aid; every third one waits for an
// integration.
func (m *maker) legalAid(l life) []act {
	passed, failed := checks()
	script := []act{{by: "secretary", action: "take_charge"}}
	if l.kind%3 == 1 {
		return append(script,
			act{by: "secretary", action: "check", values: failed},
			act{by: "secretary", action: "request_integration", values: values("note", "Può rispondere dal collegamento ricevuto per e-mail.")})
	}
	outcome := []string{"admitted", "admitted", "not_admitted", "inadmissible"}[l.number/2%4]
	number := fmt.Sprintf("%d/2026", 100+l.kind)
	script = append(script,
		act{by: "secretary", action: "confirm_counsel", values: values("counsel", LawyerCode)},
		act{by: "secretary", action: "check", values: passed},
		act{by: "secretary", action: "conclude_check"},
	)
	script = append(script, advice(l, outcome)...)
	return append(script,
		act{by: "board", action: "resolve", values: values("outcome", outcome, "number", number, "date", terms.DateOf(m.clock.Now()).String(), "presided", "Avv. Franca Consiglio")},
		act{by: "board", action: "decide", values: values("outcome", outcome, "data.reasons", "redditi e documenti sono stati esaminati insieme alle ragioni esposte.")},
		act{by: "secretary", action: "communicate"},
		act{by: "secretary", action: "close"})
}

// access is the life of a request for documents; every fifth one waits for
// information from elsewhere. Those that nobody answers are refused by silence.
func (m *maker) access(l life) []act {
	assigned := act{by: "secretary", action: "assign", values: values("official", m.people["keeper"].Account)}
	if l.kind%5 == 3 {
		return []act{assigned, {by: "keeper", action: "suspend"}}
	}
	return []act{
		assigned,
		{by: "keeper", action: "answer", values: values("outcome", "granted", "data.instructions", "I documenti sono pronti in segreteria, dal lunedì al venerdì.")},
	}
}

// points are those of the formal check.
var points = []string{"proceeding", "household", "income", "foreign_income", "residence", "merits", "signature"}

func checks() (passed, failed map[string][]string) {
	passed, failed = map[string][]string{}, map[string][]string{}
	for _, p := range points {
		passed["point."+p], failed["point."+p] = []string{"ok"}, []string{"ok"}
	}
	failed["point.income"] = []string{"failed"}
	return passed, failed
}
