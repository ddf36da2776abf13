// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
)

// assign gives the case to a person who has the role named by "role".
func assign() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{{Name: "role", Type: workflow.RoleParam, Required: true}}},
		Fields: func(_ context.Context, s Step) []Field {
			role, _ := s.Definition.Role(s.Action.Params.Text("role"))
			f := Field{Name: "official", Type: ChoiceField, Label: role.Label, Required: true}
			for _, o := range s.Holders {
				f.Choices = append(f.Choices, Choice{Value: o.ID, Name: o.Name})
			}
			return []Field{f}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			chosen := s.Input.Text("official")
			if !slices.ContainsFunc(s.Holders, func(o Official) bool { return o.ID == chosen }) {
				return Effect{}, wrong(problem.Field{Path: "official", Code: "casework.no_official"})
			}
			role := s.Action.Params.Text("role")
			return Effect{
				Assign: map[string]string{role: chosen},
				Detail: map[string]string{"role": role, "official": chosen},
			}, nil
		},
	}
}
