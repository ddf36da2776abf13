// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"runtime/pprof"

	"pratica/internal/app"
	"pratica/internal/intake"
	"pratica/internal/jobs"
)

// serve is the program with a profiler, which the program itself does not have.
func serve(ctx context.Context, profile string) (err error) {
	a, err := openBody(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if profile == "" {
		return a.Serve(ctx)
	}
	f, err := os.Create(profile)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	err = a.Serve(ctx)
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// lanes is how many filings alone handles at once; as many as the clients of a benchmark.
const lanes = 64

// alone serves the site with each filing in a transaction of its own: the same pages and the same statements as the
// program, but every request goes to an intake that nobody else is using, so that no two can share a commit.
func alone(ctx context.Context) (err error) {
	a, err := openBody(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.DB.CheckDurability(ctx); err != nil {
		return err
	}
	free := make(chan http.Handler, lanes)
	for range lanes {
		site, err := lane(ctx, a)
		if err != nil {
			return err
		}
		free <- site
	}
	l, err := net.Listen("tcp", a.Config.Listen)
	if err != nil {
		return err
	}
	return serveUntil(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site := <-free
		defer func() { free <- site }()
		site.ServeHTTP(w, r)
	}))
}

func lane(ctx context.Context, a *app.App) (http.Handler, error) {
	deps := a.Intake.Deps
	deps.Jobs = jobs.New(a.DB, jobs.Options{Now: deps.Now}) // a service registers its jobs once per queue; nobody runs these
	a.Intake = intake.New(deps)
	return a.Handler(ctx)
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h} //nolint:gosec // loopback, for one measurement
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stopped()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
