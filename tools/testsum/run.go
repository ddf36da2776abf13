// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
)

// event is one line of `go test -json`; `go doc test2json` describes it. Build errors have an ImportPath, no Package.
type event struct {
	Action, Package, Test, Output, ImportPath, FailedBuild string
	Elapsed                                                float64
}

// key names one test; with an empty test, its package.
type key struct{ pkg, test string }

// run is what is known so far of one run.
type run struct {
	out     io.Writer
	output  map[key][]string    // of what has not passed (yet)
	build   map[string][]string // compiler's output by import path
	skipped map[string][]string // tests by reason
	passed  int
	failed  []key
	lines   []string // closing line of each package
}

func newRun(out io.Writer) *run {
	return &run{out: out, output: map[key][]string{}, build: map[string][]string{}, skipped: map[string][]string{}}
}

// read consumes the whole input. A line that is not JSON (a message of the go command itself) is printed as it is.
func (r *run) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			r.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the results: %w", err)
		}
	}
}

func (r *run) line(line []byte) {
	var e event
	if line[0] != '{' || json.Unmarshal(line, &e) != nil {
		fmt.Fprint(r.out, string(line))
		return
	}
	k := key{e.Package, e.Test}
	switch e.Action {
	case "output":
		r.output[k] = append(r.output[k], e.Output)
	case "build-output":
		r.build[e.ImportPath] = append(r.build[e.ImportPath], e.Output)
	case "pass", "fail", "skip":
		r.end(e, k)
	}
}

// end takes the verdict on a test or on a package, whose closing line is the last that the package itself wrote.
func (r *run) end(e event, k key) {
	if e.Test == "" {
		r.endPackage(e, k)
		return
	}
	switch e.Action {
	case "pass":
		r.passed++
		delete(r.output, k)
	case "skip":
		reason := skipReason(r.output[k])
		r.skipped[reason] = append(r.skipped[reason], e.Package+"."+e.Test)
		delete(r.output, k)
	case "fail":
		r.failed = append(r.failed, k)
		r.print(k)
	}
}

func (r *run) endPackage(e event, k key) {
	line := closingLine(r.output[k], e.Package)
	if e.Action == "fail" {
		r.failed = append(r.failed, k)
		for _, text := range r.build[e.FailedBuild] {
			fmt.Fprint(r.out, text)
		}
		r.printUnfinished(e.Package)
		r.print(k)
		if line == "" {
			line = "FAIL\t" + e.Package
		}
	}
	delete(r.output, k)
	if line == "" { // no test files: not worth a line
		return
	}
	r.lines = append(r.lines, line)
	if e.Action != "fail" {
		fmt.Fprintln(r.out, line)
	}
}

// printUnfinished shows the tests that were running when their package ended: the victims of a panic or a time-out.
func (r *run) printUnfinished(pkg string) {
	var names []string
	for k := range r.output {
		if k.pkg == pkg && k.test != "" {
			names = append(names, k.test)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		r.print(key{pkg, name})
	}
}

func (r *run) print(k key) {
	for _, text := range r.output[k] {
		if !strings.HasPrefix(text, "=== ") {
			fmt.Fprint(r.out, text)
		}
	}
	delete(r.output, k)
}

// finish prints the closing part and reports whether the run is good.
func (r *run) finish() bool {
	r.printSkipped()
	good := len(r.failed) == 0 && r.passed > 0
	if len(r.failed) > 0 {
		fmt.Fprintln(r.out, "\nfailed:")
		for _, k := range r.failed {
			fmt.Fprintf(r.out, "  %s %s\n", k.pkg, k.test)
		}
		fmt.Fprintln(r.out)
	}
	for _, line := range r.lines {
		if strings.HasPrefix(line, "FAIL") {
			fmt.Fprintln(r.out, line)
		}
	}
	skips := 0
	for _, tests := range r.skipped {
		skips += len(tests)
	}
	fmt.Fprintf(r.out, "%d passed, %d failed, %d skipped\n", r.passed, r.failedTests(), skips)
	return good
}

// failedTests counts tests, and each package that failed without naming one (it did not build, or it crashed).
func (r *run) failedTests() int {
	named := map[string]int{}
	for _, k := range r.failed {
		if k.test != "" {
			named[k.pkg]++
		}
	}
	count := 0
	for _, k := range r.failed {
		if k.test != "" || named[k.pkg] == 0 {
			count++
		}
	}
	return count
}

func (r *run) printSkipped() {
	if len(r.skipped) == 0 {
		fmt.Fprintln(r.out, "\nskipped: none")
		return
	}
	reasons := make([]string, 0, len(r.skipped))
	for reason := range r.skipped {
		reasons = append(reasons, reason)
	}
	sort.Strings(reasons)
	fmt.Fprintln(r.out, "\nskipped:")
	for _, reason := range reasons {
		tests := r.skipped[reason]
		fmt.Fprintf(r.out, "  %d × %s (%s)\n", len(tests), reason, someOf(tests, 3))
	}
}

func someOf(names []string, n int) string {
	if len(names) <= n {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:n], ", ") + ", …"
}

var place = regexp.MustCompile(`^\s*[\w./-]+\.go:\d+: `)

// skipReason is the last thing that the test said, without the place where it said it.
func skipReason(output []string) string {
	for i := len(output) - 1; i >= 0; i-- {
		text := strings.TrimSpace(output[i])
		if text == "" || strings.HasPrefix(text, "=== ") || strings.HasPrefix(text, "--- ") {
			continue
		}
		return place.ReplaceAllString(text, "")
	}
	return "no reason given"
}

// closingLine is go test's own summary of the package: "ok  \tpkg\t0.1s" or "FAIL\tpkg\t0.1s".
func closingLine(output []string, pkg string) string {
	for i := len(output) - 1; i >= 0; i-- {
		fields := strings.Fields(output[i])
		if len(fields) >= 2 && (fields[0] == "ok" || fields[0] == "FAIL") && fields[1] == pkg {
			return strings.TrimRight(output[i], "\n")
		}
	}
	return ""
}
