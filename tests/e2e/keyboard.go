// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed stop.js
var stopScript string

// maxStops is more than a page has places for the focus.
const maxStops = 300

// TabTo presses Tab until the focus is on what a person names, and gives how many
// times. kind is "click" (a link, button or summary), "label" (a field), "option"
// (legend and label, parted by a zero byte) or "css". Each stop on the way is
// looked at: its focus must be seen, and no stop may hold the focus, jump back in
// the page, or have an order of its own (WCAG 2.2 SC 2.1.2, 2.4.3, 2.4.7, 2.4.11).
func (p *Person) TabTo(kind, name string) int {
	p.t.Helper()
	p.must("tab to", p.find(kind, name))
	_, err := p.evaluate("(window.stopBack = false, window.stopBefore = undefined, '')")
	p.must("tab to "+name, err)
	ends := 0
	for n := 1; n <= maxStops; n++ {
		p.do("tab", chromedp.KeyEvent(kb.Tab))
		switch fault := p.stop("tab to " + name); fault {
		case "+":
			return n
		case "":
		case ".":
			if ends++; ends == 3 {
				p.must("tab to "+name, errors.New("it is never reached"))
			}
		default:
			p.t.Errorf("%s: at %s, on the way to %q: %s", p.name, p.Path(), name, fault)
		}
	}
	p.must("tab to "+name, fmt.Errorf("not reached by %d stops", maxStops))
	return 0
}

// TabBack presses Shift and Tab once: the focus is on the stop before.
func (p *Person) TabBack() {
	p.t.Helper()
	_, err := p.evaluate("(window.stopBack = true, window.stopBefore = document.activeElement, '')")
	p.must("tab back", err)
	p.do("tab back", chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	if fault := p.stop("tab back"); len(fault) > 1 {
		p.t.Errorf("%s: at %s, going back: %s", p.name, p.Path(), fault)
	}
}

// stop says what is wrong with where the focus is.
func (p *Person) stop(step string) string {
	p.t.Helper()
	fault, err := p.evaluate(strings.TrimSpace(stopScript))
	p.must(step, err)
	return fault
}

// KeyOpen presses a key where the focus is, and waits for the page that follows.
func (p *Person) KeyOpen(key string) {
	p.t.Helper()
	p.follow("press a key", chromedp.KeyEvent(key))
}

// Type writes where the focus is, in place of what stands there.
func (p *Person) Type(text string) {
	p.t.Helper()
	p.do("select all", chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.do("type", chromedp.KeyEvent(text))
}
