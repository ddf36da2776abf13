// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package static

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func builtFS() fstest.MapFS {
	return fstest.MapFS{
		"dist/manifest.json":    {Data: []byte(`{"app.css":"app-AA.css","font.woff2":"font-BB.woff2"}`)},
		"dist/app-AA.css":       {Data: []byte(strings.Repeat("body{}", 20))},
		"dist/app-AA.css.br":    {Data: []byte("br")},
		"dist/app-AA.css.gz":    {Data: []byte("gzip")},
		"dist/font-BB.woff2":    {Data: []byte("font")},
		"dist/font-BB.woff2.gz": {Data: []byte("longer than the font itself")},
	}
}

func TestServedAsBuilt(t *testing.T) {
	a, err := load(builtFS())
	if err != nil {
		t.Fatal(err)
	}
	if !a.Built() || a.Path("app.css") != "/static/app-AA.css" || a.Path("none.css") != "" {
		t.Fatalf("built %v, path %q", a.Built(), a.Path("app.css"))
	}
	tests := []struct {
		name, path, accept string
		encoding, body     string
		status             int
	}{
		{name: "brotli first", path: "/static/app-AA.css", accept: "gzip, deflate, br", encoding: "br", body: "br", status: 200},
		{name: "gzip", path: "/static/app-AA.css", accept: "gzip", encoding: "gzip", body: "gzip", status: 200},
		{name: "refused by weight", path: "/static/app-AA.css", accept: "br;q=0, gzip; q=0.5", encoding: "gzip", body: "gzip", status: 200},
		{name: "packed is larger", path: "/static/font-BB.woff2", accept: "gzip", body: "font", status: 200},
		{name: "manifest is not public", path: "/static/manifest.json", status: 404},
		{name: "no way up", path: "/static/../app-AA.css", status: 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", tt.path, nil)
			r.Header.Set("Accept-Encoding", tt.accept)
			w := httptest.NewRecorder()
			a.Handler(http.NotFoundHandler()).ServeHTTP(w, r)
			if w.Code != tt.status {
				t.Fatalf("status %d, want %d", w.Code, tt.status)
			}
			if tt.status != 200 {
				return
			}
			if got := w.Header().Get("Content-Encoding"); got != tt.encoding || w.Body.String() != tt.body {
				t.Errorf("got %q %q, want %q %q", got, w.Body, tt.encoding, tt.body)
			}
			if got := w.Header().Get("Cache-Control"); got != cacheForever {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
}

func TestPlainWhenNothingWasBuilt(t *testing.T) {
	a, err := load(fstest.MapFS{
		"dist/.keep":    {},
		"plain/app.css": {Data: []byte("body{}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.Built() || !strings.HasPrefix(a.Path("app.css"), "/static/app-") {
		t.Fatalf("built %v, path %q", a.Built(), a.Path("app.css"))
	}
	w := httptest.NewRecorder()
	a.Handler(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", a.Path("app.css"), nil))
	if w.Code != 200 || w.Body.String() != "body{}" {
		t.Errorf("status %d, body %q", w.Code, w.Body)
	}
}

func TestBrokenBuildIsRefused(t *testing.T) {
	broken := builtFS()
	delete(broken, "dist/app-AA.css")
	if _, err := load(broken); err == nil {
		t.Error("a manifest that names a missing file was accepted")
	}
}

func TestEmbedded(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if a.Path("app.css") == "" {
		t.Error("no app.css in this binary")
	}
}
