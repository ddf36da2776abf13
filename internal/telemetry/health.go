// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Check asks one thing that serving depends on whether it works. It must return when its context ends.
type Check func(ctx context.Context) error

// Live answers /healthz: the process runs and its server answers. A supervisor restarts it when this fails, so it
// depends on nothing outside the process.
func Live() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintln(w, "ok")
	})
}

// checkTimeout bounds one readiness check: a proxy that asks every few seconds must not pile up questions.
const checkTimeout = 2 * time.Second

// readiness is the body of /readyz.
type readiness struct {
	Ready  bool              `json:"ready"`
	Checks map[string]string `json:"checks"`
	// Warnings are of what somebody must look at, while requests can be served.
	Warnings map[string]string `json:"warnings,omitempty"`
}

// Ready answers /readyz: 200 when every check passes, 503 otherwise. A proxy sends no requests here until then.
// The answer names the failed checks and not their reasons, which only the log tells: anyone may ask. Warnings are
// checks of which the answer tells, and that leave it at 200.
func Ready(log *slog.Logger, checks map[string]Check, warnings ...map[string]Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		result := runChecks(r.Context(), log, checks)
		for _, more := range warnings {
			result.Warnings = runChecks(r.Context(), log, more).Checks
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !result.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		if err := json.NewEncoder(w).Encode(result); err != nil {
			log.DebugContext(r.Context(), "readiness not delivered", "error", err)
		}
	})
}

func runChecks(ctx context.Context, log *slog.Logger, checks map[string]Check) readiness {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	result := readiness{Ready: true, Checks: make(map[string]string, len(checks))}
	var mu sync.Mutex
	var all sync.WaitGroup
	for name, check := range checks {
		all.Go(func() {
			err := guarded(ctx, check)
			mu.Lock()
			defer mu.Unlock()
			result.Checks[name] = "ok"
			if err != nil {
				result.Ready, result.Checks[name] = false, "failed"
				log.WarnContext(ctx, "not ready", "check", name, "error", err)
			}
		})
	}
	all.Wait()
	return result
}

// guarded turns a panic in a check into its failure: asking must never end the process.
func guarded(ctx context.Context, check Check) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("check panicked: %v", r)
		}
	}()
	return check(ctx)
}
