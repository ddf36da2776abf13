// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/casework"
	"pratica/internal/clock"
	"pratica/internal/config"
	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery/deliverytest"
	"pratica/internal/documents/pdf"
	"pratica/internal/intake"
	"pratica/internal/problem"
)

// house is a whole body whose clock and mail are the test's.
type house struct {
	*App
	t     *testing.T
	clock *clock.Manual
	mail  *deliverytest.Box
}

// eachHouse runs a test in a body of its own, on each database.
func eachHouse(t *testing.T, f func(t *testing.T, h *house)) {
	urls := map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgres": databasetest.Schema,
	}
	for name, url := range urls {
		t.Run(name, func(t *testing.T) { f(t, newHouse(t, url(t))) })
	}
}

func newHouse(t *testing.T, url string) *house {
	t.Helper()
	return newHouseWith(t, url, func(*config.Config) {})
}

func newHouseWith(t *testing.T, url string, set func(*config.Config)) *house {
	t.Helper()
	c := config.Default()
	c.Data, c.MinFree, c.Database.URL, c.PublicURL = filepath.Join(t.TempDir(), "data"), 0, config.DSN(url), "https://pratica.example"
	set(c)
	h := &house{t: t, clock: clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)), mail: &deliverytest.Box{}}
	a, err := OpenWith(t.Context(), c, Options{
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: h.clock.Now, Fast: true, Channel: h.mail,
	})
	h.must(err)
	h.App = a
	t.Cleanup(func() { h.must(a.Close()) })
	h.must(a.Migrate(t.Context()))
	for _, name := range []string{"access-to-documents.yaml", "legal-aid-civil.yaml"} {
		source, err := fs.ReadFile(definitions.Files, name)
		h.must(err)
		_, err = a.ImportProcedure(t.Context(), source, true)
		h.must(err)
	}
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// refused wants a problem with a code.
func (h *house) refused(what string, err error, code string) {
	h.t.Helper()
	if !problem.Is(err, code) {
		h.t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func (h *house) drain() {
	h.t.Helper()
	h.must(h.Jobs.Drain(h.t.Context()))
}

// compiled is an application with the answers of a sample, its address verified.
func (h *house) compiled(slug, sample string) intake.Application {
	h.t.Helper()
	ctx := h.t.Context()
	def, err := h.Forms.Published(ctx, slug)
	h.must(err)
	a, err := h.Intake.Start(ctx, slug, def.Digest, "it")
	h.must(err)
	answers, err := fs.ReadFile(definitions.Files, "samples/"+sample+".json")
	h.must(err)
	_, err = h.Intake.SavePage(ctx, a.ID, def.Pages[0].ID, 0, func(json.RawMessage) (json.RawMessage, error) { return answers, nil })
	h.must(err)
	_, err = h.Intake.SetEmail(ctx, a.ID, "ada@posta.example")
	h.must(err)
	var l intake.Link
	h.must(h.DB.Update(ctx, func(tx *database.Tx) (err error) {
		l, err = h.Intake.AccessLinkTo(ctx, tx, a.ID)
		return err
	}))
	_, err = h.Intake.OpenLink(ctx, l.Token)
	h.must(err)
	return h.application(a.ID)
}

func (h *house) application(id string) intake.Application {
	h.t.Helper()
	a, err := h.Intake.Get(h.t.Context(), id)
	h.must(err)
	return a
}

// request is a request for documents, which asks for no attachment.
func (h *house) request() intake.Application {
	return h.compiled("accesso-atti", "accesso-atti-persona")
}

// filed is a request, signed by hand and filed, with its case open.
func (h *house) filed() intake.Application {
	h.t.Helper()
	ctx := h.t.Context()
	a, err := h.Intake.Freeze(ctx, h.request().ID, "handwritten")
	h.must(err)
	for _, file := range []string{"signed_scan", "identity_document"} {
		h.must(h.AttachSigned(ctx, a.ID, file, file+".pdf", h.paper(file)))
	}
	_, err = h.Intake.Submit(ctx, a.ID)
	h.must(err)
	h.drain()
	return h.application(a.ID)
}

// paper is a page that stands for somebody's document.
func (h *house) paper(title string) *strings.Reader {
	return strings.NewReader(string(h.printed(pdf.Document{Title: title, Lang: "it", Created: h.clock.Now()})))
}

func (h *house) printed(d pdf.Document) []byte {
	h.t.Helper()
	b, err := h.Documents.Writer.Write(h.t.Context(), d)
	h.must(err)
	return b
}

// deskOfficial sees every case of a request for documents.
var deskOfficial = casework.Actor{Kind: audit.Official, ID: "account-1", Roles: []string{"desk"}}

// words are all the texts of a document, block by block.
func words(d pdf.Document) []string {
	all := slices.Concat(d.Letterhead, d.Footer, []string{d.Title, d.Subtitle})
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case pdf.Heading:
			all = append(all, b.Text)
		case pdf.Paragraph:
			all = append(all, b.Text)
		case pdf.Pairs:
			for _, p := range b {
				all = append(all, p.Label+": "+p.Value)
			}
		case pdf.Table:
			for _, row := range b.Rows {
				all = append(all, strings.Join(row, " "))
			}
		}
	}
	return all
}
