// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"pratica/tools/bench/load"
)

// What was promised of a year: the list is never slower than at the start by more than a tenth.
const yearSlower = 1.1

// month is what our helper tells of the end of one.
type month struct {
	Month, Filed, Acts, Waits, Running int
	Ways, First                        []way // each list, and the same of the body as it was at the end of the first month, asked in turn
}

// year plays a year with twelve officials, and compares what the list took at the end of each month with what the list of the first
// month takes at that moment: in an hour a machine changes more than a list.
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
	last := months[11]
	var all []load.Figure
	for i, list := range last.Ways {
		slowest := slices.MaxFunc(months[1:], func(a, b month) int { return cmp.Compare(a.slower(i), b.slower(i)) })
		all = append(all, load.Figure{
			Name: "a year: list, " + list.Name, Unit: "× the first month", AtMost: yearSlower, Found: []float64{slowest.slower(i)},
			How: fmt.Sprintf("the slowest, month %d: p50 %.2f ms, the list of the first month in turn with it %.2f ms; %d applications, %d acts, 12 officials, no error, %s",
				slowest.Month, slowest.Ways[i].P50, slowest.First[i].P50, last.Filed, last.Acts, time.Since(began).Round(time.Minute)),
		})
	}
	return all, nil
}

// slower is what a list took, in times the list of the first month.
func (m month) slower(list int) float64 { return m.Ways[list].P50 / m.First[list].P50 }

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
