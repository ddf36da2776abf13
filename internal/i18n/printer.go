// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"math"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Printer speaks one language. It is safe for concurrent use.
type Printer struct {
	lang          string
	tag           language.Tag
	own, fallback map[string]entry
	numbers       *message.Printer
}

// Lang is the language that the printer speaks.
func (p *Printer) Lang() string { return p.lang }

// Has tells whether the key has a text in any form.
func (p *Printer) Has(key string) bool {
	_, own := p.own[key]
	_, fallback := p.fallback[key]
	return own || fallback
}

// T is the text of a key; args alternate name and value. Values are shown as
// the language writes them: instants, days and amounts included.
func (p *Printer) T(key string, args ...any) string {
	if e, ok := p.own[key]; ok {
		return fill(e.form(p.tag, args), args, p.show)
	}
	if e, ok := p.fallback[key]; ok {
		return fill(e.form(language.Italian, args), args, p.show)
	}
	return key
}

// Fill puts values into a text that is not in the catalogue, such as one of a
// procedure's definition.
func (p *Printer) Fill(text Text, args ...any) string {
	return fill(text.In(p.lang), args, p.show)
}

func (p *Printer) show(name string, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case Text:
		return v.In(p.lang)
	case money.Cents:
		return p.Money(v)
	case instant:
		return p.DateTime(v)
	case calendarDay:
		return p.Date(v)
	case int:
		if name == "count" {
			return p.Number(int64(v))
		}
	case terms.Length:
		return p.Length(v)
	case terms.Holiday:
		return p.T("terms.holiday." + string(v))
	}
	return fmt.Sprint(value)
}

// Error says what happened, in words that a person can act on. Errors that are
// not a [problem.Error] say only that something failed on our side.
func (p *Printer) Error(err error) string {
	e, ok := problem.As(err)
	if !ok {
		return p.T("problem.internal")
	}
	if key := "problem." + e.Code; p.Has(key) {
		return p.T(key, e.Args...)
	}
	return p.T("problem.kind." + e.Kind.String())
}

// Field says what is wrong with one value.
func (p *Printer) Field(f problem.Field) string {
	return p.T("problem."+f.Code, f.Args...)
}

// Number writes a whole number with the groups of the language.
func (p *Printer) Number(n int64) string { return p.numbers.Sprint(number.Decimal(n)) }

// Decimal writes n divided by ten to the power of digits, with all of them:
// Decimal(19, 1) is "1,9" or "1.9".
func (p *Printer) Decimal(n int64, digits int) string {
	return p.numbers.Sprint(number.Decimal(float64(n)/math.Pow10(digits), number.Scale(digits)))
}

// Money writes an amount with its currency.
func (p *Printer) Money(c money.Cents) string { return c.Format(p.lang) }

// Length writes how long a term is: "10 giorni", "2 months".
func (p *Printer) Length(l terms.Length) string {
	return p.T("terms.unit."+string(l.Unit), "count", l.N)
}

// TermState says where a term stands.
func (p *Printer) TermState(s terms.State) string { return p.T("terms.state." + string(s)) }

// Step explains one step of the computation of a term.
func (p *Printer) Step(s terms.Step) string { return p.T("terms.step."+s.Code, s.Args...) }
