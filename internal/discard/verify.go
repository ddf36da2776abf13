// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"
	"slices"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/problem"
)

// Verify looks for the proof of every discarded case: the item of a list, and the entry
// in the audit chain. It gives how many there are, and the ids of those that lack it.
func (s *Service) Verify(ctx context.Context) (n int, unproven []string, err error) {
	defer problem.Wrap(&err, "discard.Verify")
	for after := ""; ; {
		page, err := s.Codes.DiscardedIDs(ctx, after, 200)
		if err != nil || len(page) == 0 {
			return n, unproven, err
		}
		for _, id := range page {
			ok, err := s.isProven(ctx, id)
			if err != nil {
				return n, unproven, err
			}
			if !ok {
				unproven = append(unproven, id)
			}
			n, after = n+1, id
		}
	}
}

func (s *Service) isProven(ctx context.Context, id string) (ok bool, err error) {
	err = s.DB.View(ctx, func(tx *database.Tx) error {
		items, _, err := itemsAbout(ctx, tx, id)
		ok = slices.ContainsFunc(items, func(i Item) bool { return i.Fate == Discarded })
		return err
	})
	if err != nil || !ok {
		return false, err
	}
	// It is the newest but for what was read of the proof since.
	entries, err := s.Audit.Entries(ctx, audit.CaseChain(id), 0, 50)
	return slices.ContainsFunc(entries, func(e audit.Recorded) bool { return e.Action == "discard.discarded" }), err
}
