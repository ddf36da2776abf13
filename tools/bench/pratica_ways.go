// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// way is what our helper found out of one way of asking for cases. Times are in ms.
type way struct {
	Name     string
	Hits     int
	P50, P99 float64
}

// ways lets "body worklist" or "body search" write as many cases as were asked for into a new body, on SQLite or on a
// server of PostgreSQL, and measure each way so often.
func (o *our) ways(ctx context.Context, what, side, server string, rounds int) ([]way, error) {
	t := &template{data: filepath.Join(o.folder, what+"-"+side), objects: filepath.Join(o.folder, what+"-objects"), server: server, name: "bench_" + what}
	if server != "" {
		if err := o.sql(ctx, server, "CREATE DATABASE "+t.name); err != nil {
			return nil, err
		}
	}
	fmt.Printf("writing %d cases for %s (%s)\n", o.cases, what, side)
	command := exec.CommandContext(ctx, o.body, what, strconv.Itoa(o.cases), strconv.Itoa(rounds))
	command.Env, command.Stderr = t.env(t.data, t.name), os.Stderr
	said, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("body %s: %w", what, err)
	}
	var found []way
	if err := json.Unmarshal(said, &found); err != nil {
		return nil, fmt.Errorf("body %s: %w", what, err)
	}
	if len(found) < 2 {
		return nil, fmt.Errorf("body %s measured %d ways", what, len(found))
	}
	return found, nil
}
