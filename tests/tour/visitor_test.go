// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package tour

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"pratica/internal/web/gate/gatetest"
)

// visitor is a browser of its own, without scripts.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func newVisitor(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, base: base, client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

// page is one that was answered with 200.
type page struct {
	t    *testing.T
	path string
	root *html.Node
}

func (v *visitor) get(path string) page { v.t.Helper(); return v.ask(http.MethodGet, path, nil) }

// ask follows redirects and expects a page at the end.
func (v *visitor) ask(method, path string, form url.Values) page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "it")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	root, err := html.Parse(answer.Body)
	if err != nil {
		v.t.Fatalf("%s: %v", path, err)
	}
	if answer.StatusCode != http.StatusOK {
		v.t.Fatalf("%s %s: status %d: %s", method, path, answer.StatusCode, gatetest.TextOf(root))
	}
	return page{t: v.t, path: answer.Request.URL.Path, root: root}
}

func (p page) one(selector string) *html.Node {
	p.t.Helper()
	found := gatetest.Select(p.root, selector)
	if len(found) != 1 {
		p.t.Fatalf("%s has %d elements %q, want one", p.path, len(found), selector)
	}
	return found[0]
}

func (p page) text(selector string) string { p.t.Helper(); return gatetest.TextOf(p.one(selector)) }

func (p page) texts(selector string) []string {
	var all []string
	for _, n := range gatetest.Select(p.root, selector) {
		all = append(all, gatetest.TextOf(n))
	}
	return all
}

func (p page) attrs(selector, name string) []string {
	var all []string
	for _, n := range gatetest.Select(p.root, selector) {
		all = append(all, gatetest.Attr(n, name))
	}
	return all
}

// rows are the cells of each row of the page's table.
func (p page) rows() [][]*html.Node {
	var all [][]*html.Node
	for _, row := range gatetest.Select(p.root, "tbody tr") {
		var cells []*html.Node
		for n := range row.ChildNodes() {
			if n.Type == html.ElementNode {
				cells = append(cells, n)
			}
		}
		all = append(all, cells)
	}
	return all
}

// linkNamed is where the link with a text leads; "" when there is none.
func (p page) linkNamed(text string) string {
	for _, n := range gatetest.Select(p.root, "a[href]") {
		if gatetest.TextOf(n) == text {
			return gatetest.Attr(n, "href")
		}
	}
	return ""
}
