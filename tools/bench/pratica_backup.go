// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"pratica/tools/bench/load"
)

// backupTimes is how much slower the slowest filings may be while a backup runs.
const backupTimes = 3

var recipient = regexp.MustCompile(`age1[a-z0-9]+`)

// backup measures filings while a backup of the body runs, beside filings alone. The backup is a process of its own, on
// the same machine and database.
func (o *our) backup(ctx context.Context) ([]load.Figure, error) {
	t, err := o.template(ctx, "backup", "")
	if err != nil {
		return nil, err
	}
	grow := exec.CommandContext(ctx, o.body, "grow", fmt.Sprint(o.backupSize))
	grow.Env = t.env(t.data, "")
	if said, err := grow.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("body grow: %w\n%s", err, said)
	}
	said, err := exec.CommandContext(ctx, o.pratica, "backup", "key", filepath.Join(o.folder, "private.key")).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("pratica backup key: %w\n%s", err, said)
	}
	figure := load.Figure{Name: fmt.Sprintf("p99 of filings while a backup of %.1f GB runs, beside without one", float64(o.backupSize)/1e9), Unit: "×", AtMost: backupTimes}
	var took []float64
	for range o.rounds {
		alone, _, err := o.filingDuring(ctx, t, nil)
		if err != nil {
			return nil, err
		}
		during, seconds, err := o.filingDuring(ctx, t, recipient.Find(said))
		if err != nil {
			return nil, err
		}
		fmt.Printf("alone %.0f/s, p99 %s; during a backup of %.1f s %.0f/s, p99 %s\n", alone.PerSecond(), alone.P99, seconds, during.PerSecond(), during.P99)
		figure.Found, took = append(figure.Found, float64(during.P99)/float64(alone.P99)), append(took, seconds)
	}
	figure.How = fmt.Sprintf("%d filings by %d clients, SQLite, a fifth of the data in the database; the backup took %.0f s at its usual rate",
		o.load.Requests, o.load.Clients, load.Figure{Found: took}.Median())
	return []load.Figure{figure}, nil
}

// filingDuring files every application of a copy of the body, while a backup for a recipient runs if there is one.
func (o *our) filingDuring(ctx context.Context, t *template, to []byte) (result load.Result, seconds float64, err error) {
	f := o.filing(t, o.pratica, "serve")
	end, err := f.Begin(ctx)
	if err != nil {
		return result, 0, err
	}
	defer func() { err = errors.Join(err, end()) }()
	wait := func() (float64, error) { return 0, nil }
	if len(to) > 0 {
		if wait, err = o.startBackup(ctx, t, f, string(to)); err != nil {
			return result, 0, err
		}
	}
	result, err = load.Run(ctx, f, o.load)
	seconds, failed := wait()
	if result.Failed > 0 {
		err = errors.Join(err, fmt.Errorf("%d filings failed, the first with: %w", result.Failed, result.FirstFailure))
	}
	return result, seconds, errors.Join(err, failed)
}

// startBackup starts a backup of the body that is served, and returns once it has begun to read. wait gives how long
// it took.
func (o *our) startBackup(ctx context.Context, t *template, f *filing, to string) (wait func() (float64, error), err error) {
	shelf := fmt.Sprintf("%s-%d-copies", t.data, t.copies)
	spool := filepath.Join(fmt.Sprintf("%s-%d", t.data, t.copies), "spool")
	command := exec.CommandContext(ctx, o.pratica, "backup", "now")
	command.Env = append(f.server.Env, "PRATICA_BACKUP_FOLDER="+shelf, "PRATICA_BACKUP_RECIPIENTS="+to)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	for !hasFiles(spool) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
		if time.Since(began) > time.Minute {
			return nil, errors.Join(errors.New("the backup does not begin"), command.Process.Kill())
		}
	}
	return func() (float64, error) {
		if err := command.Wait(); err != nil {
			return 0, fmt.Errorf("pratica backup now: %w\n%s", err, said.Bytes())
		}
		return time.Since(began).Seconds(), os.RemoveAll(shelf)
	}, nil
}

func hasFiles(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && len(entries) > 0
}
