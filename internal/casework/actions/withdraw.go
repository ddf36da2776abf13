// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/problem"
)

// withdrawalFact is "open" from the request to withdraw until it is taken back
// or takes effect.
const withdrawalFact = "withdrawal"

// withdraw asks to withdraw the application. The case stays where it is until
// end_withdrawal, so that a wrong click loses neither place nor date of filing:
// keep_application undoes it.
func withdraw() Kind {
	return Kind{
		Message: "act_received",
		Fields:  asked,
		Run: func(_ context.Context, s Step) (Effect, error) {
			if s.Case.Vars.Facts[withdrawalFact] != nil {
				return Effect{}, problem.New(problem.Conflict, "casework.withdrawn_already")
			}
			said, err := s.said()
			if err != nil {
				return Effect{}, err
			}
			return Effect{Facts: map[string]any{withdrawalFact: "open"}, Note: said.note()}, nil
		},
	}
}

// keepApplication takes a withdrawal back.
func keepApplication() Kind {
	return Kind{
		Message: "act_received",
		Run: func(_ context.Context, s Step) (Effect, error) {
			if err := s.mustBeWithdrawing(); err != nil {
				return Effect{}, err
			}
			return Effect{Facts: map[string]any{withdrawalFact: nil}}, nil
		},
	}
}

// endWithdrawal gives effect to a withdrawal; a request for integration that
// nobody needs any more ends with it.
func endWithdrawal() Kind {
	return Kind{
		Run: func(_ context.Context, s Step) (Effect, error) {
			if err := s.mustBeWithdrawing(); err != nil {
				return Effect{}, err
			}
			return Effect{Facts: map[string]any{withdrawalFact: "done"}, Lapse: s.Open != nil}, nil
		},
	}
}

func (s Step) mustBeWithdrawing() error {
	if s.Case.Vars.Facts[withdrawalFact] != "open" {
		return problem.New(problem.Conflict, "casework.not_withdrawing")
	}
	return nil
}
