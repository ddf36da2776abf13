// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"pratica/tools/bench/load"
)

// searchAtMost is what 99 of 100 searches take at most, in ms, with the entry in the audit trail of each case shown.
const searchAtMost = 300

// searchRounds is how often each way of looking for something is measured.
const searchRounds = 100

// way is what "body search" found out of one way of looking for something.
type way struct {
	Name     string
	Hits     int
	P50, P99 float64
}

// search measures each way of looking for a case, on both databases. A way that is slow is named by itself: in a mean
// of all it could hide behind the others.
func (o *our) search(ctx context.Context) ([]load.Figure, error) {
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		return nil, errors.New("TEST_POSTGRES is not set: start this with scripts/bench")
	}
	var all []load.Figure
	for _, side := range []struct{ name, server string }{{"SQLite", ""}, {"PostgreSQL", server}} {
		ways, err := o.searchOn(ctx, side.name, side.server)
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

func (o *our) searchOn(ctx context.Context, name, server string) ([]way, error) {
	t := &template{data: filepath.Join(o.folder, "search-"+name), objects: filepath.Join(o.folder, "search-objects"), server: server, name: "bench_search"}
	if server != "" {
		if err := o.sql(ctx, server, "CREATE DATABASE "+t.name); err != nil {
			return nil, err
		}
	}
	fmt.Printf("indexing %d cases (%s)\n", o.cases, name)
	command := exec.CommandContext(ctx, o.body, "search", strconv.Itoa(o.cases), strconv.Itoa(searchRounds))
	command.Env, command.Stderr = t.env(t.data, t.name), os.Stderr
	said, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("body search: %w", err)
	}
	var ways []way
	return ways, json.Unmarshal(said, &ways)
}
