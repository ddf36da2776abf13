// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	_ "embed"
	"fmt"
	"net/url"
	"strings"
	"sync"
)

//go:embed shape.js
var shapeScript string

// Visited remembers which pages were checked, so that each is checked once in each of its shapes, whoever comes by: the address
// without identifiers, with what stands on the page.
type Visited struct {
	name string

	mu     sync.Mutex
	shapes map[string]bool // owned by mu
}

// NewVisited starts an empty list. Pictures have its name before theirs.
func NewVisited(name string) *Visited { return &Visited{name: name, shapes: map[string]bool{}} }

// Name is that before the names of pictures.
func (v *Visited) Name() string { return v.name }

// Len is how many shapes of pages were checked.
func (v *Visited) Len() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.shapes)
}

// add says whether a shape is new, and under which number it was noted.
func (v *Visited) add(shape string) (n int, isNew bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.shapes[shape] {
		return 0, false
	}
	v.shapes[shape] = true
	return len(v.shapes), true
}

// Watch checks from now on each page before the person leaves it, as Check does.
func (p *Person) Watch(v *Visited) {
	p.t.Helper()
	p.visited = v
	p.t.Cleanup(p.leave)
}

// Page is one that was checked, in a language.
type Page struct{ Path, Lang string }

// checked are the pages that were checked in this process. It is the one thing that tests share, and they only add to it.
var checked sync.Map // Page to nothing

// Checked are the pages that were checked by Check so far, whoever came by.
func Checked() []Page {
	var all []Page
	for page := range checked.Range {
		all = append(all, page.(Page))
	}
	return all
}

func (p *Person) noteChecked() {
	p.t.Helper()
	lang, err := p.evaluate("document.documentElement.lang")
	p.must("language of the page", err)
	at, err := url.Parse(p.URL())
	p.must("address of the page", err)
	checked.Store(Page{Path: at.Path, Lang: lang}, nil)
}

// leave checks the page that is open, unless one of its shape was.
func (p *Person) leave() {
	p.t.Helper()
	if p.t.Failed() { // the page is not what it should be
		return
	}
	if place, n := p.seen(); n > 0 {
		p.Check(fmt.Sprintf("%s-%03d%s", p.visited.name, n, place))
	}
}

// seen notes the page that is open as checked; n is 0 when it was so before, or when nobody asked.
func (p *Person) seen() (place string, n int) {
	p.t.Helper()
	if p.visited == nil {
		return "", 0
	}
	shape, err := p.evaluate(shapeScript)
	p.must("look at the page", err)
	if shape == "" { // no page of ours
		return "", 0
	}
	n, isNew := p.visited.add(shape)
	if !isNew {
		return "", 0
	}
	place, _, _ = strings.Cut(shape, " ")
	return strings.ReplaceAll(strings.TrimSuffix(place, "/"), "/", "-"), n
}
