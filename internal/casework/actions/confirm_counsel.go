// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package actions

import (
	"context"

	"pratica/internal/casework/workflow"
	"pratica/internal/fiscal"
	"pratica/internal/problem"
)

// confirmCounsel opens the case to the counsel that the applicant named.
// "answer" is the answer that holds the counsel's tax code.
func confirmCounsel() Kind {
	return Kind{
		Message: "counsel_case",
		Schema:  workflow.Schema{Params: []workflow.Param{{Name: "answer", Type: workflow.PathParam, Required: true}}},
		Fields: func(_ context.Context, s Step) []Field {
			return []Field{{Name: "counsel", Type: TextField, Key: "counsel", Required: true, Value: s.namedCounsel()}}
		},
		Run: func(_ context.Context, s Step) (Effect, error) {
			code, err := fiscal.Parse(s.Input.Text("counsel"))
			if err != nil || code.IsNumeric() {
				return Effect{}, wrong(problem.Field{Path: "counsel", Code: "casework.bad_tax_code"})
			}
			return Effect{Counsel: string(code), Facts: map[string]any{"counsel": string(code)}}, nil
		},
	}
}

// namedCounsel is whom the applicant named last.
func (s Step) namedCounsel() string {
	if named := text(s.Case.Vars.Facts, namedCounselFact); named != "" {
		return named
	}
	return text(s.Case.Vars.Answers, s.Action.Params.Text("answer"))
}
