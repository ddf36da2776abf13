// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import (
	"context"
	"net/http"
	"regexp"
)

type requestKey struct{}

// WithRequestID is ctx with the id that every log line of this request carries.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID is the id of the request that ctx belongs to, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// RequestHeader names the header in which a proxy hands us its id, and in which we answer ours. It is the reference
// that a person reads on an error page and tells the office.
const RequestHeader = "X-Request-Id"

// plausible is what an id from outside may look like: nothing that could be read as more than an id in a log.
var plausible = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// Requests gives each request an id: the one of the proxy when the caller is trusted and the id is plausible, else
// a new one.
func Requests(newID func() string, trusted func(*http.Request) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(RequestHeader)
		if !trusted(r) || !plausible.MatchString(id) {
			id = newID()
		}
		w.Header().Set(RequestHeader, id)
		next.ServeHTTP(w, r.WithContext(WithRequestID(r.Context(), id)))
	})
}
