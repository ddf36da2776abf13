// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"strconv"
	"strings"

	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// requestIntegration asks the applicant for exactly what the check found
// missing, in the ready words of each point, which the official may change.
// "term" names the term that the applicant has.
func requestIntegration() Kind {
	return Kind{
		Message: "integration_requested",
		Schema:  workflow.Schema{Params: []workflow.Param{{Name: "term", Type: workflow.TermParam, Required: true}}},
		Fields:  requestFields,
		Run: func(_ context.Context, s Step) (Effect, error) {
			points := s.failedPoints()
			if len(points) == 0 {
				return Effect{}, problem.New(problem.Conflict, "casework.nothing_failed")
			}
			length, err := s.chosenLength()
			if err != nil {
				return Effect{}, err
			}
			ask := &Ask{Note: s.Input.Text("note")}
			var names []string
			for _, p := range points {
				names = append(names, p.Name)
				ask.Points = append(ask.Points, AskedPoint{Point: p.Name, Text: s.wordsOf(p), Fields: p.Fields, Attachments: p.Attachments})
			}
			return Effect{
				Ask: ask, Length: length, Facts: map[string]any{"integration": "open"},
				Detail: map[string]string{"points": strings.Join(names, " ")},
			}, nil
		},
	}
}

func requestFields(_ context.Context, s Step) []Field {
	var out []Field
	for _, p := range s.failedPoints() {
		out = append(out, Field{Name: "text." + p.Name, Type: LongField, Label: p.Label, Value: s.proposedWords(p)})
	}
	if term, _ := s.Definition.Term(s.Action.Params.Text("term")); !term.Longest.IsZero() {
		out = append(out, Field{Name: "length", Type: NumberField, Key: "length_" + string(term.Rule.Length.Unit), Value: strconv.Itoa(term.Rule.Length.N)})
	}
	return append(out, Field{Name: "note", Type: LongField, Key: "note_to_applicant"})
}

// failedPoints lists the points that the last check found failed.
func (s Step) failedPoints() []workflow.Point {
	results, _ := s.fact("check")["results"].(map[string]any)
	var out []workflow.Point
	for _, p := range s.Definition.Checklist {
		if results[p.Name] == PointFailed {
			out = append(out, p)
		}
	}
	return out
}

// proposedWords is the ready text of a point, with what the check noted of it:
// who asks need not type it again, and may strike it out.
func (s Step) proposedWords(p workflow.Point) string {
	notes, _ := s.fact("check")["notes"].(map[string]any)
	return strings.TrimSpace(p.Text.In(i18n.Default) + "\n" + text(notes, p.Name))
}

// wordsOf is the ready text of a point, unless the official typed another. What
// was typed is shown in every language as it is.
func (s Step) wordsOf(p workflow.Point) i18n.Text {
	typed := s.Input.Text("text." + p.Name)
	if typed == "" || typed == p.Text.In(i18n.Default) {
		return p.Text
	}
	return i18n.Text{i18n.Default: typed}
}

// longestChosen bounds what may be typed; the rule says what is lawful.
const longestChosen = 1000

// chosenLength is that of the applicant's term, in the unit of its rule. How
// long it may be is the interpreter's to check.
func (s Step) chosenLength() (terms.Length, error) {
	typed := s.Input.Text("length")
	term, _ := s.Definition.Term(s.Action.Params.Text("term"))
	if typed == "" || term.Longest.IsZero() {
		return terms.Length{}, nil
	}
	n, ok := wholeNumber(typed)
	if !ok || n > longestChosen {
		return terms.Length{}, wrong(problem.Field{Path: "length", Code: "casework.bad_length", Args: []any{"most", longestChosen}})
	}
	return terms.Length{N: int(n), Unit: term.Rule.Length.Unit}, nil
}

// lapseIntegration ends a request that nobody answered in time.
func lapseIntegration() Kind {
	return Kind{
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Open == nil {
				return Effect{}, problem.New(problem.Conflict, "casework.nothing_asked")
			}
			return Effect{Lapse: true, Facts: map[string]any{"integration": "lapsed"}}, nil
		},
	}
}

// withdrawIntegration takes back a request that need not be answered, and tells
// why. What had failed is to be looked at anew.
func withdrawIntegration() Kind {
	return Kind{
		Fields: func(context.Context, Step) []Field {
			return []Field{{Name: "reason", Type: LongField, Key: "withdraw_request_reason", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Open == nil {
				return Effect{}, problem.New(problem.Conflict, "casework.nothing_asked")
			}
			if bad := required(s.Input, "reason"); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			reason := s.Input.Text("reason")
			return Effect{
				Recall: true, Note: reason, Told: reason,
				Facts: map[string]any{"integration": "withdrawn", "check": s.again(s.Open.Names())},
			}, nil
		},
	}
}
