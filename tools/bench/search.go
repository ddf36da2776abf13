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

// search measures each way of looking for a case, on both databases, and reports the slowest: in a mean of all it could
// hide behind the others.
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
		worst := ways[0]
		for _, w := range ways {
			fmt.Printf("%s: %s: p50 %.1f ms, p99 %.1f ms, %d counted\n", side.name, w.Name, w.P50, w.P99, w.Hits)
			if w.P99 > worst.P99 {
				worst = w
			}
		}
		all = append(all, load.Figure{
			Name: "search, " + side.name, Unit: "ms, p99", AtMost: searchAtMost, Found: []float64{worst.P99},
			How: fmt.Sprintf("%d cases, the worst of %d ways of asking, %d times each: %s, p50 %.1f ms", o.cases, len(ways), searchRounds, worst.Name, worst.P50),
		})
	}
	return all, nil
}
