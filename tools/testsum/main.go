// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Command testsum reads the output of `go test -json` and prints what a person wants of it: one line per package in
// go test's own words, the whole output of what failed, and at the end how many tests were skipped and why.
//
//	go test -json ./... | testsum
//
// It exits with 1 when anything failed, when nothing ran, and when its input is not go test's.
package main

import (
	"fmt"
	"os"
)

func main() {
	run := newRun(os.Stdout)
	if err := run.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	if !run.finish() {
		os.Exit(1)
	}
}
