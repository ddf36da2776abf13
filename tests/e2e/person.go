// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed find.js
var findScript string

// marked is what find.js found last.
const marked = chromedp.CSS("[data-e2e]")

// Person is somebody at a window of their own. Methods fail the test when the page does not let them be done.
type Person struct {
	t          testing.TB
	ctx        context.Context
	name       string
	base       string
	complaints complaints
	scriptsOff bool
	visited    *Visited // nil: pages are checked only when asked
}

// Context is that of the window, for what the methods do not offer.
func (p *Person) Context() context.Context { return p.ctx }

func (p *Person) must(step string, err error) {
	p.t.Helper()
	if err == nil {
		return
	}
	p.t.Fatalf("%s: %s: %v\nat %s, which says:\n%s", p.name, step, err, p.URL(), p.visibleText())
}

func (p *Person) visibleText() string {
	text, _ := p.evaluate("document.body ? document.body.innerText : ''")
	if len(text) > 3000 {
		text = text[:3000] + "…"
	}
	return text
}

// evaluate gives the text that an expression yields.
func (p *Person) evaluate(expression string) (string, error) {
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string](expression))
}

// find waits until find.js finds something, and leaves it marked.
func (p *Person) find(kind, name string) error {
	script := strings.NewReplacer("KIND)", quote(kind)+")", "(KIND", "("+quote(kind), "NAME)", quote(name)+")").Replace(findScript)
	if err := p.retry(func() (string, error) { return p.evaluate(script) }); err != nil {
		return fmt.Errorf("%s %q: %w", kind, name, err)
	}
	return nil
}

// retry repeats a question to the page until it answers with "", which means yes.
func (p *Person) retry(ask func() (string, error)) error {
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	for {
		answer, err := ask()
		if err == nil && answer == "" {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", answer, ctx.Err())
		case <-time.After(pollEvery): // while a page is being replaced the question itself fails
		}
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s) // a string always has JSON
	return string(b)
}

func (p *Person) do(step string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepTimeout)
	defer cancel()
	p.must(step, chromedp.Do(ctx, actions...))
}

// Goto opens a path of the server, or a whole address such as one from an e-mail.
func (p *Person) Goto(path string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.base + path
	}
	p.leave()
	p.do("go to "+path, chromedp.Navigate(path))
	p.settle("go to " + path)
}

// Back goes to the page before, as the browser's button does.
func (p *Person) Back() {
	p.t.Helper()
	p.leave()
	p.do("go back", chromedp.NavigateBack())
	p.settle("go back")
}

// Click presses a link or button by what it says, and waits for the page that follows.
func (p *Person) Click(name string) {
	p.t.Helper()
	p.must("click", p.find("click", name))
	p.follow("click "+name, chromedp.Click(marked))
}

// DoubleClick clicks twice in a row, as many people do, calls between after the second click, and waits for the page that
// follows. (While a page is on its way the debugger answers no questions, so two Clicks would not do.)
func (p *Person) DoubleClick(name string, between func()) {
	p.t.Helper()
	p.must("double click", p.find("click", name))
	p.follow("double click "+name, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.DoubleClick(marked)(ctx, t)
		between()
		return err
	}))
}

// Enter presses the Enter key in a field and waits for the page that follows.
func (p *Person) Enter(label string) {
	p.t.Helper()
	p.must("enter", p.find("label", label))
	p.follow("enter in "+label, chromedp.SendKeys(marked, kb.Enter))
}

// follow does something that leaves the page, and waits until the next one has loaded.
func (p *Person) follow(step string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.leave()
	_, err := p.evaluate("(document.documentElement.dataset.left = '1', '')")
	p.must(step, err)
	p.do(step, action)
	p.settle(step)
}

//go:embed settled.js
var settledScript string

// settle waits until a new page is ready for a person.
func (p *Person) settle(step string) {
	p.t.Helper()
	p.must(step, p.retry(func() (string, error) { return p.evaluate(strings.TrimSpace(settledScript)) }))
}

// Press presses something that stays on the page, such as "Perché lo chiediamo".
func (p *Person) Press(name string) {
	p.t.Helper()
	p.must("press", p.find("click", name))
	p.do("press "+name, chromedp.Click(marked))
}

// Fill replaces what stands in the field of a label.
func (p *Person) Fill(label, text string) {
	p.t.Helper()
	p.must("fill", p.find("label", label))
	p.typeText("fill "+label, text)
}

// FillIn is Fill by selector, where a label is not alone on the page.
func (p *Person) FillIn(selector, text string) {
	p.t.Helper()
	p.must("fill", p.find("css", selector))
	p.typeText("fill "+selector, text)
}

func (p *Person) typeText(step, text string) {
	p.t.Helper()
	insert := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
	p.do(step, chromedp.Focus(marked))
	_, err := p.evaluate("(document.querySelector('[data-e2e]').select(), '')")
	p.must(step, err)
	if text == "" {
		p.do(step, chromedp.SendKeys(marked, kb.Delete))
		return
	}
	p.do(step, insert)
}

// FillDate fills the three boxes of a date field; day is "2026-11-24".
func (p *Person) FillDate(legend, day string) {
	p.t.Helper()
	parts := strings.Split(day, "-")
	for i, box := range []int{2, 1, 0} {
		p.must("date", p.find("legend", legend))
		_, err := p.evaluate(fmt.Sprintf("(f => { const i = f.querySelectorAll('input')[%d]; f.removeAttribute('data-e2e'); i.setAttribute('data-e2e', ''); return '' })(document.querySelector('[data-e2e]'))", i))
		p.must("date "+legend, err)
		p.typeText("date "+legend, parts[box])
	}
}

// Tick ticks a box, or unticks it, by its label.
func (p *Person) Tick(label string) {
	p.t.Helper()
	p.must("tick", p.find("label", label))
	p.do("tick "+label, chromedp.Click(marked))
}

// Choose picks an answer of a question by its legend, which may be shortened, and label.
func (p *Person) Choose(legend, label string) {
	p.t.Helper()
	p.must("choose", p.find("option", legend+"\x00"+label))
	p.do("choose "+label, chromedp.Click(marked))
}

// Select picks an entry of a list by its text.
func (p *Person) Select(label, text string) {
	p.t.Helper()
	p.must("select", p.find("label", label))
	answer, err := p.evaluate(fmt.Sprintf(`(s => { const o = [...s.options].find(o => o.text.trim() === %s); if (!o) return 'no such entry';
		s.value = o.value; s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true})); return '' })(document.querySelector('[data-e2e]'))`, quote(text)))
	if err == nil && answer != "" {
		err = fmt.Errorf("%s: %s", text, answer)
	}
	p.must("select "+label, err)
}

// Attach chooses a file of the disk for an upload field.
func (p *Person) Attach(label string, files ...string) {
	p.t.Helper()
	p.must("attach", p.find("label", label))
	p.do("attach "+label, chromedp.SetUploadFiles(marked, files))
}

// Keys presses keys wherever the focus is.
func (p *Person) Keys(keys string) {
	p.t.Helper()
	p.do("keys", chromedp.KeyEvent(keys))
}
