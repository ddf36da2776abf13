// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"pratica/tools/bench/load"
)

// What was promised of a year: the list is never slower than at the start by more than a tenth.
const yearSlower = 1.1

// month is what our helper tells of the end of one.
type month struct {
	Month, Filed, Acts, Waits, Running int
	Ways                               []way
}

// year plays a year with twelve officials, and compares what the list took at the end of each month with the first. Both are set
// beside the bare query by key of the same moment: in an hour a machine changes more than a list.
func (o *our) year(ctx context.Context) ([]load.Figure, error) {
	t := &template{data: filepath.Join(o.folder, "year"), objects: filepath.Join(o.folder, "year-objects")}
	command := exec.CommandContext(ctx, o.body, "year", fmt.Sprint(o.applications))
	command.Env, command.Stderr = t.env(t.data, ""), os.Stderr
	began := time.Now()
	said, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("body year: %w", err)
	}
	months, err := monthsOf(said)
	if err != nil {
		return nil, err
	}
	if len(months) != 12 {
		return nil, fmt.Errorf("body year told of %d months", len(months))
	}
	first, last := months[0], months[11]
	var all []load.Figure
	for i := range first.Ways[1:] {
		figure := load.Figure{Name: "a year: list, " + first.Ways[i+1].Name, Unit: "× the first month", AtMost: yearSlower}
		slowest := 0
		for n, m := range months {
			if m.beside(i+1) > months[slowest].beside(i+1) {
				slowest = n
			}
		}
		figure.Found = []float64{months[slowest].beside(i+1) / first.beside(i+1)}
		figure.How = fmt.Sprintf("the slowest, month %d: p50 %.2f ms (by key %.2f), the first month %.2f ms (by key %.2f); %d applications, %d acts, 12 officials, no error, %s",
			months[slowest].Month, months[slowest].Ways[i+1].P50, months[slowest].Ways[0].P50, first.Ways[i+1].P50, first.Ways[0].P50,
			last.Filed, last.Acts, time.Since(began).Round(time.Minute))
		all = append(all, figure)
	}
	return all, nil
}

// beside is what a list took, in times the bare query.
func (m month) beside(way int) float64 { return m.Ways[way].P50 / m.Ways[0].P50 }

func monthsOf(said []byte) (months []month, err error) {
	decoder := json.NewDecoder(bytes.NewReader(said))
	for {
		var m month
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			return months, nil
		} else if err != nil {
			return nil, fmt.Errorf("body year: %w", err)
		}
		months = append(months, m)
	}
}
