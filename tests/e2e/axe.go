// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// Violation is a rule of axe-core that a page breaks.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// String tells rule and places.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", v.ID, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n    %s\n      %s", n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n      "))
	}
	return b.String()
}

// runAxe asks for the rules of WCAG 2.0 to 2.2, levels A and AA, and the good practice beside them.
const runAxe = `axe.run(document, {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']
}).then(r => JSON.stringify(r.violations))`

// axeSource finds axe-core among the front end's development dependencies.
var axeSource = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		source, err := os.ReadFile(filepath.Join(dir, "frontend", "node_modules", "axe-core", "axe.min.js"))
		if err == nil {
			return string(source), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no axe-core: run npm ci in frontend")
		}
		dir = parent
	}
})

// Axe gives the rules that the page breaks. The script is brought in by the debugger, so the page's content policy stays
// as strict as it is for everybody; it is skipped, with a message, where the front end was never installed.
func (p *Person) Axe() []Violation {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Skipf("%v", err)
	}
	if p.scriptsOff { // axe waits for timers; the page's own scripts were not loaded, and stay so
		p.disableScripts(false)
		defer p.disableScripts(true)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 4*stepTimeout)
	defer cancel()
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool](source+"; true"))
	p.must("axe", err)
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](runAxe, chromedp.EvalAwaitPromise))
	p.must("axe", err)
	var violations []Violation
	p.must("axe", json.Unmarshal([]byte(text), &violations))
	return violations
}

// Sideways gives the widest elements when the page is wider than the window, else nothing.
func (p *Person) Sideways() string {
	p.t.Helper()
	text, err := p.evaluate(`(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return '';
		const wide = [...document.querySelectorAll('body *')].filter(el => el.getBoundingClientRect().right > width + 1);
		return document.documentElement.scrollWidth + ' px: ' + wide.slice(0, 5).map(el => el.outerHTML.slice(0, 120)).join(' | ');
	})()`)
	p.must("width", err)
	return text
}

// Check demands what every page must have: no violation of axe's rules, and nothing that scrolls sideways at 320 CSS pixels (WCAG 2.2
// SC 1.4.10). It takes pictures at three widths under the name given.
func (p *Person) Check(name string) {
	p.t.Helper()
	p.seen()
	for _, v := range p.Axe() {
		p.t.Errorf("%s at %s: %s", p.name, p.Path(), v)
	}
	p.Shot(name)
	if *screenshots != "" {
		p.Resize(768, 1024)
		p.Shot(name + "-768")
	}
	p.Resize(320, 640)
	if wide := p.Sideways(); wide != "" {
		p.t.Errorf("%s at %s scrolls sideways at 320 px: %s", p.name, p.Path(), wide)
	}
	p.Shot(name + "-320")
	p.Resize(1280, 900)
	p.noteChecked()
}

// Weight is what the page and all it loaded took on the wire; what the browser had kept takes nothing.
func (p *Person) Weight() int {
	p.t.Helper()
	p.must("weight", p.retry(func() (string, error) {
		return p.evaluate("document.readyState === 'complete' && document.fonts.status === 'loaded' ? '' : 'still loading'")
	}))
	text, err := p.evaluate(`String([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
		.reduce((sum, e) => sum + e.transferSize, 0))`)
	p.must("weight", err)
	n, err := strconv.Atoi(text)
	p.must("weight", err)
	return n
}
