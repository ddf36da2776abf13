// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"pratica/tools/bench/load"
)

// folderSize is what the body of the start holds, a fifth of it in the database.
const folderSize = 1_000_000_000

// idleWait is how long the program is left alone before its memory is read.
const idleWait = 10 * time.Second

// start measures how soon a body of 1 GB answers, beside opening its database, and what the program then holds.
func (o *our) start(ctx context.Context) ([]load.Figure, error) {
	t := &template{data: filepath.Join(o.folder, "large"), objects: filepath.Join(o.folder, "large-objects")}
	if err := o.makeReady(ctx, t, "tests/crash/procedure.yaml", 1); err != nil {
		return nil, err
	}
	grow := exec.CommandContext(ctx, o.body, "grow", fmt.Sprint(folderSize))
	grow.Env = t.env(t.data, "")
	if said, err := grow.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("body grow: %w\n%s", err, said)
	}
	ready := load.Figure{Name: "start to ready with 1 GB of data", Unit: "s"}
	memory := load.Figure{Name: "memory while idle", Unit: "MB", AtMost: memoryAtMost, How: fmt.Sprintf("resident, %s after the start", idleWait)}
	var opened []float64
	for range o.rounds {
		open, err := seconds(exec.CommandContext(ctx, o.body, "open", filepath.Join(t.data, "pratica.db")).Run)
		if err != nil {
			return nil, fmt.Errorf("body open: %w", err)
		}
		took, held, err := o.startOnce(ctx, t)
		if err != nil {
			return nil, err
		}
		opened, ready.Found, memory.Found = append(opened, open), append(ready.Found, took), append(memory.Found, held)
	}
	open := load.Figure{Found: opened}.Median()
	ready.AtMost = max(startSeconds, startTimes*open)
	ready.How = fmt.Sprintf("from the start of the process to the first 200 of /readyz; opening the same SQLite file takes %.3f s", open)
	return []load.Figure{ready, memory}, nil
}

func seconds(do func() error) (float64, error) {
	began := time.Now()
	err := do()
	return time.Since(began).Seconds(), err
}

// startOnce starts the program and asks every few milliseconds.
func (o *our) startOnce(ctx context.Context, t *template) (took, held float64, err error) {
	address, err := freeAddress()
	if err != nil {
		return 0, 0, err
	}
	command := exec.Command(o.pratica, "serve")
	command.Env = append(t.env(t.data, ""), "PRATICA_LISTEN="+address)
	began := time.Now()
	_, stop, err := startServer(ctx, "http://"+address, "/readyz", command)
	if err != nil {
		return 0, 0, err
	}
	defer stop()
	took = time.Since(began).Seconds()
	select {
	case <-time.After(idleWait):
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	held, err = resident(command.Process.Pid)
	return took, held, err
}
