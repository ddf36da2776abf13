// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/ids"
	"pratica/internal/problem"
)

// takeCharge makes who acts responsible for the case. With "by_code" he proves
// that he has the papers before him by typing the short code.
func takeCharge() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{{Name: "by_code", Type: workflow.FlagParam}}},
		Fields: func(_ context.Context, s Step) []Field {
			if !s.Action.Params.Flag("by_code") {
				return nil
			}
			return []Field{{Name: "code", Type: TextField, Key: "code", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Action.Params.Flag("by_code") {
				if code, ok := ids.ParseCode(s.Input.Text("code")); !ok || code != s.Code {
					return Effect{}, wrong(problem.Field{Path: "code", Code: "casework.other_code"})
				}
			}
			return Effect{Assign: map[string]string{s.role(): s.Actor.ID}}, nil
		},
	}
}

// role is the one in which the actor does the action.
func (s Step) role() string {
	at := slices.IndexFunc(s.Action.By, func(role string) bool { return slices.Contains(s.Actor.Roles, role) })
	if at < 0 {
		return "" // the interpreter has refused this already
	}
	return s.Action.By[at]
}
