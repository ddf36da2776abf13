// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"

	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/terms"
)

// Rehearse walks an application along acts of the workflow of a definition, as
// its author wrote them down. Nothing is stored, nobody is told.
func Rehearse(ctx context.Context, source []byte, filed terms.Date, v Values, acts []workflow.Act) ([]workflow.Stumble, error) {
	d, err := workflow.Parse(source, actions.Schemas())
	if err != nil {
		return nil, err
	}
	vars := workflow.Vars{
		Answers: v.Answers, Computed: v.Computed, Shown: v.Shown["it"],
		Filing: map[string]any{"code": "", "number": "1/" + filed.String()[:4], "date": filed.String()},
	}
	return workflow.Rehearse(ctx, d, filed, vars, acts), nil
}
