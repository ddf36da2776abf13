// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// Parse reads the key "workflow" of a procedure's definition. The error is a
// [problem.Error] of kind Invalid; each of its fields is one fault, whose path
// is "line:column".
func Parse(source []byte, kinds Kinds) (*Definition, error) {
	raw, where, wrong := readRaw(source)
	if raw == nil {
		return nil, invalid(wrong)
	}
	b := &builder{raw: raw, kinds: kinds, where: where, d: &Definition{}}
	b.roles()
	b.states()
	b.outcomes()
	b.checklist()
	b.digest()
	b.actions()
	b.terms()
	b.parties()
	b.urgent()
	b.retention()
	b.graph()
	b.beside(source)
	if len(b.wrong) > 0 {
		return nil, invalid(b.wrong)
	}
	return b.d, nil
}

func invalid(wrong faults) error {
	return problem.New(problem.Invalid, "workflow.definition", "count", len(wrong)).With(wrong...)
}

// builder turns the raw definition into the real one and gathers the faults.
type builder struct {
	raw   *rawDefinition
	kinds Kinds
	where pos // of the key "workflow"
	d     *Definition
	langs []string // languages of the first text; all others must have them
	wrong faults
}

func (b *builder) fault(p pos, code string, args ...any) {
	if p == (pos{}) {
		p = b.where
	}
	f := fault(p, code, args...)
	if !slices.ContainsFunc(b.wrong, func(g problem.Field) bool { return reflect.DeepEqual(f, g) }) { // an alias is read twice
		b.wrong = append(b.wrong, f)
	}
}

var nameText = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// name checks the form of a name and that it is new.
func (b *builder) name(p pos, name string, taken bool) {
	if !nameText.MatchString(name) {
		b.fault(p, "bad_name", "name", name)
	}
	if taken {
		b.fault(p, "taken_name", "name", name)
	}
}

