// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/casework/workflow"
)

// namedCounselFact holds the tax code of a counsel named after the filing.
const namedCounselFact = "named_counsel"

// changeCounsel ends the appointment of the confirmed counsel, who sees the case
// no longer from that instant: an appointment may be revoked, or given up, at any
// time. "answer" is the question that asks for the next counsel's tax code; the
// office confirms who was named as it did the first. An appointment that ended
// comes back the same way, by naming the counsel again.
func changeCounsel() Kind {
	return Kind{
		Message: "act_received",
		Schema:  workflow.Schema{Params: []workflow.Param{{Name: "answer", Type: workflow.PathParam}}},
		Fields:  asked,
		Run: func(_ context.Context, s Step) (Effect, error) {
			said, err := s.said()
			if err != nil {
				return Effect{}, err
			}
			e := Effect{Uncalled: true, Facts: map[string]any{"counsel": nil, namedCounselFact: nil}, Note: said.note()}
			if named, ok := said.values[s.Action.Params.Text("answer")]; ok {
				e.Facts[namedCounselFact] = named
			}
			return e, nil
		},
	}
}
