// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"fmt"
	"strings"
	"time"
)

// Report is docs/benchmarks.md: what was promised, what was found, and on what machine.
func Report(machine string, outcomes []Outcome, figures []Figure) string {
	var out strings.Builder
	out.WriteString("# Benchmarks\n\nWritten by `make bench`. What counts is the ratio: both sides are measured in turns within one run, on one machine,\n" +
		"at the same durability. Absolute figures are of that machine at that moment.\n\n")
	fmt.Fprintf(&out, "Machine: %s\n\n", machine)
	if len(outcomes) == 0 && len(figures) == 0 {
		out.WriteString("Nothing was compared.\n")
	}
	if len(outcomes) > 0 {
		comparisons(&out, outcomes)
	}
	if len(figures) > 0 {
		limits(&out, figures)
	}
	return out.String()
}

func comparisons(out *strings.Builder, outcomes []Outcome) {
	out.WriteString("| comparison | promised | found (median; all rounds) | ours/s | yardstick/s | ours p50 / p99 | yardstick p50 / p99 |\n|---|---|---|---|---|---|---|\n")
	for _, o := range outcomes {
		out.WriteString(row(o))
	}
}

func limits(out *strings.Builder, figures []Figure) {
	out.WriteString("\n| figure | promised | found (median; all rounds) | how |\n|---|---|---|---|\n")
	for _, f := range figures {
		fmt.Fprintf(out, "| %s | ≤ %.2f %s | %.2f %s, %s (%s) | %s |\n", f.Name, f.AtMost, f.Unit, f.Median(), f.Unit, verdict(f.Kept()), all(f.Found, "%.2f"), f.How)
	}
}

func verdict(kept bool) string {
	if kept {
		return "kept"
	}
	return "**not kept**"
}

func all(values []float64, format string) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = fmt.Sprintf(format, value)
	}
	return strings.Join(texts, ", ")
}

func row(o Outcome) string {
	ours, yardstick := o.OursRuns[len(o.OursRuns)-1], o.YardstickRuns[len(o.YardstickRuns)-1]
	return fmt.Sprintf("| %s | ≥ %.1f × | %.1f ×, %s (%s) | %.0f | %.0f | %s | %s |\n", o.Name, o.AtLeast, o.Median(), verdict(o.Kept()),
		all(o.Ratios, "%.1f"), ours.PerSecond(), yardstick.PerSecond(), latency(ours), latency(yardstick))
}

func latency(r Result) string {
	return fmt.Sprintf("%s / %s", r.P50.Round(100*time.Microsecond), r.P99.Round(100*time.Microsecond))
}
