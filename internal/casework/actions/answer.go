// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"pratica/internal/problem"
)

// answerIntegration takes what the applicant sends back: answers and files that
// were asked, and no others. What was filed before stays beside it.
func answerIntegration() Kind {
	return Kind{
		Message: "integration_received",
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Open == nil {
				return Effect{}, problem.New(problem.Conflict, "casework.nothing_asked")
			}
			given, err := s.answersAsked()
			if err != nil {
				return Effect{}, err
			}
			answer := &Answer{Answers: given, Files: s.Input.Files, Note: s.Input.Text("note")}
			if len(given) == 0 && len(answer.Files) == 0 && answer.Note == "" {
				return Effect{}, problem.New(problem.Invalid, "casework.empty_answer")
			}
			return Effect{
				Answer: answer,
				Facts:  map[string]any{"integration": "answered", "check": s.again(s.Open.Names())},
				Detail: map[string]string{"files": strconv.Itoa(len(answer.Files))},
			}, nil
		},
	}
}

// answersAsked checks that nothing else than what was asked is answered.
func (s Step) answersAsked() (json.RawMessage, error) {
	var bad []problem.Field
	for _, f := range s.Input.Files {
		if !slices.Contains(s.Open.Attachments(), f.Slot) {
			bad = append(bad, problem.Field{Path: f.Slot, Code: "casework.not_asked"})
		}
	}
	var given map[string]json.RawMessage
	if len(s.Input.Answers) > 0 {
		if err := json.Unmarshal(s.Input.Answers, &given); err != nil {
			return nil, problem.New(problem.Invalid, "casework.input").Because(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(s.Open.Fields(), name) {
			bad = append(bad, problem.Field{Path: name, Code: "casework.not_asked"})
		}
	}
	if len(bad) > 0 {
		return nil, wrong(bad...)
	}
	if len(given) == 0 {
		return nil, nil
	}
	return s.Input.Answers, nil
}

// again is the check after an answer: what had failed and was answered is to be
// looked at anew.
func (s Step) again(answered []string) map[string]any {
	check := maps.Clone(s.fact("check"))
	if check == nil {
		check = map[string]any{}
	}
	results, _ := check["results"].(map[string]any)
	results = maps.Clone(results)
	maps.DeleteFunc(results, func(point string, result any) bool {
		return result == PointFailed && slices.Contains(answered, point)
	})
	check["state"], check["results"] = "again", results
	return check
}
