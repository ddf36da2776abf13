// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"strings"

	"pratica/internal/i18n"
)

// Lot is what one kind of recipient gets of the decided cases: an entry of the
// key "lots", which stands beside "workflow" because the way of a case does not
// depend on it.
type Lot struct {
	Name  string
	Label i18n.Text
	Norm  string // why it is sent
	// Outcomes are those that the recipient is told of; empty is every one.
	Outcomes []string
	To       *Expr // the name of the recipient of a case; nothing is a missing recipient
	Every    Period
	// Scheduled lots are closed by the program when their period is over.
	Scheduled bool
	By        []string // roles that read and close them
	Contents  []Datum
	Files     []string // slots of the documents that go along
	// FileName is the rule for the names of files: {code}, {position}, {slot}
	// and the names of Contents.
	FileName i18n.Text
}

// Tells says whether the recipient is told of an outcome.
func (l Lot) Tells(outcome string) bool {
	if outcome == "" {
		return false
	}
	for _, o := range l.Outcomes {
		if o == outcome {
			return true
		}
	}
	return len(l.Outcomes) == 0
}

// Period is how often something comes round.
type Period string

// The periods. A week begins on Monday.
const (
	Weekly    Period = "week"
	Monthly   Period = "month"
	Quarterly Period = "quarter"
	Yearly    Period = "year"
)

var periods = []Period{Weekly, Monthly, Quarterly, Yearly}

// rawLot is what the parser reads under each name of the key "lots".
type rawLot struct {
	Label     words               `yaml:"label"`
	Norm      text                `yaml:"norm"`
	Outcomes  names               `yaml:"outcomes"`
	To        text                `yaml:"to"`
	Every     text                `yaml:"every"`
	Scheduled bool                `yaml:"scheduled"`
	By        names               `yaml:"by"`
	Contents  ordered[rawContent] `yaml:"contents"`
	Files     names               `yaml:"files"`
	FileName  text                `yaml:"file_name"`
}

type rawContent struct {
	Label words `yaml:"label"`
	Value text  `yaml:"value"`
	As    text  `yaml:"as"`
}

// ParseLots reads the key "lots" of a definition whose way was parsed. The
// error is like that of [Parse], which finds the same faults.
func ParseLots(source []byte, d *Definition) ([]Lot, error) {
	b := &builder{d: d}
	lots := b.lots(source)
	if len(b.wrong) > 0 {
		return nil, invalid(b.wrong)
	}
	return lots, nil
}

func (b *builder) lots(source []byte) []Lot {
	var raw ordered[rawLot]
	defer b.under(source, "lots", &raw)()
	var all []Lot
	for _, e := range raw {
		_, taken := find(all, e.name, func(l Lot) string { return l.Name })
		b.name(e.pos, e.name, taken)
		all = append(all, b.lot(e))
	}
	return all
}

func (b *builder) lot(e entry[rawLot]) Lot {
	l := Lot{
		Name: e.name, Label: b.words(e.pos, e.item.Label, true), Norm: b.norm(e.pos, e.item.Norm),
		Outcomes: b.known(e.item.Outcomes, "outcome", b.isOutcome), To: b.needed(e.pos, e.item.To), Every: b.period(e.pos, e.item.Every),
		Scheduled: e.item.Scheduled, By: b.readers(e.pos, e.item.By),
		Files: e.item.Files.values(),
	}
	for _, c := range e.item.Contents {
		b.name(c.pos, c.name, false)
		l.Contents = append(l.Contents, Datum{
			Name: c.name, Label: b.words(c.pos, c.item.Label, true), Value: b.needed(c.pos, c.item.Value), As: b.format(c.item.As),
		})
	}
	l.FileName = b.fileName(e, l.Contents)
	return l
}

// fileNameParts may stand in the rule for the names of files besides contents.
var fileNameParts = []string{"code", "position", "slot"}

func (b *builder) fileName(e entry[rawLot], contents []Datum) i18n.Text {
	rule := e.item.FileName
	if strings.TrimSpace(rule.value) == "" {
		b.fault(e.pos, "no_value")
	}
	data := contents
	for _, part := range fileNameParts {
		data = append(data[:len(data):len(data)], Datum{Name: part})
	}
	template := words{text: i18n.Text{i18n.Default: rule.value}, pos: rule.pos}
	b.placeholders(template, data)
	return template.text
}

func (b *builder) period(near pos, t text) Period {
	for _, p := range periods {
		if string(p) == t.value {
			return p
		}
	}
	if t.value == "" {
		b.fault(near, "no_value")
	} else {
		b.fault(t.pos, "bad_choice", "value", t.value, "choices", "week, month, quarter, year")
	}
	return ""
}
