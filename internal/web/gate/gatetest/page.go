// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gatetest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Page is one answer.
type Page struct {
	Status int
	Path   string // where the answer came from, without its query
	Query  url.Values
	Header http.Header
	Body   string
	root   *html.Node
	b      *Browser
}

func newPage(b *Browser, at *url.URL, w *httptest.ResponseRecorder) *Page {
	b.t.Helper()
	p := &Page{Status: w.Code, Path: at.Path, Query: at.Query(), Header: w.Header(), Body: w.Body.String(), b: b}
	root, err := html.Parse(strings.NewReader(p.Body))
	if err != nil {
		b.t.Fatalf("%s: %v", at, err)
	}
	p.root = root
	return p
}

// All lists the elements that a selector names; see Select.
func (p *Page) All(selector string) []*html.Node { return Select(p.root, selector) }

// Has says whether there is one.
func (p *Page) Has(selector string) bool { return len(p.All(selector)) > 0 }

// One is the only element that a selector names.
func (p *Page) One(selector string) *html.Node {
	p.b.t.Helper()
	found := p.All(selector)
	if len(found) != 1 {
		p.b.t.Fatalf("%s (%d) has %d elements %q, want one. It says: %s", p.Path, p.Status, len(found), selector, TextOf(p.root))
	}
	return found[0]
}

// Text is what the only element of a selector says.
func (p *Page) Text(selector string) string {
	p.b.t.Helper()
	return TextOf(p.One(selector))
}

// Texts is what each element of a selector says.
func (p *Page) Texts(selector string) []string {
	var all []string
	for _, n := range p.All(selector) {
		all = append(all, TextOf(n))
	}
	return all
}

// Submit sends the form that a selector names as a browser does: with the values
// that stand in it, those given instead, alternating with their names, and those
// of the first button unless another is named among them.
func (p *Page) Submit(selector string, values ...string) *Page {
	p.b.t.Helper()
	form := p.One(selector)
	sent := fields(form)
	for i := 0; i+1 < len(values); i += 2 {
		if !named(form, values[i]) {
			p.b.t.Fatalf("%s: the form %q has no field %q", p.Path, selector, values[i])
		}
		sent.Set(values[i], values[i+1])
	}
	action := Attr(form, "action")
	if action == "" {
		action = (&url.URL{Path: p.Path, RawQuery: p.Query.Encode()}).String()
	}
	if Attr(form, "method") == "get" {
		return p.b.Get(action + "?" + sent.Encode())
	}
	return p.b.follow(p.b.Do(http.MethodPost, action, sent))
}

func named(form *html.Node, name string) bool { return len(Select(form, "[name="+name+"]")) > 0 }

// fields are the values of a form as the page has them.
func fields(form *html.Node) url.Values {
	sent := url.Values{}
	for n := range form.Descendants() {
		name := Attr(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "select":
			sent.Add(name, chosen(n))
		case n.Data == "textarea":
			sent.Add(name, strings.TrimPrefix(rawText(n), "\n"))
		case n.Data == "input" && isSent(n):
			sent.Add(name, Attr(n, "value"))
		}
	}
	return sent
}

func isSent(input *html.Node) bool {
	switch Attr(input, "type") {
	case "checkbox", "radio":
		return hasAttr(input, "checked")
	case "submit", "file":
		return false
	}
	return true
}

// chosen is the last option that is marked, or the first of all.
func chosen(list *html.Node) string {
	options := Select(list, "option")
	if len(options) == 0 {
		return ""
	}
	value := Attr(options[0], "value")
	for _, o := range options {
		if hasAttr(o, "selected") {
			value = Attr(o, "value")
		}
	}
	return value
}
