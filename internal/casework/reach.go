// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Reach is which cases an official may open, for a list or an index that cannot
// ask for each.
type Reach struct {
	Grants   []Grant
	Account  string   // his own: nobody declares for somebody else
	Accounts []string // his own, and those in whose place he stands
}

// Grant opens the cases under a definition.
type Grant struct {
	Definition string
	Assigned   bool // only those assigned to Accounts
	Declared   bool // only those of which Account declared to have no conflict of interest
}

// Reach tells which cases under the given definitions an official may open. For
// anybody else it is empty.
func (s *Service) Reach(ctx context.Context, tx *database.Tx, actor Actor, definitions []string) (r Reach, err error) {
	defer problem.Wrap(&err, "casework.Reach")
	if actor.Kind != audit.Official {
		return Reach{}, nil
	}
	r = Reach{Account: actor.ID, Accounts: append([]string{actor.ID}, actor.For...)}
	for _, digest := range definitions {
		def, err := s.definition(ctx, tx, digest)
		if err != nil {
			return Reach{}, err
		}
		r.Grants = append(r.Grants, grantsOf(def, digest, actor)...)
	}
	return r, nil
}

// grantsOf are those of the roles that the actor holds, or the one that makes the
// others needless.
func grantsOf(def *workflow.Definition, digest string, actor Actor) []Grant {
	var grants []Grant
	for _, role := range def.Roles {
		if !slices.Contains(actor.Roles, role.Name) {
			continue
		}
		g := Grant{Definition: digest, Assigned: role.OnlyAssigned, Declared: role.Declares}
		if !g.Assigned && !g.Declared {
			return []Grant{g}
		}
		if !slices.Contains(grants, g) {
			grants = append(grants, g)
		}
	}
	return grants
}

// AnswersNow returns the current answers of a case, for the read models of the
// house, as Position does: it asks for no right, and no face calls it.
func (s *Service) AnswersNow(ctx context.Context, tx *database.Tx, caseID string) (answers json.RawMessage, err error) {
	defer problem.Wrap(&err, "casework.AnswersNow(%s)", caseID)
	answers, _, err = latestAnswers(ctx, tx, caseID, -1)
	return answers, err
}
