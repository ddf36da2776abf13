// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

type get struct{ url string }

func (g get) Request(ctx context.Context, n int) (*http.Request, error) {
	return http.NewRequestWithContext(ctx, "GET", fmt.Sprintf("%s/?n=%d", g.url, n), nil)
}

func (get) Accept(status int, _ []byte) error {
	if status != http.StatusOK {
		return fmt.Errorf("status %d", status)
	}
	return nil
}

func server(t *testing.T, h http.HandlerFunc) get {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return get{s.URL}
}

func TestRunSendsEachRequestOnce(t *testing.T) {
	var seen [200]atomic.Int32
	s := server(t, func(_ http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscan(r.URL.Query().Get("n"), &n)
		seen[n].Add(1)
	})
	result, err := Run(t.Context(), s, Options{Clients: 8, Requests: len(seen)})
	if err != nil {
		t.Fatal(err)
	}
	for n := range seen {
		if got := seen[n].Load(); got != 1 {
			t.Errorf("request %d was sent %d times", n, got)
		}
	}
	if result.Accepted != len(seen) || result.Failed != 0 || result.PerSecond() <= 0 || result.P99 < result.P50 {
		t.Errorf("%+v", result)
	}
}

func TestCompareIsVoidWhenRequestsFail(t *testing.T) {
	good := server(t, func(http.ResponseWriter, *http.Request) {})
	bad := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("n") == "3" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	c := Comparison{Name: "x", Ours: bad, Yardstick: good, Options: Options{Clients: 2, Requests: 10}, Rounds: 1}
	if _, err := Compare(t.Context(), c); err == nil || !strings.Contains(err.Error(), "ours: 1 of 10 requests failed") {
		t.Errorf("error %v", err)
	}
	c.Ours = good
	outcome, err := Compare(t.Context(), c)
	if err != nil || len(outcome.Ratios) != 1 || !outcome.Kept() {
		t.Errorf("%+v %v", outcome, err)
	}
	if report := Report("a machine", []Outcome{outcome}, nil); !strings.Contains(report, "| x | ≥ 0.0 × |") {
		t.Error(report)
	}
}

func TestMedian(t *testing.T) {
	o := Outcome{Comparison: Comparison{AtLeast: 5}, Ratios: []float64{9, 4, 6}}
	if o.Median() != 6 || !o.Kept() {
		t.Errorf("median %v", o.Median())
	}
}

func TestFigure(t *testing.T) {
	f := Figure{Name: "y", Unit: "MB", AtMost: 45, Found: []float64{40, 50, 41}}
	if f.Median() != 41 || !f.Kept() || (Figure{AtMost: 1}).Kept() {
		t.Errorf("median %v", f.Median())
	}
	if report := Report("a machine", nil, []Figure{f}); !strings.Contains(report, "| y | ≤ 45.00 MB | 41.00 MB, kept (40.00, 50.00, 41.00) |") {
		t.Error(report)
	}
}

// once is a scenario that counts its beginnings and may fail at its end.
type once struct {
	get
	begun *int
	end   error
}

func (o once) Begin(context.Context) (func() error, error) {
	*o.begun++
	return func() error { return o.end }, nil
}

func TestFreshBeginsForEachRound(t *testing.T) {
	s := server(t, func(http.ResponseWriter, *http.Request) {})
	begun := 0
	c := Comparison{Name: "x", Ours: once{s, &begun, nil}, Yardstick: s, Options: Options{Clients: 2, Requests: 4}, Rounds: 3}
	if _, err := Compare(t.Context(), c); err != nil || begun != 3 {
		t.Errorf("begun %d times, %v", begun, err)
	}
	c.Ours = once{s, &begun, errors.New("a fault was found")}
	if _, err := Compare(t.Context(), c); err == nil {
		t.Error("a measurement that ended with a fault counts")
	}
}
