// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package load asks a server the same thing from many clients at once and says how it answered.
//
// Figures of one machine at one moment say little; the ratio of two servers measured in turns within one run says
// more. Compare does that.
package load

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Scenario is what one kind of client does. Its methods are called from many goroutines at once.
type Scenario interface {
	// Request prepares the n-th request of the run. It is called before the clock starts.
	Request(ctx context.Context, n int) (*http.Request, error)
	// Accept judges an answer: an error counts the request as failed.
	Accept(status int, body []byte) error
}

// Options of one run.
type Options struct {
	Clients  int // connections, each with one request at a time
	Requests int // in all
}

// Result of one run. Only accepted answers count in PerSecond.
type Result struct {
	Accepted, Failed int
	FirstFailure     error
	Elapsed          time.Duration
	P50, P99         time.Duration
}

// PerSecond is how many requests were accepted in a second.
func (r Result) PerSecond() float64 {
	if r.Elapsed <= 0 {
		return 0
	}
	return float64(r.Accepted) / r.Elapsed.Seconds()
}

// Run prepares all requests, then lets the clients send them as fast as the server answers.
func Run(ctx context.Context, s Scenario, o Options) (Result, error) {
	requests := make([]request, o.Requests)
	for n := range requests {
		r, err := s.Request(ctx, n)
		if err == nil {
			requests[n], err = written(r)
		}
		if err != nil {
			return Result{}, fmt.Errorf("preparing request %d: %w", n, err)
		}
	}
	return send(ctx, s, requests, o.Clients), nil
}

func send(ctx context.Context, s Scenario, requests []request, clients int) Result {
	took := make([]time.Duration, len(requests))
	errs := make([]error, len(requests))
	var next atomic.Int64
	var all sync.WaitGroup
	start := time.Now()
	for range clients {
		all.Go(func() {
			c := &client{ctx: ctx}
			defer c.close()
			for n := int(next.Add(1) - 1); n < len(requests); n = int(next.Add(1) - 1) {
				began := time.Now()
				errs[n] = c.ask(s, requests[n])
				took[n] = time.Since(began)
			}
		})
	}
	all.Wait()
	return summarise(took, errs, time.Since(start))
}

func summarise(took []time.Duration, errs []error, elapsed time.Duration) Result {
	result := Result{Elapsed: elapsed}
	var accepted []time.Duration
	for n, err := range errs {
		if err == nil {
			accepted = append(accepted, took[n])
			continue
		}
		result.Failed++
		if result.FirstFailure == nil {
			result.FirstFailure = err
		}
	}
	slices.Sort(accepted)
	result.Accepted = len(accepted)
	if n := len(accepted); n > 0 {
		result.P50, result.P99 = accepted[n/2], accepted[n*99/100]
	}
	return result
}
