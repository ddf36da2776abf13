// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"slices"

	"pratica/internal/i18n"
)

// Statistic is a table of yearly counts: an entry of the key "statistics",
// which stands beside "workflow".
type Statistic struct {
	Name   string
	Label  i18n.Text
	Norm   string   // who asks for it; may be empty
	By     []string // roles that read it
	Counts []Count
}

// Count is one row of a statistic: how many cases of a year.
type Count struct {
	Name     string
	Label    i18n.Text
	Explain  i18n.Text // what is counted, in a sentence; may be empty
	Decided  bool      // counted in the year of the decision, not of the filing
	Outcomes []string
	When     *Expr // only the cases for which it holds; nil is all
	Split    *Expr // one row for each of its values; nil is one row
}

// Has says whether a case decided with an outcome is of the count, as far as
// the outcome says; the outcome is empty while there is none.
func (c Count) Has(outcome string) bool {
	if outcome == "" {
		return !c.Decided && len(c.Outcomes) == 0
	}
	return len(c.Outcomes) == 0 || slices.Contains(c.Outcomes, outcome)
}

// rawStatistic is what the parser reads under each name of "statistics".
type rawStatistic struct {
	Label  words             `yaml:"label"`
	Norm   text              `yaml:"norm"`
	By     names             `yaml:"by"`
	Counts ordered[rawCount] `yaml:"counts"`
}

type rawCount struct {
	Label    words `yaml:"label"`
	Explain  words `yaml:"explain"`
	Year     text  `yaml:"year"` // filed or decided
	Outcomes names `yaml:"outcomes"`
	When     text  `yaml:"when"`
	Split    text  `yaml:"split"`
}

// ParseStatistics reads the key "statistics" of a definition whose way was
// parsed. The error is like that of [Parse], which finds the same faults.
func ParseStatistics(source []byte, d *Definition) ([]Statistic, error) {
	b := &builder{d: d}
	all := b.statistics(source)
	if len(b.wrong) > 0 {
		return nil, invalid(b.wrong)
	}
	return all, nil
}

func (b *builder) statistics(source []byte) []Statistic {
	var raw ordered[rawStatistic]
	defer b.under(source, "statistics", &raw)()
	var all []Statistic
	for _, e := range raw {
		_, taken := find(all, e.name, func(s Statistic) string { return s.Name })
		b.name(e.pos, e.name, taken)
		s := Statistic{Name: e.name, Label: b.words(e.pos, e.item.Label, true), Norm: e.item.Norm.value, By: b.readers(e.pos, e.item.By)}
		for _, c := range e.item.Counts {
			_, taken := find(s.Counts, c.name, func(c Count) string { return c.Name })
			b.name(c.pos, c.name, taken)
			s.Counts = append(s.Counts, b.count(c))
		}
		all = append(all, s)
	}
	return all
}

func (b *builder) count(e entry[rawCount]) Count {
	c := Count{
		Name: e.name, Label: b.words(e.pos, e.item.Label, true), Explain: b.words(e.pos, e.item.Explain, false),
		Outcomes: b.known(e.item.Outcomes, "outcome", b.isOutcome), When: b.expr(e.item.When, true), Split: b.expr(e.item.Split, false),
	}
	switch e.item.Year.value {
	case "filed":
	case "decided":
		c.Decided = true
	case "":
		b.fault(e.pos, "no_value")
	default:
		b.fault(e.item.Year.pos, "bad_choice", "value", e.item.Year.value, "choices", "filed, decided")
	}
	return c
}
