// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pratica/tools/bench/load"
	"pratica/tools/bench/yardstick"
)

// answers is the content of one record, about 1.5 kB.
const answers = `{"applicant":{"name":"Persona","surname":"Inventata","born":"1980-01-31","place":"Esempio","street":"Via di Prova 1","zip":"00100"},
"household":[{"name":"Persona Due","relation":"spouse","income":"8500.00"},{"name":"Persona Tre","relation":"child","income":"0.00"}],
"opponents":[{"name":"Controparte Inventata","address":"Piazza di Prova 2, Esempio"}],
"matter":"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.",
"evidence":"Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam, eaque ipsa quae ab illo inventore veritatis et quasi architecto beatae vitae dicta sunt explicabo. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt."}`

// What was promised.
const (
	filingAtLeast = 5   // times PocketBase; times a transaction for each filing
	pageAtMost    = 3   // times a bare page
	firstView     = 150 // kB
	laterView     = 20  // kB
	startTimes    = 5   // times opening the database, or
	startSeconds  = 1
	memoryAtMost  = 80 // MB
	binaryAtMost  = 45 // MB
)

// our is what the scenarios of our own program share.
type our struct {
	settings
	folder string
}

// wants tells whether a part was asked for; without -only all are.
func (o *our) wants(part string) bool {
	return o.only == "" || slices.Contains(strings.Split(o.only, ","), part)
}

// comparisons prepares the bodies and lists what filing is compared with.
func (o *our) comparisons(ctx context.Context, pocketbase string) (list []load.Comparison, err error) {
	if o.wants("sqlite") {
		t, err := o.template(ctx, "sqlite", "")
		if err != nil {
			return nil, err
		}
		list = append(list, load.Comparison{
			Name: "filing over HTTP, durable, SQLite, against a record in PocketBase",
			Ours: o.filing(t, o.pratica, "serve"), Yardstick: &records{url: pocketbase}, AtLeast: filingAtLeast, Options: o.load, Rounds: o.rounds,
		})
	}
	if o.wants("postgres") {
		server := os.Getenv("TEST_POSTGRES")
		if server == "" {
			return nil, errors.New("TEST_POSTGRES is not set: start this with scripts/bench")
		}
		t, err := o.template(ctx, "postgres", server)
		if err != nil {
			return nil, err
		}
		list = append(list, load.Comparison{
			Name: "filing over HTTP, durable, PostgreSQL, against a transaction for each filing",
			Ours: o.filing(t, o.pratica, "serve"), Yardstick: o.filing(t, o.body, "alone"), AtLeast: filingAtLeast, Options: o.load, Rounds: o.rounds,
		})
	}
	return list, nil
}

func (o *our) filing(t *template, command ...string) *filing {
	return &filing{our: o, template: t, command: command}
}

// profiled files once, on the server that has a profiler.
func (o *our) profiled(ctx context.Context) error {
	server := os.Getenv("BENCH_PROFILE_ON") // a PostgreSQL; empty is SQLite
	t, err := o.template(ctx, "profiled", server)
	if err != nil {
		return err
	}
	path, err := filepath.Abs(o.profile)
	if err != nil {
		return err
	}
	f := o.filing(t, o.body, "serve", path)
	end, err := f.Begin(ctx)
	if err != nil {
		return err
	}
	result, err := load.Run(ctx, f, o.load)
	fmt.Printf("%.0f filings/s, p50 %s, p99 %s, %d failed (%v), server %.0f µs of CPU each\n", result.PerSecond(), result.P50, result.P99,
		result.Failed, result.FirstFailure, f.microseconds(result.Accepted))
	return errors.Join(err, end())
}

// records are those of PocketBase, with keys that no round had before.
type records struct {
	url    string
	rounds int
	yardstick.Create
}

// Begin makes new keys.
func (r *records) Begin(context.Context) (func() error, error) {
	r.rounds++
	r.Create = yardstick.Create{URL: r.url, Run: fmt.Sprintf("round%d", r.rounds), Answers: answers}
	return func() error { return nil }, nil
}

// measure makes one figure.
type measure func(ctx context.Context) ([]load.Figure, error)

// figures lists what is promised beside filing.
func (o *our) figures() []measure {
	var list []measure
	for _, part := range []struct {
		name string
		measure
	}{{"page", o.page}, {"start", o.start}, {"binary", o.binary}, {"search", o.search}, {"worklist", o.worklist}, {"table", o.table},
		{"upload", o.upload}, {"backup", o.backup}, {"year", o.year}, {"signatures", o.signatures}} {
		if o.wants(part.name) {
			list = append(list, part.measure)
		}
	}
	return list
}

// measureAll makes the figures; a promise that is not kept is an error, and all figures are given all the same.
func measureAll(ctx context.Context, all []measure) ([]load.Figure, error) {
	var found []load.Figure
	var broken error
	for _, one := range all {
		figures, err := one(ctx)
		broken = errors.Join(broken, err)
		for _, f := range figures {
			fmt.Printf("%s: %.2f %s (promised at most %.2f)\n", f.Name, f.Median(), f.Unit, f.AtMost)
			if !f.Kept() {
				broken = errors.Join(broken, fmt.Errorf("%s: %.2f %s, promised %.2f", f.Name, f.Median(), f.Unit, f.AtMost))
			}
		}
		found = append(found, figures...)
	}
	return found, broken
}

// binary is the size of the program.
func (o *our) binary(context.Context) ([]load.Figure, error) {
	info, err := os.Stat(o.pratica)
	if err != nil {
		return nil, err
	}
	return []load.Figure{{Name: "binary", Unit: "MB", AtMost: binaryAtMost, Found: []float64{float64(info.Size()) / 1e6}, How: "size of the file"}}, nil
}
