// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Handler does one action: decode, check, one domain call, answer. It answers or returns an error, never both;
// the error is rendered for the person by Fail.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Middleware wraps a handler, for instance to demand a session.
type Middleware func(Handler) Handler

// Route is one action of a face. Pattern is a method and a path as net/http writes it: "GET /bozza/{id}".
type Route struct {
	Pattern string
	Handler Handler
	Limit   int64 // largest body in bytes when not the common one; uploads set it
}

// Mount registers the routes of a face under a prefix ("" or "/ufficio"), each inside all the middleware, the
// first being the outermost. Patterns that collide panic, at start.
func (k *Kit) Mount(mux *http.ServeMux, prefix string, routes []Route, mw ...Middleware) {
	for _, route := range routes {
		method, path, ok := strings.Cut(route.Pattern, " ")
		if !ok {
			panic("kit: route without a method: " + route.Pattern)
		}
		h := route.Handler
		for i := len(mw) - 1; i >= 0; i-- {
			h = mw[i](h)
		}
		pattern := method + " " + prefix + path
		mux.Handle(pattern, k.route(pattern, route.Limit, h))
		k.patterns = append(k.patterns, pattern)
	}
}

// Patterns are those of all routes that were mounted, with their prefixes: "GET /ufficio/pratiche/{id}".
func (k *Kit) Patterns() []string { return slices.Clone(k.patterns) }

// route is the innermost layer: it knows the pattern, limits the body, renders errors and reports.
func (k *Kit) route(pattern string, limit int64, h Handler) http.Handler {
	if limit == 0 {
		limit = k.opt.BodyLimit
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := k.opt.Now()
		rec := &recorder{ResponseWriter: w}
		r.Body = http.MaxBytesReader(rec, r.Body, limit)
		defer k.observe(pattern, r, rec, start)
		defer k.recoverPanic(rec, r)
		if err := h(rec, r); err != nil {
			k.Fail(rec, r, err)
		}
	})
}

func (k *Kit) observe(pattern string, r *http.Request, rec *recorder, start time.Time) {
	if k.opt.Observe == nil {
		return
	}
	k.opt.Observe(Observation{
		Method: r.Method, Route: pattern, Status: rec.Status(), Bytes: rec.bytes,
		Duration: k.opt.Now().Sub(start),
	})
}

// recorder remembers what was answered, so that an error after the first byte is not answered twice.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Status is what was answered; 200 when the handler wrote nothing.
func (w *recorder) Status() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// WriteHeader is part of http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write is part of http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
