// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"pratica/tools/bench/load"
)

// A page is asked by few clients: what counts is the server's CPU time for each, not how many it can bear.
var pageLoad = load.Options{Clients: 4, Requests: 2000}

// get asks for one page again and again.
type get struct {
	url, cookie string
	bytes       int
}

// Request is the page.
func (g get) Request(ctx context.Context, _ int) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.url, nil)
	if err == nil && g.cookie != "" {
		r.Header.Set("Cookie", g.cookie)
	}
	return r, err
}

// Accept wants the whole page.
func (g get) Accept(status int, body []byte) error {
	if status != http.StatusOK || len(body) < g.bytes*9/10 {
		return fmt.Errorf("status %d, %d bytes", status, len(body))
	}
	return nil
}

// page measures an applicant's page of forty fields: its weight, and the server's time for it beside that of a bare
// html/template page of as many fields and bytes.
func (o *our) page(ctx context.Context) (_ []load.Figure, err error) {
	t := &template{data: filepath.Join(o.folder, "page"), objects: filepath.Join(o.folder, "page-objects")}
	if err := o.makeReady(ctx, t, "tests/crash/body/forty_fields.yaml", 1); err != nil {
		return nil, err
	}
	f := o.filing(t, o.pratica, "serve")
	stop, err := f.serve(ctx, t.env(t.data, ""))
	if err != nil {
		return nil, err
	}
	defer stop()
	ours := get{url: f.url + "/domanda/" + t.ready[0].ID + "/pagina/request", cookie: t.ready[0].Cookie}
	first, later, size, err := weigh(ctx, ours)
	if err != nil {
		return nil, err
	}
	ours.bytes = size
	ratio, err := o.pageTime(ctx, ours, f.server)
	return []load.Figure{
		{Name: "first view of a page of 40 fields", Unit: "kB", AtMost: firstView, Found: []float64{first}, How: "page, style, scripts, icons and fonts, as compressed"},
		{Name: "later view of it", Unit: "kB", AtMost: laterView, Found: []float64{later}, How: "the page alone; the rest is kept by the browser for a year"},
		ratio,
	}, err
}

// pageTime compares the CPU time of both servers, in turns.
func (o *our) pageTime(ctx context.Context, ours get, server *exec.Cmd) (load.Figure, error) {
	figure := load.Figure{Name: "server time of a page of 40 fields", Unit: "× a bare page", AtMost: pageAtMost}
	address, err := freeAddress()
	if err != nil {
		return figure, err
	}
	plain := exec.Command(o.body, "plain", address, fmt.Sprint(ours.bytes))
	url, stop, err := startServer(ctx, "http://"+address, "/", plain)
	if err != nil {
		return figure, err
	}
	defer stop()
	var last [2]time.Duration
	for range o.rounds {
		for i, side := range []struct {
			get
			*exec.Cmd
		}{{ours, server}, {get{url: url, bytes: ours.bytes}, plain}} {
			if last[i], err = timeOf(ctx, side.get, side.Process.Pid); err != nil {
				return figure, err
			}
		}
		figure.Found = append(figure.Found, float64(last[0])/float64(last[1]))
	}
	figure.How = fmt.Sprintf("CPU time of the server: %s and %s in the last round, %.1f kB", last[0], last[1], float64(ours.bytes)/1e3)
	return figure, nil
}

// timeOf is the CPU time of a server for each answer.
func timeOf(ctx context.Context, s load.Scenario, pid int) (time.Duration, error) {
	before, err := cpu(pid)
	if err != nil {
		return 0, err
	}
	result, err := load.Run(ctx, s, pageLoad)
	if err == nil && result.Failed > 0 {
		err = result.FirstFailure
	}
	if err != nil {
		return 0, err
	}
	after, err := cpu(pid)
	return (after - before) / time.Duration(pageLoad.Requests), err
}

var (
	assets = regexp.MustCompile(`(?:href|src)="(/[^"#]*\.(?:css|js|svg|woff2))(?:#[^"]*)?"`)
	faces  = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)
	inFace = regexp.MustCompile(`url\(["']?([^"')]+\.woff2)["']?\)`)
	range0 = regexp.MustCompile(`unicode-range:[^;}]*U\+0{0,4}(?:-|20)`)
)

// weigh counts what a browser fetches at its first view and at later ones, in kB as it travels; size is that of the
// page, unpacked. Of the fonts a browser fetches those whose range holds the letters of the page.
func weigh(ctx context.Context, page get) (first, later float64, size int, err error) {
	html, packed, err := fetch(ctx, page.url, page.cookie)
	if err != nil {
		return 0, 0, 0, err
	}
	total, seen := packed, map[string]bool{}
	queue := []string{}
	for _, m := range assets.FindAllStringSubmatch(html, -1) {
		queue = append(queue, m[1])
	}
	for len(queue) > 0 {
		asset := queue[0]
		queue = queue[1:]
		if seen[asset] {
			continue
		}
		seen[asset] = true
		address, err := resolve(page.url, asset)
		if err != nil {
			return 0, 0, 0, err
		}
		content, weight, err := fetch(ctx, address, "")
		if err != nil {
			return 0, 0, 0, fmt.Errorf("%s: %w", asset, err)
		}
		total += weight
		if strings.HasSuffix(asset, ".css") {
			queue = append(queue, fonts(asset, content)...)
		}
	}
	if len(seen) == 0 {
		return 0, 0, 0, errors.New("the page names no style: the count would be too good")
	}
	return float64(total) / 1e3, float64(packed) / 1e3, len(html), nil
}

// fonts lists those that plain Latin letters need.
func fonts(sheet, css string) []string {
	var list []string
	for _, face := range faces.FindAllString(css, -1) {
		m := inFace.FindStringSubmatch(face)
		if m == nil || strings.Contains(face, "unicode-range") && !range0.MatchString(face) {
			continue
		}
		if address, err := resolve(sheet, m[1]); err == nil {
			list = append(list, address)
		}
	}
	return list
}

func resolve(base, reference string) (string, error) {
	b, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	u, err := b.Parse(reference)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// fetch gives the content and the bytes that travelled for it: a browser asks for brotli, and content is asked again
// without it, because this program cannot unpack it.
func fetch(ctx context.Context, address, cookie string) (content string, travelled int, err error) {
	packed, err := ask(ctx, address, cookie, "gzip, deflate, br")
	if err != nil {
		return "", 0, err
	}
	unpacked, err := ask(ctx, address, cookie, "identity")
	return string(unpacked), len(packed), err
}

func ask(ctx context.Context, address, cookie, encoding string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", encoding)
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	client := http.Client{Timeout: time.Minute}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", answer.StatusCode)
	}
	return io.ReadAll(answer.Body)
}
