// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// URL is the address of the page.
func (p *Person) URL() string {
	p.t.Helper()
	at, err := p.evaluate("location.href")
	if err != nil {
		return "an unknown address (" + err.Error() + ")"
	}
	return at
}

// Path is the address without the server.
func (p *Person) Path() string {
	p.t.Helper()
	return strings.TrimPrefix(p.URL(), p.base)
}

// See waits until the page says something.
func (p *Person) See(text string) {
	p.t.Helper()
	p.must(fmt.Sprintf("see %q", text), p.retry(func() (string, error) {
		return p.evaluate(fmt.Sprintf(`(document.body.innerText.replace(/\s+/g, ' ').includes(%s) ? '' : 'it does not say so')`, quote(squeeze(text))))
	}))
}

// squeeze leaves single blanks: a page may break a line anywhere.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// Miss fails when the page says something.
func (p *Person) Miss(text string) {
	p.t.Helper()
	all, err := p.evaluate("document.body.innerText")
	p.must("read the page", err)
	if strings.Contains(squeeze(all), squeeze(text)) {
		p.must(fmt.Sprintf("not see %q", text), fmt.Errorf("the page says it"))
	}
}

// Text is what the first element of a selector says.
func (p *Person) Text(selector string) string {
	p.t.Helper()
	p.must("read", p.find("css", selector))
	text, err := p.evaluate("document.querySelector('[data-e2e]').innerText.trim()")
	p.must("read "+selector, err)
	return text
}

// Value is what stands in the field of a label.
func (p *Person) Value(label string) string {
	p.t.Helper()
	p.must("value", p.find("label", label))
	text, err := p.evaluate("document.querySelector('[data-e2e]').value")
	p.must("value of "+label, err)
	return text
}

// SeeValue waits until the field of a label has a value: what a script puts there takes its time.
func (p *Person) SeeValue(label, want string) {
	p.t.Helper()
	p.must("see the value of "+label, p.find("label", label))
	p.must("see the value of "+label, p.retry(func() (string, error) {
		return p.evaluate(fmt.Sprintf("(v => v === %s ? '' : `it is \"${v}\"`)(document.querySelector('[data-e2e]').value)", quote(want)))
	}))
}

// Attribute is that of the first element of a selector.
func (p *Person) Attribute(selector, name string) string {
	p.t.Helper()
	p.must("attribute", p.find("css", selector))
	text, err := p.evaluate("document.querySelector('[data-e2e]').getAttribute(" + quote(name) + ") ?? ''")
	p.must("attribute of "+selector, err)
	return text
}

// Has says whether the page has an element just now.
func (p *Person) Has(selector string) bool {
	p.t.Helper()
	answer, err := p.evaluate("document.querySelector(" + quote(selector) + ") ? 'yes' : ''")
	p.must("look for "+selector, err)
	return answer == "yes"
}

// SeeFocus waits until the focus is on, or in, the first element of a selector.
func (p *Person) SeeFocus(selector string) {
	p.t.Helper()
	p.must("see the focus on "+selector, p.retry(func() (string, error) {
		return p.evaluate(fmt.Sprintf("(at => document.querySelector(%s)?.contains(at) ? '' : `it is on ${at.id || at.tagName}`)(document.activeElement)", quote(selector)))
	}))
}

// Shot takes a picture of the whole page when pictures are kept: <folder>/<name>.png.
func (p *Person) Shot(name string) {
	p.t.Helper()
	if *screenshots == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	p.must("picture", err)
	p.must("picture", os.MkdirAll(*screenshots, 0o755))
	p.must("picture", os.WriteFile(filepath.Join(*screenshots, name+".png"), picture, 0o644))
}

// Download gets an address with the person's cookies, for what is not a page.
func (p *Person) Download(path string) (body []byte, header http.Header) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.base + path
	}
	r, err := http.NewRequestWithContext(p.ctx, http.MethodGet, path, nil)
	p.must("download "+path, err)
	cookies, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{path}})
	p.must("download "+path, err)
	for _, c := range cookies.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	answer, err := http.DefaultClient.Do(r)
	p.must("download "+path, err)
	defer answer.Body.Close()
	body, err = io.ReadAll(answer.Body)
	p.must("download "+path, err)
	if answer.StatusCode != http.StatusOK {
		p.must("download "+path, fmt.Errorf("status %d", answer.StatusCode))
	}
	return body, answer.Header
}
