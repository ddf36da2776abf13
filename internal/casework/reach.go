// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"encoding/json"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Reach is which cases an official may see, for a list or an index that cannot
// ask for each.
type Reach struct {
	All      []string // definitions, every case of which he sees
	Assigned []string // definitions, of which he sees the cases assigned to Accounts
	Accounts []string // his own, and those in whose place he stands
}

// Reach tells which cases under the given definitions an official may see. For
// anybody else it is empty.
func (s *Service) Reach(ctx context.Context, tx *database.Tx, actor Actor, definitions []string) (r Reach, err error) {
	defer problem.Wrap(&err, "casework.Reach")
	if actor.Kind != audit.Official {
		return Reach{}, nil
	}
	q := inboxQuery{final: map[string][]string{}}
	for _, digest := range definitions {
		def, err := s.definition(ctx, tx, digest)
		if err != nil {
			return Reach{}, err
		}
		q.admit(def, digest, actor)
	}
	return Reach{All: q.all, Assigned: q.assigned, Accounts: append([]string{actor.ID}, actor.For...)}, nil
}

// AnswersNow returns the current answers of a case, for the read models of the
// house, as Position does: it asks for no right, and no face calls it.
func (s *Service) AnswersNow(ctx context.Context, tx *database.Tx, caseID string) (answers json.RawMessage, err error) {
	defer problem.Wrap(&err, "casework.AnswersNow(%s)", caseID)
	answers, _, err = latestAnswers(ctx, tx, caseID, -1)
	return answers, err
}
