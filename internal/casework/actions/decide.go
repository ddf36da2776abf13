// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// DecisionSlot is where the signed decision is uploaded.
const DecisionSlot = "decision"

// decide makes the decision from the outcome's template. "signed" says whether
// the signed document has to be uploaded.
func decide() Kind {
	return Kind{
		Message: "decision",
		Schema: workflow.Schema{Params: []workflow.Param{
			{Name: "outcomes", Type: workflow.OutcomesParam},
			{Name: "signed", Type: workflow.ChoiceParam, Required: true, Choices: []string{"required", "optional"}},
		}, Decides: true},
		Fields: decideFields,
		Run: func(ctx context.Context, s Step) (Effect, error) {
			if bad := s.badOutcome(); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			outcome := s.Input.Text("outcome")
			draft, err := DraftDecision(ctx, s, outcome)
			if err != nil {
				return Effect{}, err
			}
			file, bad := s.signedFile()
			if bad = append(bad, draft.fields()...); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			o, _ := s.Definition.Outcome(outcome)
			return Effect{
				Outcome:  outcome,
				Decision: &Decision{Outcome: outcome, Text: draft.Text, Notice: o.Notice, File: file},
				Facts:    map[string]any{"decision": map[string]any{"outcome": outcome, "date": s.Case.Today.String()}},
				Detail:   map[string]string{"outcome": outcome},
			}, nil
		},
	}
}

func decideFields(_ context.Context, s Step) []Field {
	outcome := s.outcomeField()
	outcome.Value = text(s.fact("resolution"), "outcome")
	out := []Field{outcome}
	seen := map[string]bool{}
	for _, name := range s.outcomes() {
		o, _ := s.Definition.Outcome(name)
		for _, d := range o.Data {
			if d.Value == nil && !seen[d.Name] {
				seen[d.Name] = true
				out = append(out, Field{
					Name: "data." + d.Name, Type: LongField, Label: d.Label, Required: !d.Optional,
					Value: cmp.Or(text(s.fact("resolution"), d.Name), text(s.fact("proposal"), d.Name)),
				})
			}
		}
	}
	return append(out, Field{Name: DecisionSlot, Type: FileField, Key: "signed_decision", Required: s.Action.Params.Text("signed") == "required"})
}

func (s Step) signedFile() (string, []problem.Field) {
	for _, f := range s.Input.Files {
		if f.Slot == DecisionSlot {
			return f.ID, nil
		}
	}
	if s.Action.Params.Text("signed") == "required" {
		return "", []problem.Field{{Path: DecisionSlot, Code: "casework.signed_required"}}
	}
	return "", nil
}

// Draft is a decision before it is taken.
type Draft struct {
	Text    i18n.Text
	Missing []workflow.Datum // the data that the text still lacks
}

func (d Draft) fields() []problem.Field {
	var out []problem.Field
	for _, m := range d.Missing {
		out = append(out, problem.Field{Path: "data." + m.Name, Code: "casework.missing_datum", Args: []any{"label", m.Label}})
	}
	return out
}

// DraftDecision fills the template of an outcome with what is known, in each of
// its languages, and lists what is missing. Missing data stay visible in the
// text as {name}. Nothing is drafted that the body did not resolve.
func DraftDecision(ctx context.Context, s Step, outcome string) (Draft, error) {
	o, ok := s.Definition.Outcome(outcome)
	if !ok {
		return Draft{}, wrong(problem.Field{Path: "outcome", Code: "casework.bad_choice"})
	}
	if resolved := text(s.fact("resolution"), "outcome"); resolved != "" && resolved != outcome {
		return Draft{}, wrong(problem.Field{Path: "outcome", Code: "casework.not_as_resolved"})
	}
	draft := Draft{Text: i18n.Text{}}
	for lang := range o.Text {
		printer := s.Catalogue.For(lang)
		args, missing, err := s.data(ctx, o, printer)
		if err != nil {
			return Draft{}, err
		}
		draft.Text[lang], draft.Missing = printer.Fill(i18n.Text{printer.Lang(): o.Text[lang]}, args...), missing
	}
	return draft, nil
}

// data computes the values of a template, as the language writes them.
func (s Step) data(ctx context.Context, o workflow.Outcome, p *i18n.Printer) ([]any, []workflow.Datum, error) {
	var (
		args    []any
		missing []workflow.Datum
	)
	c := s.Case
	c.Vars.Shown = s.Shown[p.Lang()]
	vars := c.Look(s.Definition)
	vars.Input = s.Input.Tree()
	for _, d := range o.Data {
		value := any(s.Input.Text("data." + d.Name))
		if d.Value != nil {
			var err error
			if value, err = d.Value.Eval(ctx, vars); err != nil {
				return nil, nil, err
			}
		}
		shown := Show(p, value, d.As)
		switch {
		case shown != "":
			args = append(args, d.Name, shown)
		case d.Optional:
			args = append(args, d.Name, "")
		default:
			missing = append(missing, d)
		}
	}
	return args, missing, nil
}

// Show writes a value as its format and the language say; empty when there is
// nothing to show.
func Show(p *i18n.Printer, value any, as workflow.Format) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		return p.T(map[bool]string{true: "workflow.choice.yes", false: "workflow.choice.no"}[v])
	case int64:
		if as == workflow.Money {
			return p.Money(money.Cents(v))
		}
		if as == workflow.Number {
			return p.Number(v)
		}
	case string:
		if date, err := terms.ParseDate(v); as == workflow.Day && err == nil {
			return p.Date(date)
		}
		return strings.TrimSpace(v)
	case []any:
		var lines []string
		for _, item := range v {
			lines = append(lines, Show(p, item, workflow.Plain))
		}
		return strings.Join(lines, "\n")
	}
	return fmt.Sprint(value)
}