// words checks that a text has words in every language of the definition.
func (b *builder) words(near pos, w words, required bool) i18n.Text {
	if len(w.text) == 0 {
		if required {
			b.fault(near, "no_text")
		}
		return nil
	}
	if b.langs == nil {
		b.langs = slices.Sorted(maps.Keys(w.text))
	}
	for _, lang := range b.langs {
		if w.text[lang] == "" {
			b.fault(w.pos, "no_language", "language", lang)
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(w.text)) {
		if !slices.Contains(b.langs, lang) {
			b.fault(w.pos, "more_languages", "language", lang)
		}
	}
	return w.text
}

// expr compiles an expression; an absent one is nil.
func (b *builder) expr(t text, wantBool bool) *Expr {
	if strings.TrimSpace(t.value) == "" {
		return nil
	}
	e, err := compile(t.value, wantBool)
	if err != nil {
		b.fault(t.pos, "bad_expression", "detail", err.Error())
	}
	return e
}

// norm insists that the law is named.
func (b *builder) norm(near pos, t text) string {
	if strings.TrimSpace(t.value) == "" {
		b.fault(near, "no_norm")
	}
	return t.value
}

// known checks a list of names.
func (b *builder) known(n names, what string, exists func(string) bool) []string {
	for _, t := range n {
		if !exists(t.value) {
			b.fault(t.pos, "unknown_"+what, "name", t.value)
		}
	}
	return n.values()
}

func (b *builder) isState(name string) bool { _, ok := b.d.State(name); return ok }

func (b *builder) isOutcome(name string) bool { _, ok := b.d.Outcome(name); return ok }

func (b *builder) isRole(name string) bool {
	_, ok := b.d.Role(name)
	return ok || isReserved(name)
}

func (b *builder) isAction(name string) bool { _, ok := b.d.Action(name); return ok }

func (b *builder) isTerm(name string) bool {
	return slices.ContainsFunc(b.raw.Terms, func(e entry[rawTerm]) bool { return e.name == name })
}

func isReserved(role string) bool {
	return role == Applicant || role == Lawyer || role == System || role == Administrator
}

func (b *builder) roles() {
	for _, e := range b.raw.Roles {
		_, taken := b.d.Role(e.name)
		b.name(e.pos, e.name, taken || isReserved(e.name))
		role := Role{Name: e.name, Label: b.words(e.pos, e.item.Label, true), Declares: e.item.Declares, Turn: b.turn(e.item.Turn)}
		switch e.item.Sees.value {
		case "", "all":
		case "assigned":
			role.OnlyAssigned = true
		default:
			b.fault(e.item.Sees.pos, "bad_choice", "value", e.item.Sees.value, "choices", "all, assigned")
		}
		b.d.Roles = append(b.d.Roles, role)
	}
}

func (b *builder) states() {
	for _, e := range b.raw.States {
		b.name(e.pos, e.name, b.isState(e.name))
		b.d.States = append(b.d.States, State{
			Name:    e.name,
			Public:  b.words(e.pos, e.item.Public, true),
			Office:  b.words(e.pos, e.item.Office, true),
			Explain: b.words(e.pos, e.item.Explain, false),
			Final:   e.item.Final,
		})
	}
	b.d.Start = b.raw.Start.value
	if !b.isState(b.d.Start) {
		b.fault(b.raw.Start.pos, "unknown_state", "name", b.d.Start)
	}
}

func (b *builder) outcomes() {
	for _, e := range b.raw.Outcomes {
		b.name(e.pos, e.name, b.isOutcome(e.name))
		o := Outcome{
			Name: e.name, Norm: e.item.Norm.value,
			Label:  b.words(e.pos, e.item.Label, true),
			Text:   b.words(e.pos, e.item.Text, true),
			Notice: b.words(e.pos, e.item.Notice, false),
		}
		for _, datum := range e.item.Data {
			b.name(datum.pos, datum.name, false)
			o.Data = append(o.Data, Datum{
				Name: datum.name, Label: b.words(datum.pos, datum.item.Label, true),
				Value: b.expr(datum.item.Value, false), As: b.format(datum.item.As), Optional: datum.item.Optional,
			})
		}
		b.placeholders(e.item.Text, o.Data)
		b.d.Outcomes = append(b.d.Outcomes, o)
	}
}

// placeholders checks that each {name} of a template is a datum.
func (b *builder) placeholders(template words, data []Datum) {
	for _, name := range template.text.Args() {
		if !slices.ContainsFunc(data, func(d Datum) bool { return d.Name == name }) {
			b.fault(template.pos, "unknown_datum", "name", name)
		}
	}
}

var formats = []Format{Plain, Money, Day, Number, List, YesNo}

func (b *builder) format(t text) Format {
	f := Format(t.value)
	if f == "" {
		return Plain
	}
	if !slices.Contains(formats, f) {
		b.fault(t.pos, "bad_choice", "value", t.value, "choices", "text, money, date, number, list, yes_no")
	}
	return f
}

func (b *builder) checklist() {
	for _, e := range b.raw.Checklist {
		_, taken := b.d.Point(e.name)
		b.name(e.pos, e.name, taken)
		b.d.Checklist = append(b.d.Checklist, Point{
			Name: e.name, Norm: e.item.Norm.value,
			Label:       b.words(e.pos, e.item.Label, true),
			When:        b.expr(e.item.When, true),
			Text:        b.words(e.pos, e.item.Text, true),
			Fields:      e.item.Asks.Fields.values(),
			Attachments: e.item.Asks.Attachments.values(),
		})
	}
}

func (b *builder) digest() {
	for _, s := range b.raw.Digest {
		section := Section{Label: b.words(s.Label.pos, s.Label, true), When: b.expr(s.When, true)}
		for _, r := range s.Rows {
			section.Rows = append(section.Rows, Row{
				Label: b.words(r.Label.pos, r.Label, true), Value: b.needed(r.Label.pos, r.Value), As: b.format(r.As),
			})
		}
		if c := s.Compare; c != nil {
			section.Compare = &Comparison{
				Value: b.needed(s.Label.pos, c.Value), Limit: b.needed(s.Label.pos, c.Limit), As: b.format(c.As),
				Norm: b.norm(s.Label.pos, c.Norm), Within: b.words(s.Label.pos, c.Within, true), Over: b.words(s.Label.pos, c.Over, true),
			}
		}
		b.d.Digest = append(b.d.Digest, section)
	}
}

// needed compiles an expression that must be there.
func (b *builder) needed(near pos, t text) *Expr {
	e := b.expr(t, false)
	if e == nil && t.value == "" {
		b.fault(near, "no_value")
	}
	return e
}
