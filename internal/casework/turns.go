// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package casework

import (
	"context"
	"slices"

	"pratica/internal/database"
	"pratica/internal/i18n"
	"pratica/internal/problem"
)

// kindAssign is the step kind that chooses a person for a case.
const kindAssign = "assign"

// Turn is a role whose people take turns, as the procedures in use say.
type Turn struct {
	Role  string
	Label i18n.Text
	Rule  []string // the criteria, the first first
	By    []string // roles that choose among its people
}

// Turns lists the roles of all procedures that have cases; where versions differ,
// as the newest version says.
func (s *Service) Turns(ctx context.Context) (all []Turn, err error) {
	defer problem.Wrap(&err, "casework.Turns")
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		used, err := definitionsByAge(ctx, tx)
		if err != nil {
			return err
		}
		all = nil
		for _, pair := range used {
			def, err := s.definition(ctx, tx, pair[1])
			if err != nil {
				return err
			}
			for _, role := range def.Roles {
				if len(role.Turn) == 0 {
					continue
				}
				turn := Turn{Role: role.Name, Label: role.Label, Rule: role.Turn}
				for _, a := range def.Actions {
					if a.Kind == kindAssign && a.Params.Text("role") == role.Name {
						turn.By = append(turn.By, a.By...)
					}
				}
				slices.Sort(turn.By)
				turn.By = slices.Compact(turn.By)
				all = replaced(all, turn, func(t Turn) string { return t.Role })
			}
		}
		return nil
	})
	return all, err
}
