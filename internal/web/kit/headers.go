// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"fmt"
	"net/http"
	"strings"
)

// policy allows what the pages use and nothing else: no inline script or style, nothing from elsewhere.
// A page that shows a document in a frame relaxes one entry with AllowFrame.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// twoYears is the age that the preload list of browsers asks for (RFC 6797).
const twoYears = "max-age=63072000; includeSubDomains"

func (k *Kit) withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // addresses of drafts hold secrets
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "no-store") // pages hold personal data; assets set their own
		if k.opt.HTTPS {
			h.Set("Strict-Transport-Security", twoYears)
		}
		next.ServeHTTP(w, r)
	})
}

// AllowFrame lets this page show documents of our own in a frame.
func AllowFrame(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
}

// AllowFramed lets this answer, a document, be shown in a frame of our own pages. It may run nothing.
func AllowFramed(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'")
	w.Header().Set("X-Frame-Options", "SAMEORIGIN")
}

// AllowAnywhere lets other sites load this answer, an image such as the badge of a procedure.
func AllowAnywhere(w http.ResponseWriter, maxAge int) {
	h := w.Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", maxAge))
}

func typeName(v any) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", v), "*")
}
