// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gatetest

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Browser keeps cookies and follows redirects.
type Browser struct {
	// Addr is the other end of the connection, and Header is sent with each
	// request.
	Addr   string
	Header http.Header

	t       testing.TB
	site    *Site
	cookies map[string]*http.Cookie
	last    *Page
}

// Browser opens one, at an address of the documentation range.
func (s *Site) Browser(t testing.TB) *Browser {
	return &Browser{Addr: "192.0.2.7:40000", Header: http.Header{"User-Agent": {"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}},
		t: t, site: s, cookies: map[string]*http.Cookie{}}
}

// Get opens a page and follows where it leads.
func (b *Browser) Get(path string) *Page { return b.follow(b.Do(http.MethodGet, path, nil)) }

// Post sends values, alternating with their names, and follows where that leads.
func (b *Browser) Post(path string, values ...string) *Page {
	form := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return b.follow(b.Do(http.MethodPost, path, form))
}

// Last is the page that the browser shows.
func (b *Browser) Last() *Page { return b.last }

func (b *Browser) follow(p *Page) *Page {
	for range 10 {
		to := p.Header.Get("Location")
		if to == "" {
			return p
		}
		next, err := url.Parse(to)
		if err != nil || next.Host != "" {
			b.t.Fatalf("led away, to %q", to)
		}
		p = b.Do(http.MethodGet, to, nil)
	}
	b.t.Fatal("led in circles")
	return nil
}

// Do makes one request and follows nothing.
func (b *Browser) Do(method, path string, form url.Values) *Page {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.RemoteAddr, r.Header = b.Addr, b.Header.Clone()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.site.Handler(b.t).ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	b.last = newPage(b, r.URL, w)
	return b.last
}

// Cookies are those that the browser keeps, by name.
func (b *Browser) Cookies() map[string]*http.Cookie { return maps.Clone(b.cookies) }

// Twin is another browser that was given the same cookies, as by a thief.
func (b *Browser) Twin() *Browser {
	twin := *b
	twin.cookies = maps.Clone(b.cookies)
	return &twin
}
