// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"pratica/internal/telemetry"
)

// stopWait is how long a stopping process lets requests end. A filing that has
// joined its batch is decided well within it.
const stopWait = 20 * time.Second

// Serve answers requests and does the background work until ctx ends, then
// stops in order: no new requests, those under way end, then the jobs.
func (a *App) Serve(ctx context.Context) error {
	if err := a.DB.CheckDurability(ctx); err != nil && !a.fast {
		return err
	}
	lessCollecting()
	listeners, err := a.listen(ctx)
	if err != nil {
		return err
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	group, failed := errgroup.WithContext(ctx)
	group.Go(func() error { return a.Jobs.Run(work) })
	for _, l := range listeners {
		group.Go(func() error { return l.serve(failed) })
		a.log.InfoContext(ctx, "listening", "address", l.Addr().String(), "component", l.what)
	}
	group.Go(func() error {
		<-failed.Done() // asked to stop, or one of them failed
		a.waitForRequests(listeners)
		stopWork()
		return nil
	})
	err = group.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// lessCollecting lets the heap grow to three times what lives, which idle is
// some ten megabytes, unless the operator chose otherwise (GOGC).
func lessCollecting() {
	const usual, ours = 100, 200
	if chosen := debug.SetGCPercent(ours); chosen != usual {
		debug.SetGCPercent(chosen)
	}
}

// listener is one open port and the server behind it.
type listener struct {
	net.Listener
	server *http.Server
	what   string
}

func (l *listener) serve(context.Context) error {
	err := l.server.Serve(l.Listener)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (a *App) waitForRequests(listeners []*listener) {
	ctx, cancel := context.WithTimeout(context.Background(), stopWait)
	defer cancel()
	for _, l := range listeners {
		if err := l.server.Shutdown(ctx); err != nil {
			a.log.Error("requests did not end in time", "component", l.what, "error", err)
		}
	}
}

// listen opens every port before any is served, so that a port that is taken
// is an error at once.
func (a *App) listen(ctx context.Context) ([]*listener, error) {
	handler, err := a.Handler(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	site, err := a.open(a.Config.Listen, "site", handler)
	if err != nil {
		return nil, err
	}
	all := []*listener{site}
	if a.Config.ServesTLS() {
		certificate, err := tls.LoadX509KeyPair(a.Config.TLS.CertFile, a.Config.TLS.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("app: certificate: %w", err)
		}
		site.Listener = tls.NewListener(site.Listener, &tls.Config{
			MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"},
		})
		if address := a.Config.TLS.RedirectListen; address != "" {
			redirect, err := a.open(address, "redirect", redirectTo(a.Config.PublicURL))
			if err != nil {
				return nil, err
			}
			all = append(all, redirect)
		}
	}
	if address := a.Config.Metrics.Listen; address != "" {
		metrics, err := a.open(address, "metrics", a.metrics.Handler())
		if err != nil {
			return nil, err
		}
		all = append(all, metrics)
	}
	return all, nil
}

func (a *App) open(address, what string, h http.Handler) (*listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("app: %s: %w", what, err)
	}
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		// A large upload over a slow line may take long; it is bounded by its size and by ReadTimeout.
		ReadTimeout: 30 * time.Minute, WriteTimeout: 30 * time.Minute,
	}
	return &listener{Listener: l, server: server, what: what}, nil
}

// redirectTo sends plain HTTP to the public address, and serves nothing.
func redirectTo(public string) http.Handler {
	base, err := url.Parse(public)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err != nil {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		to := url.URL{Scheme: base.Scheme, Host: base.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
	})
}

// readiness are the checks behind /readyz.
func (a *App) readiness() map[string]telemetry.Check {
	return map[string]telemetry.Check{
		"database": a.DB.Ping,
		"objects":  a.Objects.Check,
	}
}
