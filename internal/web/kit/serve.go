// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"context"
	"net/http"
	"runtime/debug"

	"pratica/internal/ids"
	"pratica/internal/problem"
	"pratica/internal/web/static"
)

// Serve puts around the routes what every answer needs: a request id, security headers, refusal of posts from
// other sites, the language, the assets, and a page for what does not exist.
func (k *Kit) Serve(mux *http.ServeMux) http.Handler {
	missing := k.route("/", 0, notFound)
	mux.Handle(static.Prefix, k.opt.Assets.Handler(missing))
	mux.Handle("/", missing)
	k.origin.SetDenyHandler(k.route("cross-origin", 0, crossOrigin))
	return k.withRequestID(k.withHeaders(k.withLanguage(k.origin.Handler(mux))))
}

func notFound(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.NotFound, "kit.not_found")
}

func crossOrigin(http.ResponseWriter, *http.Request) error {
	return problem.New(problem.Forbidden, "kit.cross_origin")
}

type requestIDKey struct{}

// RequestID is the reference that a person may quote and that stands in every log line of the request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID never takes an id from outside: a caller could then write into our logs.
func (k *Kit) withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ids.Code()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

func (k *Kit) recoverPanic(w *recorder, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	k.opt.Log.ErrorContext(r.Context(), "panic in handler",
		"request", RequestID(r.Context()), "panic", typeName(v), "stack", string(debug.Stack()))
	k.Fail(w, r, problem.New(problem.Internal, "kit.internal"))
}
