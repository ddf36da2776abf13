// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"context"
	"flag"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var (
	screenshots = flag.String("screenshots", "", "folder that keeps the pictures of pages")
	figures     = flag.String("figures", "", "folder that keeps the pictures of the manuals")
	chromium    = flag.String("chromium", "", "the browser's program; looked up in PATH when empty")
)

// A step that never comes true ends at stepTimeout; a busy machine needs far less.
const (
	stepTimeout = 30 * time.Second
	pollEvery   = 20 * time.Millisecond
)

// Browser is one Chromium of its own.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// Start starts a Chromium that ends with the test, or skips the test when there is none.
func Start(t testing.TB) *Browser {
	t.Helper()
	program := findChromium()
	if program == "" {
		t.Skip("no Chromium in PATH: install the package chromium, or name it with -chromium")
	}
	alloc, cancelAlloc := chromedp.NewExecAllocator(context.Background(), chromiumOptions(program, t.TempDir())...)
	t.Cleanup(cancelAlloc)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("Chromium did not start: %v", err)
	}
	return &Browser{t: t, ctx: ctx}
}

// In is the same Chromium for the persons of a part of the test, who leave when that part ends.
func (b *Browser) In(t testing.TB) *Browser { return &Browser{t: t, ctx: b.ctx} }

func findChromium() string {
	if *chromium != "" {
		return *chromium
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// chromiumOptions start a browser that talks to nobody but the page's server.
func chromiumOptions(program, folder string) []chromedp.ExecAllocatorOption {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(program), chromedp.UserDataDir(folder), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.WSURLReadTimeout(time.Minute))
	for _, name := range []string{"disable-quic", "disable-component-update", "no-first-run", "disable-domain-reliability"} {
		options = append(options, chromedp.Flag(name, true))
	}
	options = append(options, chromedp.Flag("force-prefers-reduced-motion", true)) // a page that still scrolls is clicked beside
	return append(options, chromedp.Flag("accept-lang", "it-IT,it"))               // people are Italian until they choose otherwise
}

// Person opens a window with cookies of its own. base is the address of the server, without a slash at the end.
func (b *Browser) Person(name, base string) *Person {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		b.t.Fatalf("%s: no window: %v", name, err)
	}
	p := &Person{t: b.t, ctx: ctx, name: name, base: strings.TrimSuffix(base, "/")}
	p.watchConsole()
	b.t.Cleanup(p.reportConsole)
	return p
}

// Tab opens another tab of the same person: cookies are shared with the first.
func (p *Person) Tab() *Person {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	p.must("tab", chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)))
	tab := &Person{t: p.t, ctx: ctx, name: p.name + " (tab)", base: p.base}
	if p.scriptsOff {
		tab.ScriptsOff()
	}
	if p.visited != nil {
		tab.Watch(p.visited)
	}
	tab.watchConsole()
	p.t.Cleanup(tab.reportConsole)
	return tab
}

// complaints collects what the browser says is wrong with a page.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (p *Person) watchConsole() {
	messages := chromedp.Console(p.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return // the window is closed
			}
			p.complaints.add(m)
		}
	}()
}

func (c *complaints) add(m chromedp.ConsoleMessage) {
	wrong := m.Type == chromedp.ConsoleException || m.Type == "error"
	if !wrong || strings.HasPrefix(m.Text, "Failed to load resource") {
		return // pages with status 4xx are meant to be shown
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, m.Text)
}

func (p *Person) reportConsole() {
	p.complaints.mu.Lock()
	defer p.complaints.mu.Unlock()
	for _, text := range p.complaints.list {
		p.t.Errorf("%s: the browser complains: %s", p.name, text)
	}
}

// ScriptsOff switches the scripts of pages off from the next page on; what the harness asks still works.
func (p *Person) ScriptsOff() {
	p.t.Helper()
	p.scriptsOff = true
	p.disableScripts(true)
}

// RunsScripts says whether pages may run their scripts.
func (p *Person) RunsScripts() bool { return !p.scriptsOff }

func (p *Person) disableScripts(off bool) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
	p.must("switch scripts", err)
}

// Resize changes the size of the window in CSS pixels.
func (p *Person) Resize(width, height int64) {
	p.t.Helper()
	p.must("resize", chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height)))
}
