// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"maps"
	"slices"
	"strings"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
)

// Results of a point.
const (
	PointOK     = "ok"
	PointFailed = "failed"
	PointNotDue = "not_due"
)

// checklist records a result for each point that is due. It may be saved half
// done; "passed" needs a result for all and no failure.
func checklist() Kind {
	return Kind{
		Fields: checklistFields,
		Run: func(ctx context.Context, s Step) (Effect, error) {
			due, err := DuePoints(ctx, s)
			if err != nil {
				return Effect{}, err
			}
			results, bad := s.results(due)
			if len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			notes := map[string]any{}
			for _, p := range due {
				if note := s.Input.Text("note." + p.Name); note != "" {
					notes[p.Name] = note
				}
			}
			state := checkState(due, results)
			return Effect{
				Facts:  map[string]any{"check": map[string]any{"state": state, "results": results, "notes": notes}},
				Detail: map[string]string{"check": state, "failed": strings.Join(failed(results), " ")},
			}, nil
		},
	}
}

func checklistFields(ctx context.Context, s Step) []Field {
	due, err := DuePoints(ctx, s)
	if err != nil {
		return nil // Run reports it
	}
	results, _ := s.fact("check")["results"].(map[string]any)
	notes, _ := s.fact("check")["notes"].(map[string]any)
	var out []Field
	for _, p := range due {
		out = append(out,
			Field{Name: "point." + p.Name, Type: ChoiceField, Label: p.Label, Later: true, Value: text(results, p.Name), Choices: []Choice{
				{Value: PointOK, Key: "point_ok"}, {Value: PointFailed, Key: "point_failed"}, {Value: PointNotDue, Key: "point_not_due"},
			}},
			Field{Name: "note." + p.Name, Type: TextField, Key: "note", Value: text(notes, p.Name)})
	}
	return out
}

// DuePoints lists the points that the answers make due.
func DuePoints(ctx context.Context, s Step) ([]workflow.Point, error) {
	var due []workflow.Point
	for _, p := range s.Definition.Checklist {
		holds, err := p.When.Holds(ctx, s.Case.Look(s.Definition))
		if err != nil {
			return nil, err
		}
		if holds {
			due = append(due, p)
		}
	}
	return due, nil
}

// results reads the result of each due point from the input.
func (s Step) results(due []workflow.Point) (map[string]any, []problem.Field) {
	results, bad := map[string]any{}, []problem.Field(nil)
	for _, p := range due {
		switch r := s.Input.Text("point." + p.Name); r {
		case "":
		case PointOK, PointFailed, PointNotDue:
			results[p.Name] = r
		default:
			bad = append(bad, problem.Field{Path: "point." + p.Name, Code: "casework.bad_choice"})
		}
	}
	return results, bad
}

func checkState(due []workflow.Point, results map[string]any) string {
	switch {
	case len(failed(results)) > 0:
		return "failed"
	case len(results) < len(due):
		return "incomplete"
	default:
		return "passed"
	}
}

// failed lists the points that failed, in order of name.
func failed(results map[string]any) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(results)), func(name string) bool { return results[name] != PointFailed })
}
