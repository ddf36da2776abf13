// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import "slices"

// Figure is a promise of the form "at most so much". Where it is a ratio, Found holds the ratio of each round.
type Figure struct {
	Name   string
	Unit   string
	AtMost float64
	Found  []float64
	How    string // it was measured, and the absolute figures behind a ratio
}

// Median is the middle value.
func (f Figure) Median() float64 { return median(f.Found) }

// Kept reports whether the promise holds. What was not measured is not kept.
func (f Figure) Kept() bool { return len(f.Found) > 0 && f.Median() <= f.AtMost }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}
