// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
)

// propose records what the rapporteur puts before those who decide.
func propose() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{{Name: "outcomes", Type: workflow.OutcomesParam}}},
		Fields: func(_ context.Context, s Step) []Field {
			return []Field{s.outcomeField(), {Name: "reasons", Type: LongField, Key: "reasons", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			bad := append(s.badOutcome(), required(s.Input, "reasons")...)
			if len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			outcome := s.Input.Text("outcome")
			return Effect{
				Outcome: outcome,
				Facts:   map[string]any{"proposal": map[string]any{"outcome": outcome, "reasons": s.Input.Text("reasons"), "by": s.Actor.ID}},
				Detail:  map[string]string{"proposal": outcome},
			}, nil
		},
	}
}

// badOutcome tells when the outcome is not one of those offered.
func (s Step) badOutcome() []problem.Field {
	switch outcome := s.Input.Text("outcome"); {
	case outcome == "":
		return required(s.Input, "outcome")
	case !slices.Contains(s.outcomes(), outcome):
		return []problem.Field{{Path: "outcome", Code: "casework.bad_choice"}}
	}
	return nil
}
