// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"
	"slices"
)

// declare takes what a party must or may tell the office after the filing. Each
// declaration stays: a later one does not replace it, so that there is nothing to
// undo. Rules read them as facts.declared.<action>, oldest first.
func declare() Kind {
	return Kind{
		Message: "act_received",
		Fields:  asked,
		Run: func(_ context.Context, s Step) (Effect, error) {
			said, err := s.said()
			if err != nil {
				return Effect{}, err
			}
			said.values["date"] = s.Case.Today.String()
			declared := map[string]any{}
			for name, list := range s.fact("declared") {
				declared[name] = list
			}
			before, _ := declared[s.Action.Name].([]any)
			declared[s.Action.Name] = append(slices.Clone(before), said.values)
			return Effect{Facts: map[string]any{"declared": declared}, Note: said.note()}, nil
		},
	}
}
