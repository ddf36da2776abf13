// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"strings"

	"pratica/internal/casework/workflow"
	"pratica/internal/fiscal"
	"pratica/internal/i18n"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// askedTypes says how a question of a definition is filled in.
var askedTypes = map[workflow.QuestionType]FieldType{
	workflow.TextQuestion: TextField, workflow.LongQuestion: LongField, workflow.DateQuestion: DateField,
	workflow.NumberQuestion: NumberField, workflow.AmountQuestion: AmountField, workflow.TaxCodeQuestion: TextField,
}

// asked are the fields of the questions that the definition asks.
func asked(_ context.Context, s Step) []Field {
	var out []Field
	for _, q := range s.Action.Asks {
		out = append(out, Field{Name: q.Name, Type: askedTypes[q.Type], Label: q.Label, Help: q.Help, Required: q.Required})
	}
	return out
}

// said is what was answered: values as facts keep them, and lines to read.
type said struct {
	values map[string]any
	lines  []string
}

func (a said) note() string { return strings.Join(a.lines, "\n") }

// said reads the answers to the questions of the definition.
func (s Step) said() (said, error) {
	out := said{values: map[string]any{}}
	p := s.Catalogue.For(i18n.Default) // officials read the note
	var bad []problem.Field
	for _, q := range s.Action.Asks {
		typed := s.Input.Text(q.Name)
		if typed == "" {
			if q.Required {
				bad = append(bad, problem.Field{Path: q.Name, Code: "casework.required"})
			}
			continue
		}
		value, shown, code := readAnswer(p, q.Type, typed)
		if code != "" {
			bad = append(bad, problem.Field{Path: q.Name, Code: code})
			continue
		}
		out.values[q.Name] = value
		out.lines = append(out.lines, q.Label.In(i18n.Default)+": "+shown)
	}
	if len(bad) > 0 {
		return said{}, wrong(bad...)
	}
	return out, nil
}

// readAnswer gives the value, its words, and the code of what is wrong with it.
func readAnswer(p *i18n.Printer, t workflow.QuestionType, typed string) (value any, shown, code string) {
	switch t {
	case workflow.DateQuestion:
		d, err := terms.ParseDate(typed)
		if err != nil {
			return nil, "", "casework.bad_date"
		}
		return d.String(), p.Date(d), ""
	case workflow.NumberQuestion:
		n, ok := wholeNumber(typed)
		if !ok {
			return nil, "", "casework.bad_number"
		}
		return n, typed, ""
	case workflow.AmountQuestion:
		cents, err := money.Parse(typed)
		if err != nil || cents < 0 {
			return nil, "", "casework.bad_amount"
		}
		return int64(cents), p.Money(cents), ""
	case workflow.TaxCodeQuestion:
		c, err := fiscal.Parse(typed)
		if err != nil || c.IsNumeric() {
			return nil, "", "casework.bad_tax_code"
		}
		return string(c), string(c), ""
	default:
		return typed, typed, ""
	}
}
