// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/database"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// kindResolve is the step kind that records the decision of the board or of its
// delegate.
const kindResolve = "resolve"

// Proposed gives values that the body's data propose for the form of an act, by
// field: for a resolution, who is delegated today and by which act. That it was
// the delegate who decided is proposed only to the delegate.
func (a *App) Proposed(ctx context.Context, actor casework.Actor, offer casework.Offer) (map[string]string, error) {
	if offer.Kind != kindResolve {
		return nil, nil
	}
	body, err := a.Office.Body(ctx)
	if err != nil {
		return nil, err
	}
	d, today := body.Delegate, terms.DateOf(a.now())
	if !d.IsActing(d.Account, today) {
		return nil, nil
	}
	name, err := a.delegateName(ctx, d)
	if err != nil {
		return nil, err
	}
	values := map[string]string{"delegate": name, "delegation": d.Act}
	if d.IsActing(actor.ID, today) {
		values["delegated"] = "yes"
	}
	return values, nil
}

// delegateName is the delegate as the decision names them: with the title, and by
// that alone when the account is gone.
func (a *App) delegateName(ctx context.Context, d office.Delegate) (string, error) {
	var name string
	err := a.DB.View(ctx, func(tx *database.Tx) (err error) {
		name, _, _, err = a.Office.Accounts.Describe(ctx, tx, d.Account)
		return err
	})
	if err != nil && problem.KindOf(err) != problem.NotFound && !errors.Is(err, database.ErrNotFound) {
		return "", err
	}
	return strings.Trim(name+", "+d.Title, ", "), nil
}
