// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/app"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/cli"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/forms"
	"pratica/internal/i18n"
	"pratica/internal/terms"
	faces "pratica/internal/web/demo"
	"pratica/testpeers/smtpsim"
	"pratica/tests/e2e"
)

// house is a whole body, served on loopback as operators serve theirs, with a
// mail server of its own and nobody in it yet. It ends with the test.
type house struct {
	signing *signing // nil: nobody signs at a distance
	t       *testing.T
	config  *config.Config
	app     *app.App
	mails   *smtpsim.Server
	def     *forms.Definition    // of legal aid
	flow    *workflow.Definition // of legal aid
	say     *i18n.Printer        // words what people read, in their language
	browser *e2e.Browser
	visited *e2e.Visited
	URL     string
	server  *httptest.Server
	plain   bool         // windows opened from now on run no scripts
	ahead   atomic.Int64 // how far the clock of the house is ahead, in nanoseconds; it begins at noon
}

// newHouse opens a body whose visitors read one language. name is that of the
// pictures.
func newHouse(t *testing.T, b *e2e.Browser, name, lang string) *house {
	t.Helper()
	h := prepareHouse(t, b, name)
	h.open(lang)
	h.serve(nil)
	return h
}

// prepareHouse writes the configuration and starts the mail server; nothing of
// the program runs yet.
func prepareHouse(t *testing.T, b *e2e.Browser, name string) *house {
	t.Helper()
	h := &house{t: t, browser: b.In(t), visited: e2e.NewVisited(name), server: httptest.NewUnstartedServer(nil)}
	h.wait(untilNoon(time.Now()))
	h.URL = "http://" + h.server.Listener.Addr().String()
	var err error
	h.mails, err = smtpsim.New(smtpsim.Options{})
	h.must("mail server", err)
	t.Cleanup(h.mails.Stop)
	h.config = config.Default()
	h.config.Data, h.config.PublicURL = t.TempDir(), h.URL
	h.config.SMTP = config.SMTP{Host: h.mails.Host(), Port: h.mails.Port(), Security: config.NoTLS, From: "Sportello <sportello@ordine.example>"}
	return h
}

func (h *house) must(step string, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("house: %s: %v", step, err)
	}
}

// now is the time of the house: it runs, and jumps when told.
func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }

// untilNoon is how long it is to the next noon in Rome: in no house midnight comes
// between two steps of a test, whenever it is run.
func untilNoon(now time.Time) time.Duration {
	year, month, day := now.In(terms.Rome()).Date()
	noon := time.Date(year, month, day, 12, 0, 0, 0, terms.Rome())
	if noon.Before(now) {
		noon = time.Date(year, month, day+1, 12, 0, 0, 0, terms.Rome())
	}
	return noon.Sub(now)
}

// patience is for what jobs do; a busy machine needs far less.
const patience = 30 * time.Second

// soon is longer than a job that failed once or twice pauses.
const soon = 30 * time.Second

// quiet waits until no job is at work or will be soon: people come to their lists after
// the program has written them.
func (h *house) quiet() {
	h.t.Helper()
	h.eventually("the jobs are done", func() bool {
		left := 0
		err := h.app.DB.View(h.t.Context(), func(tx *database.Tx) error {
			return tx.Get(h.t.Context(), `SELECT COUNT(*) FROM job WHERE state = 'running' OR state = 'ready' AND (run_at <= $1 OR attempt > 0 AND run_at <= $2)`,
				[]any{database.T(h.now()), database.T(h.now().Add(soon))}, &left)
		})
		return err == nil && left == 0
	})
}

// eventually waits for what jobs do.
func (h *house) eventually(what string, holds func() bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			h.t.Fatalf("house: not in time: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// number is that of the n-th filing of this year.
func (h *house) number(n int) string { return fmt.Sprintf("%d/%.4s", n, terms.DateOf(h.now())) }

// wait lets time pass.
func (h *house) wait(d time.Duration) { h.ahead.Add(int64(d)) }

// open starts the program but for its pages.
func (h *house) open(lang string) {
	h.t.Helper()
	ctx := h.t.Context()
	log := slog.New(slog.NewTextHandler(h.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	var err error
	h.app, err = app.OpenWith(ctx, h.config, app.Options{Log: log, Now: h.now, Fast: true})
	h.must("open", err)
	h.t.Cleanup(func() { h.must("close", h.app.Close()) })
	h.must("migrate", h.app.Migrate(ctx))
	h.importProcedures()
	h.say = h.app.Texts.For(lang)
	h.def, err = h.app.Forms.Published(ctx, "patrocinio-civile")
	h.must("legal aid", err)
	h.flow, err = h.app.Casework.Definition(ctx, h.def.Digest)
	h.must("legal aid", err)
	h.background()
}

// background does the jobs as they come, until the test ends.
func (h *house) background() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.app.Jobs.Run(ctx) }()
	h.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			h.t.Errorf("jobs: %v", err)
		}
	})
}

