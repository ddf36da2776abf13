// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package apptest

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Visitor is a browser of its own, without scripts.
type Visitor struct {
	// Header is sent with each request.
	Header http.Header
	// Client may be changed before the first request.
	Client *http.Client

	t    testing.TB
	base string
}

// Visit opens a browser on the site at an address.
func Visit(t testing.TB, base string) *Visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Visitor{t: t, base: base, Header: http.Header{"Accept-Language": {"it"}}, Client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

// Page is an answer, after redirects.
type Page struct {
	Status int
	Path   string
	Header http.Header
	Body   []byte
}

// Says tells whether a text stands in the page.
func (p Page) Says(text string) bool {
	return strings.Contains(html.UnescapeString(string(p.Body)), text)
}

// Get opens a page.
func (v *Visitor) Get(path string) Page { v.t.Helper(); return v.do(http.MethodGet, path, "", nil) }

// Post sends values, alternating with their names.
func (v *Visitor) Post(path string, values ...string) Page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return v.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Upload sends a file as the form of a page does.
func (v *Visitor) Upload(path, name string, content []byte) Page {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		v.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	return v.do(http.MethodPost, path, form.FormDataContentType(), &body)
}

// Must expects a page with status 200.
func (v *Visitor) Must(p Page) Page {
	v.t.Helper()
	if p.Status != http.StatusOK {
		v.t.Fatalf("%s: status %d: %.2000s", p.Path, p.Status, p.Body)
	}
	return p
}

func (v *Visitor) do(method, path, kind string, body io.Reader) Page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header = v.Header.Clone()
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := v.Client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return Page{Status: answer.StatusCode, Path: answer.Request.URL.Path, Header: answer.Header, Body: content}
}
