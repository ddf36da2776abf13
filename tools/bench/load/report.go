// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"fmt"
	"strings"
	"time"
)

// Report is docs/benchmarks.md: what was promised, what was found, and on what machine.
func Report(machine string, outcomes []Outcome) string {
	var out strings.Builder
	out.WriteString("# Benchmarks\n\nWritten by `make bench`. What counts is the ratio: both sides are measured in turns within one run, on one machine,\n" +
		"at the same durability. Absolute figures are of that machine at that moment.\n\n")
	fmt.Fprintf(&out, "Machine: %s\n\n", machine)
	if len(outcomes) == 0 {
		out.WriteString("Nothing was compared.\n")
		return out.String()
	}
	out.WriteString("| comparison | promised | found (median; all rounds) | ours/s | yardstick/s | ours p50 / p99 | yardstick p50 / p99 |\n|---|---|---|---|---|---|---|\n")
	for _, o := range outcomes {
		out.WriteString(row(o))
	}
	return out.String()
}

func row(o Outcome) string {
	verdict := "kept"
	if !o.Kept() {
		verdict = "**not kept**"
	}
	ratios := make([]string, len(o.Ratios))
	for i, ratio := range o.Ratios {
		ratios[i] = fmt.Sprintf("%.1f", ratio)
	}
	ours, yardstick := o.OursRuns[len(o.OursRuns)-1], o.YardstickRuns[len(o.YardstickRuns)-1]
	return fmt.Sprintf("| %s | ≥ %.1f × | %.1f ×, %s (%s) | %.0f | %.0f | %s | %s |\n", o.Name, o.AtLeast, o.Median(), verdict,
		strings.Join(ratios, ", "), ours.PerSecond(), yardstick.PerSecond(), latency(ours), latency(yardstick))
}

func latency(r Result) string {
	return fmt.Sprintf("%s / %s", r.P50.Round(100*time.Microsecond), r.P99.Round(100*time.Microsecond))
}
