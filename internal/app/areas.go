// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/identity"
	"pratica/internal/intake"
	"pratica/internal/office"
	"pratica/internal/problem"
)

// BeginInArea makes a draft in the area of a lawyer, begun by the lawyer or by a
// helper who may prepare. It implements a port of the faces of applicants and
// lawyers.
func (a *App) BeginInArea(ctx context.Context, by office.Actor, lawyer string, b intake.Beginning) (intake.Application, error) {
	if !office.Can(by, office.DraftPrepare, office.Resource{Account: lawyer}) {
		return intake.Application{}, problem.New(problem.Forbidden, "gate.forbidden")
	}
	owner, err := a.Identity.Account(ctx, lawyer)
	if err != nil {
		return intake.Application{}, err
	}
	if owner.State != identity.Active {
		return intake.Application{}, problem.New(problem.Forbidden, "gate.forbidden")
	}
	b.Account, b.Email, b.By = lawyer, owner.Email, by.Audit()
	if by.Account == lawyer {
		return a.Intake.Begin(ctx, b)
	}
	b.By = audit.Actor{Kind: audit.Helper, ID: by.Account}
	made, err := a.Intake.Begin(ctx, b)
	if err != nil {
		return made, err
	}
	return made, a.Office.HelperDid(ctx, by, lawyer, "begin", made.ID)
}
