// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/casework/workflow"
	"pratica/internal/problem"
)

// What a person of the office declares of a case.
const (
	NoConflict = "no_conflict"
	Abstains   = "abstains"
)

// Declaration is what the actor declared, once and for this case.
type Declaration struct {
	Verdict string
	Reason  string // of an abstention; for officials only
}

// noConflict is the declaration that no interest of the actor's own is touched
// (L. 241/1990 art. 6-bis). It opens the case to a role that must declare.
func noConflict() Kind {
	return Kind{
		Fields: func(context.Context, Step) []Field {
			return []Field{{Name: "declared", Type: YesField, Key: "no_conflict", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			switch s.Input.Text("declared") {
			case "yes":
			case "no":
				return Effect{}, wrong(problem.Field{Path: "declared", Code: "casework.conflict_abstains"})
			default:
				return Effect{}, wrong(required(Input{}, "declared")...)
			}
			return Effect{Declaration: &Declaration{Verdict: NoConflict}, Detail: map[string]string{"declared": NoConflict}}, nil
		},
	}
}

// abstain takes the case from who has an interest in it and gives it to the next
// whom the rule chooses; with nobody left, or without a rule, the case waits for
// whoever assigns. An abstention is never refused for want of a successor.
func abstain() Kind {
	return Kind{
		Schema: workflow.Schema{Params: []workflow.Param{{Name: "role", Type: workflow.RoleParam, Required: true}}},
		Fields: func(context.Context, Step) []Field {
			return []Field{{Name: "reason", Type: LongField, Key: "abstain_reason", Required: true}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			if bad := required(s.Input, "reason"); len(bad) > 0 {
				return Effect{}, wrong(bad...)
			}
			e := Effect{
				Declaration: &Declaration{Verdict: Abstains, Reason: s.Input.Text("reason")},
				Detail:      map[string]string{"declared": Abstains},
			}
			role, turn := s.turn()
			e.Assign = map[string]string{role.Name: ""}
			if len(role.Turn) > 0 {
				e.Assign[role.Name], e.Selection = turn.Account, &turn
				e.Detail["role"], e.Detail["official"] = role.Name, turn.Account
			}
			return e, nil
		},
	}
}
