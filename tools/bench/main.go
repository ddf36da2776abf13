// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Command bench measures Pratica against yardsticks in one run and writes the ratios to docs/benchmarks.md.
//
//	bench [-pratica bin/pratica] [-out docs/benchmarks.md] [-clients 64] [-requests 4000] [-rounds 5] [-only PARTS] [-profile FILE]
//	bench yardstick FOLDER ADDRESS     (started by bench itself: a server must not share a process with its clients)
//
// It exits with 1 when a promise is not kept. All parts together take some hours: the search and the list are measured at a million cases,
// and the year is played whole.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"pratica/tools/bench/load"
	"pratica/tools/bench/yardstick"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == "yardstick" {
		exit(yardstick.Serve(os.Args[2], os.Args[3]))
	}
	var s settings
	flag.StringVar(&s.pratica, "pratica", "bin/pratica", "our built program")
	flag.StringVar(&s.body, "body", ".tools/bin/body", "our helper, built of tests/crash/body")
	flag.StringVar(&s.only, "only", "", "parts to measure, with commas: sqlite,postgres,page,start,binary,search,worklist,table,upload,backup,year,signatures")
	flag.StringVar(&s.profile, "profile", "", "only file, and write a CPU profile of the server here")
	flag.StringVar(&s.out, "out", "docs/benchmarks.md", "where the report goes")
	flag.IntVar(&s.load.Clients, "clients", 64, "clients at once")
	flag.IntVar(&s.load.Requests, "requests", 4000, "requests of one measurement")
	flag.IntVar(&s.cases, "cases", 1_000_000, "cases of the search and of the list")
	flag.IntVar(&s.applications, "applications", 20_000, "applications of the year that is played")
	flag.IntVar(&s.backupSize, "backup", 2_000_000_000, "bytes of the body that is backed up")
	flag.IntVar(&s.rounds, "rounds", 5, "measurements of each side, in turns")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(run(ctx, s))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// settings are what the command line chose.
type settings struct {
	pratica, body string // programs
	out, profile  string
	only          string // parts, with commas; "" is all
	load          load.Options
	rounds        int
	cases         int // of the search and of the list
	applications  int // of the year
	backupSize    int // bytes
}

func run(ctx context.Context, s settings) error {
	folder, err := os.MkdirTemp("", "pratica-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	url, stop, err := startYardstick(ctx, filepath.Join(folder, "pocketbase"))
	if err != nil {
		return err
	}
	defer stop()
	fmt.Println("yardstick:", "PocketBase, synchronous FULL")
	alone, err := load.Run(ctx, yardstick.Create{URL: url, Run: "alone", Answers: answers}, s.load)
	if err != nil {
		return err
	}
	if alone.Failed > 0 {
		return fmt.Errorf("the yardstick refused %d requests, the first with: %w", alone.Failed, alone.FirstFailure)
	}
	fmt.Printf("  %.0f records/s, p50 %s, p99 %s\n", alone.PerSecond(), alone.P50, alone.P99)

	o := &our{settings: s, folder: folder}
	if s.profile != "" {
		return o.profiled(ctx)
	}
	comparisons, err := o.comparisons(ctx, url)
	if err != nil {
		return err
	}
	return compare(ctx, s, comparisons, o.figures())
}

// compare runs every comparison and writes the report, the promises not kept included.
func compare(ctx context.Context, s settings, comparisons []load.Comparison, figures []measure) error {
	var outcomes []load.Outcome
	var broken error
	for _, c := range comparisons {
		outcome, err := load.Compare(ctx, c)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %.1f × (promised %.1f)\n", c.Name, outcome.Median(), c.AtLeast)
		if !outcome.Kept() {
			broken = errors.Join(broken, fmt.Errorf("%s: %.1f ×, promised %.1f", c.Name, outcome.Median(), c.AtLeast))
		}
		outcomes = append(outcomes, outcome)
	}
	found, err := measureAll(ctx, figures)
	broken = errors.Join(broken, err)
	machine := fmt.Sprintf("%d cores, %s/%s, %s, %d clients", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), s.load.Clients)
	if err := os.WriteFile(s.out, []byte(load.Report(machine, outcomes, found)), 0o644); err != nil {
		return err
	}
	return broken
}

// startYardstick runs this program again as the yardstick's server and waits until it answers.
func startYardstick(ctx context.Context, folder string) (url string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	return startServer(ctx, "http://"+address, "/api/health", exec.Command(self, "yardstick", folder, address))
}

// stopWait is how long a server may take to end by itself.
const stopWait = 20 * time.Second

// startServer starts a command that serves url, and waits until path answers 200 there. stop ends it.
func startServer(ctx context.Context, url, path string, command *exec.Cmd) (string, func(), error) {
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	stop := func() {
		_ = command.Process.Signal(os.Interrupt) // it may have ended by itself
		select {
		case <-ended:
		case <-time.After(stopWait):
			_ = command.Process.Kill()
			<-ended
		}
	}
	deadline, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return "", nil, fmt.Errorf("%s ended before it served: %v", command.Path, err)
		case <-deadline.Done():
			stop()
			return "", nil, fmt.Errorf("%s does not serve %s: %w", command.Path, url, deadline.Err())
		case <-tick.C:
			if answers200(deadline, url+path) {
				return url, stop, nil
			}
		}
	}
}

func answers200(ctx context.Context, url string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// freeAddress is a loopback address that nobody listens on. Somebody could take it before we do; then the server
// says so and the run ends.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
