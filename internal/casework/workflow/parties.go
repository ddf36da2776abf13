// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pratica/internal/i18n"
	"pratica/internal/terms"
)

// The criteria by which a role's rule chooses whose turn it is.
const (
	FewestOpen        = "fewest_open"        // of cases that are not over
	LongestUnassigned = "longest_unassigned" // since a case came to the person last
	Roll              = "roll"               // the order in which the office lists its people
)

var turns = []string{FewestOpen, LongestUnassigned, Roll}

// Party is a kind of people or bodies in a case: by the answers that identify
// them they are recognised in other cases, and shown to who must declare a
// conflict of interest. Each expression gives one text, or a list of them with
// one for each of several people.
type Party struct {
	Name               string
	Label              i18n.Text
	Who, TaxCode, Born *Expr // TaxCode and Born may be nil
	Seek               bool  // the same people are looked for in other cases
}

// Person is one of a party. TaxCode and Born may be empty.
type Person struct{ Who, TaxCode, Born string }

// People computes who is in the party.
func (p Party) People(ctx context.Context, v Vars) ([]Person, error) {
	names, err := texts(ctx, p.Who, v)
	if err != nil {
		return nil, err
	}
	codes, err := texts(ctx, p.TaxCode, v)
	if err != nil {
		return nil, err
	}
	births, err := texts(ctx, p.Born, v)
	if err != nil {
		return nil, err
	}
	people := make([]Person, max(len(names), len(codes)))
	for i := range people {
		people[i] = Person{Who: at0(names, i), TaxCode: at0(codes, i), Born: at0(births, i)}
	}
	return slices.DeleteFunc(people, func(p Person) bool { return p.Who == "" && p.TaxCode == "" }), nil
}

// at0 is an item, or nothing beyond the end.
func at0(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// texts is the value of an expression as a list; what is missing is empty.
func texts(ctx context.Context, e *Expr, v Vars) ([]string, error) {
	if e == nil {
		return nil, nil
	}
	value, err := e.Eval(ctx, v)
	if err != nil || value == nil {
		return nil, err
	}
	list, many := value.([]any)
	if !many {
		list = []any{value}
	}
	out := make([]string, len(list))
	for i, item := range list {
		if item != nil {
			out[i] = strings.Join(strings.Fields(fmt.Sprint(item)), " ")
		}
	}
	return out, nil
}

// Urgency says which day puts a case before others, and how long before it.
type Urgency struct {
	Label  i18n.Text
	On     *Expr
	Within terms.Length
}

// Day is the day that the answers give; zero when there is none.
func (u *Urgency) Day(ctx context.Context, v Vars) (terms.Date, error) {
	if u == nil {
		return terms.Date{}, nil
	}
	value, err := u.On.Eval(ctx, v)
	text, ok := value.(string)
	if err != nil || !ok {
		return terms.Date{}, err
	}
	day, err := terms.ParseDate(text)
	if err != nil {
		return terms.Date{}, nil // an answer that is no day makes nothing urgent
	}
	return day, nil
}

// From is the first day on which the case goes before others.
func (u *Urgency) From(day terms.Date) terms.Date {
	switch {
	case u == nil || day.IsZero():
		return terms.Date{}
	case u.Within.Unit == terms.Months:
		return day.AddMonths(-u.Within.N)
	default:
		return day.AddDays(-u.Within.N)
	}
}

type rawParty struct {
	Label   words `yaml:"label"`
	Who     text  `yaml:"who"`
	TaxCode text  `yaml:"tax_code"`
	Born    text  `yaml:"born"`
	Seek    bool  `yaml:"seek"`
}

type rawUrgency struct {
	Label  words  `yaml:"label"`
	On     text   `yaml:"on"`
	Within length `yaml:"within"`
}

func (b *builder) parties() {
	for _, e := range b.raw.Parties {
		b.name(e.pos, e.name, slices.ContainsFunc(b.d.Parties, func(p Party) bool { return p.Name == e.name }))
		b.d.Parties = append(b.d.Parties, Party{
			Name: e.name, Label: b.words(e.pos, e.item.Label, true), Who: b.needed(e.pos, e.item.Who),
			TaxCode: b.expr(e.item.TaxCode, false), Born: b.expr(e.item.Born, false), Seek: e.item.Seek,
		})
	}
}

func (b *builder) urgent() {
	raw := b.raw.Urgent
	if raw == nil {
		return
	}
	u := &Urgency{Label: b.words(raw.Label.pos, raw.Label, true), On: b.needed(raw.Label.pos, raw.On), Within: raw.Within.Length}
	if u.Within.IsZero() {
		b.fault(orElse(raw.Within.pos, raw.Label.pos), "want_length")
	}
	b.d.Urgent = u
}

// turn reads the rule of a role.
func (b *builder) turn(n names) []string {
	for _, t := range n {
		if !slices.Contains(turns, t.value) {
			b.fault(t.pos, "bad_choice", "value", t.value, "choices", strings.Join(turns, ", "))
		}
	}
	return n.values()
}
