// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"pratica/tools/bench/load"
)

// searchAtMost is what 99 of 100 searches take at most, in ms, with the entry in the audit trail of each case shown.
const searchAtMost = 300

// searchRounds is how often each way of looking for something is measured.
const searchRounds = 100

// search measures each way of looking for a case, on both databases. A way that is slow is named by itself: in a mean
// of all it could hide behind the others.
func (o *our) search(ctx context.Context) ([]load.Figure, error) {
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		return nil, errors.New("TEST_POSTGRES is not set: start this with scripts/bench")
	}
	var all []load.Figure
	for _, side := range []struct{ name, server string }{{"SQLite", ""}, {"PostgreSQL", server}} {
		ways, err := o.ways(ctx, "search", side.name, side.server, searchRounds)
		if err != nil {
			return all, fmt.Errorf("%s: %w", side.name, err)
		}
		for _, w := range ways {
			all = append(all, load.Figure{
				Name: fmt.Sprintf("search, %s: %s", side.name, w.Name), Unit: "ms, p99", AtMost: searchAtMost, Found: []float64{w.P99},
				How: fmt.Sprintf("%d cases, %d searches, p50 %.1f ms, the last counted %d", o.cases, searchRounds, w.P50, w.Hits),
			})
		}
	}
	return all, nil
}
