// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"errors"
	"fmt"
)

// Fresh is a Scenario that needs something new for each measurement, such as a server on data that nobody has filed
// yet. Begin is called before the requests are prepared, end after the last answer; an error of either makes the
// measurement void.
type Fresh interface {
	Scenario
	Begin(ctx context.Context) (end func() error, err error)
}

// Comparison is a promise of the form "ours is at least so many times the yardstick".
type Comparison struct {
	Name            string
	Ours, Yardstick Scenario
	AtLeast         float64
	Options         Options
	Rounds          int
}

// Outcome is what a comparison found: the rounds in order, and the median of their ratios.
type Outcome struct {
	Comparison
	OursRuns, YardstickRuns []Result
	Ratios                  []float64
}

// Median is the middle ratio of the rounds.
func (o Outcome) Median() float64 { return median(o.Ratios) }

// Kept reports whether the promise holds.
func (o Outcome) Kept() bool { return o.Median() >= o.AtLeast }

// Compare measures the two in turns, so that a slow moment of the machine falls on both. A failed request makes the
// comparison void: a server that refuses is fast.
func Compare(ctx context.Context, c Comparison) (Outcome, error) {
	outcome := Outcome{Comparison: c}
	for round := range c.Rounds {
		yardstick, err := measured(ctx, "yardstick", c.Yardstick, c.Options)
		if err != nil {
			return outcome, fmt.Errorf("%s, round %d: %w", c.Name, round+1, err)
		}
		ours, err := measured(ctx, "ours", c.Ours, c.Options)
		if err != nil {
			return outcome, fmt.Errorf("%s, round %d: %w", c.Name, round+1, err)
		}
		outcome.YardstickRuns = append(outcome.YardstickRuns, yardstick)
		outcome.OursRuns = append(outcome.OursRuns, ours)
		outcome.Ratios = append(outcome.Ratios, ours.PerSecond()/yardstick.PerSecond())
	}
	return outcome, nil
}

func measured(ctx context.Context, who string, s Scenario, o Options) (Result, error) {
	if fresh, ok := s.(Fresh); ok {
		end, err := fresh.Begin(ctx)
		if err != nil {
			return Result{}, fmt.Errorf("%s: %w", who, err)
		}
		result, err := judged(ctx, who, s, o)
		return result, errors.Join(err, end())
	}
	return judged(ctx, who, s, o)
}

func judged(ctx context.Context, who string, s Scenario, o Options) (Result, error) {
	result, err := Run(ctx, s, o)
	if err != nil {
		return result, err
	}
	if result.Failed > 0 {
		return result, fmt.Errorf("%s: %d of %d requests failed, the first with: %w", who, result.Failed, o.Requests, result.FirstFailure)
	}
	return result, nil
}
