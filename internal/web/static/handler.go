// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package static

import (
	"net/http"
	"path"
	"strconv"
	"strings"
)

// A year is the longest age that RFC 9111 caches are asked to honour in practice.
const cacheForever = "public, max-age=31536000, immutable"

var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".map":   "application/json",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
	".txt":   "text/plain; charset=utf-8",
}

// contentType is decided here and not by the tables of the machine that runs the binary.
func contentType(name string) string {
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// Handler serves the assets under Prefix; an unknown path is answered by notFound.
func (a *Assets) Handler(notFound http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := a.files[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			notFound.ServeHTTP(w, r)
			return
		}
		f.serve(w, r)
	})
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	body, encoding := f.encoded(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", cacheForever)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if f.gzip != nil || f.brotli != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

func (f file) encoded(accept string) (body []byte, encoding string) {
	if f.brotli != nil && Accepts(accept, "br") {
		return f.brotli, "br"
	}
	if f.gzip != nil && Accepts(accept, "gzip") {
		return f.gzip, "gzip"
	}
	return f.plain, ""
}

// Accepts says whether an Accept-Encoding header allows a coding (RFC 9110 §12.5.3; "q=0" refuses it).
func Accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !ok || err != nil || weight > 0
	}
	return false
}