func (h *house) importProcedures() {
	h.t.Helper()
	files, err := fs.Glob(definitions.Files, "*.yaml")
	h.must("definitions", err)
	for _, name := range files {
		source, err := fs.ReadFile(definitions.Files, name)
		h.must(name, err)
		_, err = h.app.ImportProcedure(h.t.Context(), source, true)
		h.must(name, err)
	}
}

// serve opens the pages; cast is who the tour of a demonstration lets in.
func (h *house) serve(cast faces.Cast) {
	h.t.Helper()
	h.app.Cast = cast
	handler, err := h.app.Handler(h.t.Context())
	h.must("handler", err)
	routesOnce.Do(func() {
		routes, err = h.app.Routes(h.t.Context())
		h.must("routes", err)
	})
	h.server.Config.Handler = handler
	h.server.Start()
	h.t.Cleanup(h.server.Close)
}

// filings counts the cases that were opened.
func (h *house) filings() int {
	h.t.Helper()
	cases, err := h.app.Casework.Inbox(h.t.Context(), casework.Actor{Kind: audit.Official, ID: "nobody", Roles: []string{"secretary"}}, casework.Filter{Limit: 10})
	h.must("inbox", err)
	return len(cases)
}

// firstAdministrator runs the command that operators run, and gives the link that
// it prints.
func (h *house) firstAdministrator(email, name string) string {
	h.t.Helper()
	var out, complaints bytes.Buffer
	args := []string{"user", "first-admin", email, name}
	for setting, value := range map[string]string{
		"data": h.config.Data, "public_url": h.URL, "smtp.host": h.config.SMTP.Host, "smtp.port": strconv.Itoa(h.config.SMTP.Port),
		"smtp.security": "none", "smtp.from": h.config.SMTP.From, "log.level": "error",
	} {
		args = append(args, "--set", setting+"="+value)
	}
	if code := cli.Main(args, &out, &complaints); code != 0 {
		h.t.Fatalf("house: pratica user first-admin ends with %d: %s", code, complaints.String())
	}
	return h.linkIn(out.String())
}

// window opens a window for somebody, who chooses their language on the first
// page. Every page that they visit is checked.
func (h *house) window(name string) *e2e.Person {
	h.t.Helper()
	p := h.browser.Person(name, h.URL)
	if h.plain {
		p.ScriptsOff()
	}
	p.Watch(h.visited)
	h.greet(p)
	return p
}

func (h *house) greet(p *e2e.Person) {
	h.t.Helper()
	p.Goto("/?lang=" + h.say.Lang())
}

var mailedLink = regexp.MustCompile(`https?://\S+/(?:apri|accesso/[a-z-]+)/[\w-]+`)

// addressIn is the first address of the site in a text, personal or not.
func (h *house) addressIn(text string) string {
	h.t.Helper()
	for _, word := range strings.Fields(text) {
		if strings.HasPrefix(word, h.URL) {
			return word
		}
	}
	h.t.Fatalf("house: no address in the text:\n%s", text)
	return ""
}

func (h *house) linkIn(text string) string {
	h.t.Helper()
	found := mailedLink.FindString(text)
	if found == "" {
		h.t.Fatalf("house: no link in the text:\n%s", text)
	}
	return found
}

// datum is the label of something that a decision says.
func (h *house) datum(outcome, name string) string {
	known, _ := h.flow.Outcome(outcome)
	for _, d := range known.Data {
		if d.Name == name {
			return d.Label.In(h.say.Lang())
		}
	}
	return ""
}

// sentence is what an outcome decides, about the applicant of the samples.
func (h *house) sentence(outcome string) string {
	known, _ := h.flow.Outcome(outcome)
	last := ""
	for line := range strings.Lines(known.Text.In(h.say.Lang())) {
		if strings.Contains(line, "{applicant}") {
			last = strings.TrimSpace(strings.ReplaceAll(line, "{applicant}", "Marta Esempi"))
		}
	}
	return last
}

// mail waits for the n-th mail of a kind in somebody's mailbox.
func (h *house) mail(to string, kind delivery.Kind, n int) smtpsim.Mail {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	m, err := h.mails.Find(ctx, n, func(m smtpsim.Mail) bool { return m.To == to && h.kindOf(m) == kind })
	if err != nil {
		h.t.Fatalf("house: mail %d of kind %s to %s: %v", n, kind, to, err)
	}
	return m
}

// kindOf looks a mail up in the outbox; its link is only in the mail itself.
func (h *house) kindOf(m smtpsim.Mail) delivery.Kind {
	list, err := h.app.Delivery.Page(context.Background(), "", 100)
	if err != nil {
		return ""
	}
	for _, sent := range list {
		if sent.MessageID == m.Header("Message-Id") {
			return sent.Kind
		}
	}
	return ""
}

// link is that in the n-th mail of a kind to somebody.
func (h *house) link(to string, kind delivery.Kind, n int) string {
	h.t.Helper()
	text, err := h.mail(to, kind, n).Text()
	h.must("mail", err)
	return h.linkIn(text)
}
