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

// worklist measures each way of asking for the officials' list, on both databases, and reports the slowest. A list is compared with
// reading as many cases by their key; a ratio compares medians, since the slowest of few rounds says more of the machine than of either.
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
		all = append(all, o.slowest(side.name, ways)...)
	}
	return all, nil
}

// slowest prints every way, the first of which is the bare query by key, and reports the worst.
func (o *our) slowest(side string, ways []way) []load.Figure {
	bare := ways[0]
	late, times := ways[1], way{P50: 0}
	for _, w := range ways[1:] {
		fmt.Printf("%s: %s: p50 %.1f ms, p99 %.1f ms, %.1f times by key\n", side, w.Name, w.P50, w.P99, w.P50/bare.P50)
		if w.P99 > late.P99 {
			late = w
		}
		if strings.HasPrefix(w.Name, indexed) && w.P50 > times.P50 {
			times = w
		}
	}
	how := fmt.Sprintf("%d cases, the worst of %d ways of asking, %d times each: ", o.cases, len(ways)-1, listRounds)
	return []load.Figure{
		{Name: "worklist, " + side, Unit: "ms, p99", AtMost: listAtMost, Found: []float64{late.P99}, How: fmt.Sprintf("%s%s, p50 %.1f ms", how, late.Name, late.P50)},
		{Name: "worklist, " + side, Unit: "× by key", AtMost: listTimes, Found: []float64{times.P50 / bare.P50}, How: fmt.Sprintf("%s%s, %.1f ms; by key %.1f ms", how, times.Name, times.P50, bare.P50)},
	}
}
