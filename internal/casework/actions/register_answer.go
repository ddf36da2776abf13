// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// AnswerSlot is the place of the letter by which a request was answered.
const AnswerSlot = "answer_letter"

// The ways by which an answer reaches the office outside of the applicant's page.
var means = []string{"desk", "post", "pec"}

// registerAnswer records an answer that came on paper or by PEC. The day of its
// arrival counts for the terms, not that of the recording.
func registerAnswer() Kind {
	return Kind{
		Message: "integration_received",
		Fields:  registerFields,
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Open == nil {
				return Effect{}, problem.New(problem.Conflict, "casework.nothing_asked")
			}
			arrived, bad := s.dayBetween("arrived", s.AskedOn, s.Case.Today)
			bad = append(bad, s.badMeans()...)
			bad = append(bad, required(s.Input, "from")...)
			points := s.pointsAnswered()
			if len(points) == 0 && len(s.Open.Points) > 0 {
				bad = append(bad, problem.Field{Path: "point." + s.Open.Points[0].Point, Code: "casework.no_point_answered"})
			}
			if bad = append(bad, s.strayFiles()...); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			answer := &Answer{
				Files: s.Input.Files, Note: s.Input.Text("note"), Points: points,
				Arrived: arrived, Means: s.Input.Text("means"), From: s.Input.Text("from"),
			}
			return Effect{
				Answer: answer, On: arrived,
				Facts: map[string]any{"integration": "answered", "check": s.again(points)},
				Detail: map[string]string{
					"files": strconv.Itoa(len(answer.Files)), "date": arrived.String(), "means": answer.Means, "points": strings.Join(points, " "),
				},
			}, nil
		},
	}
}

func registerFields(_ context.Context, s Step) []Field {
	if s.Open == nil {
		return nil
	}
	way := Field{Name: "means", Type: ChoiceField, Key: "answer_means", Required: true}
	for _, m := range means {
		way.Choices = append(way.Choices, Choice{Value: m, Key: "answer_" + m})
	}
	out := []Field{
		{Name: "arrived", Type: DateField, Key: "answer_arrived", Required: true},
		way,
		{Name: "from", Type: TextField, Key: "answer_from", Required: true},
	}
	for _, p := range s.Open.Points {
		out = append(out, Field{Name: "point." + p.Point, Type: YesField, Label: s.pointLabel(p), Required: true})
	}
	out = append(out, Field{Name: AnswerSlot, Type: FileField, Key: AnswerSlot})
	for _, slot := range s.Open.Attachments() {
		out = append(out, Field{Name: slot, Type: FileField, Key: "answer_file"})
	}
	return append(out, Field{Name: "note", Type: LongField, Key: "answer_note"})
}

func (s Step) badMeans() []problem.Field {
	switch typed := s.Input.Text("means"); {
	case typed == "":
		return required(s.Input, "means")
	case !slices.Contains(means, typed):
		return []problem.Field{{Path: "means", Code: "casework.bad_choice"}}
	}
	return nil
}

// pointsAnswered are the points of the request that the answer is about.
func (s Step) pointsAnswered() []string {
	var out []string
	for _, p := range s.Open.Points {
		if s.Input.Text("point."+p.Point) == "yes" {
			out = append(out, p.Point)
		}
	}
	return out
}

// strayFiles are those that nobody asked for; the letter itself may always be
// there.
func (s Step) strayFiles() []problem.Field {
	var bad []problem.Field
	for _, f := range s.Input.Files {
		if f.Slot != AnswerSlot && !slices.Contains(s.Open.Attachments(), f.Slot) {
			bad = append(bad, problem.Field{Path: f.Slot, Code: "casework.not_asked"})
		}
	}
	return bad
}

// pointLabel names a point of the request as the checklist does.
func (s Step) pointLabel(asked AskedPoint) i18n.Text {
	for _, p := range s.Definition.Checklist {
		if p.Name == asked.Point {
			return p.Label
		}
	}
	return asked.Text
}
