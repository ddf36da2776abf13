// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"math"

	"pratica/internal/database"
	"pratica/internal/problem"
)

// maxNamed bounds one answer of Naming.
const maxNamed = 10_000

// Naming lists the cases in whose text a code or an address stands, whoever may see
// them: what is held about somebody is also what others wrote. The caller has checked
// the right and records the reading.
func (s *Service) Naming(ctx context.Context, tx *database.Tx, text string) (cases []string, err error) {
	defer problem.Wrap(&err, "search.Naming")
	asked, err := parse(text)
	if err != nil {
		return nil, err
	}
	list, err := hits(ctx, tx, selected(tx.Dialect(), asked, 0, math.MaxInt64, Reach{}), maxNamed)
	for _, d := range list {
		cases = append(cases, d.Case)
	}
	return cases, err
}
