// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"pratica/tools/bench/load"
)

// What was promised of the officials' list: ms for 99 of 100 pages, and times the bare query by key.
const (
	listAtMost = 150
	listTimes  = 5
)

// indexed begins the names of the lists that are the next rows of an index. The others sort at most 1,000 cases in memory, or count
// four times up to 1,000: they have the first promise alone.
const indexed = "list: "

// listRounds is how often each way of asking for the list is measured.
const listRounds = 50

// worklist measures each way of asking for the officials' list, on both databases. A list is compared with reading as many cases by
// their key; a ratio compares medians, since the slowest of few rounds says more of the machine than of either.
func (o *our) worklist(ctx context.Context) ([]load.Figure, error) {
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		return nil, errors.New("TEST_POSTGRES is not set: start this with scripts/bench")
	}
	var all []load.Figure
	for _, side := range []struct{ name, server string }{{"SQLite", ""}, {"PostgreSQL", server}} {
		ways, err := o.ways(ctx, "worklist", side.name, side.server, listRounds)
		if err != nil {
			return all, fmt.Errorf("%s: %w", side.name, err)
		}
		bare := ways[0]
		for _, w := range ways[1:] {
			how := fmt.Sprintf("%d cases, %d times, p50 %.1f ms, the last had %d; by key %.1f ms", o.cases, listRounds, w.P50, w.Hits, bare.P50)
			name := fmt.Sprintf("worklist, %s: %s", side.name, w.Name)
			all = append(all, load.Figure{Name: name, Unit: "ms, p99", AtMost: listAtMost, Found: []float64{w.P99}, How: how})
			if strings.HasPrefix(w.Name, indexed) {
				all = append(all, load.Figure{Name: name, Unit: "× by key", AtMost: listTimes, Found: []float64{w.P50 / bare.P50}, How: how})
			}
		}
	}
	return all, nil
}
