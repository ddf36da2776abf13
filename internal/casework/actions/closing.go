// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/problem"
)

// communicate tells the parties of the decision: the definition says whom.
func communicate() Kind {
	return Kind{
		Message: "decision",
		Run: func(_ context.Context, s Step) (Effect, error) {
			if text(s.fact("decision"), "outcome") == "" {
				return Effect{}, problem.New(problem.Conflict, "casework.not_decided")
			}
			return Effect{Facts: map[string]any{"communicated": s.Case.Today.String()}}, nil
		},
	}
}

// nothing moves the case and does no more. It serves "advance", a step between
// two desks, and "close", the end of the work.
func nothing() Kind {
	return Kind{
		Run: func(context.Context, Step) (Effect, error) { return Effect{}, nil },
	}
}

// note keeps words for the other officials.
func note() Kind {
	return Kind{
		Fields: func(context.Context, Step) []Field {
			return []Field{{Name: "note", Type: LongField, Key: "note", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			if bad := required(s.Input, "note"); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			return Effect{Note: s.Input.Text("note")}, nil
		},
	}
}
