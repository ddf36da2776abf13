// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// resolve records the resolution of the collegial body: its number, its date
// and who presided. With "delegate" a delegated member may decide in its place,
// by an act of delegation that is named. The date of the resolution, not that
// of its recording, counts for the terms.
func resolve() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{
			{Name: "outcomes", Type: workflow.OutcomesParam},
			{Name: "delegate", Type: workflow.FlagParam},
		}, Decides: true},
		Fields: resolveFields,
		Run: func(_ context.Context, s Step) (Effect, error) {
			delegated := s.delegated()
			bad := append(s.badOutcome(), required(s.Input, resolveNames(delegated)...)...)
			date, dateBad := s.dayBetween("date", s.Filed, s.Case.Today)
			if bad = append(bad, dateBad...); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			outcome := s.Input.Text("outcome")
			resolution := map[string]any{"outcome": outcome, "date": date.String(), "delegated": delegated}
			for _, name := range resolveNames(delegated) {
				resolution[name] = s.Input.Text(name)
			}
			if reasons := s.Input.Text("reasons"); reasons != "" { // of a sitting that resolved many cases
				resolution["reasons"] = reasons
			}
			return Effect{
				Outcome: outcome, On: date, Facts: map[string]any{"resolution": resolution},
				Detail: map[string]string{"outcome": outcome, "date": date.String(), "number": s.Input.Text("number")},
			}, nil
		},
	}
}

func resolveFields(_ context.Context, s Step) []Field {
	outcome := s.outcomeField()
	outcome.Value = text(s.fact("proposal"), "outcome")
	out := []Field{outcome, {Name: "date", Type: DateField, Key: "resolution_date", Required: true}}
	optional := s.Action.Params.Flag("delegate")
	out = append(out,
		Field{Name: "number", Type: TextField, Key: "resolution_number", Required: !optional},
		Field{Name: "presided", Type: TextField, Key: "presided", Required: !optional})
	if optional {
		out = append(out,
			Field{Name: "delegated", Type: YesField, Key: "delegated"},
			Field{Name: "delegate", Type: TextField, Key: "delegate"},
			Field{Name: "delegation", Type: TextField, Key: "delegation"})
	}
	return out
}

func (s Step) delegated() bool {
	return s.Action.Params.Flag("delegate") && s.Input.Text("delegated") == "yes"
}

func resolveNames(delegated bool) []string {
	if delegated {
		return []string{"delegate", "delegation"}
	}
	return []string{"number", "presided"}
}

// dayBetween reads a day from first to last.
func (s Step) dayBetween(name string, first, last terms.Date) (terms.Date, []problem.Field) {
	typed := s.Input.Text(name)
	if typed == "" {
		return terms.Date{}, required(s.Input, name)
	}
	date, err := terms.ParseDate(typed)
	if err != nil {
		return terms.Date{}, []problem.Field{{Path: name, Code: "casework.bad_date"}}
	}
	if date.After(last) || date.Before(first) {
		return terms.Date{}, []problem.Field{{Path: name, Code: "casework.date_outside", Args: []any{"first", first, "last", last}}}
	}
	return date, nil
}
