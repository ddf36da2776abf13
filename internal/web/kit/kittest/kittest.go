// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// Package kittest helps to test pages: a kit with an invented body, the proof that a template fits its struct, and
// requests that go through everything that a browser's go through.
//
// It starts no browser; see tests/e2e for that.
package kittest

import (
	"io/fs"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/jba/templatecheck"

	"pratica/internal/i18n"
	"pratica/internal/web/kit"
	"pratica/internal/web/static"
	"pratica/internal/web/templates"
)

// Noon is the time of the kit that New makes.
var Noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// Options are those of New, for tests that change some.
func Options(t testing.TB, pages ...fs.FS) kit.Options {
	t.Helper()
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := static.Load()
	if err != nil {
		t.Fatal(err)
	}
	body := kit.Body{
		Name:  i18n.Text{"it": "Ordine degli Avvocati di Esempio", "en": "Bar Council of Esempio"},
		Owner: i18n.Text{"it": "Consiglio Nazionale di Esempio", "en": "National Council of Esempio"},
		Place: i18n.Text{"it": "Sportello telematico", "en": "Online counter"},
		Email: "segreteria@ordine.example", PEC: "ordine@pec.example", Phone: "+39 000 000000",
		Site: "https://www.ordine.example", Tax: "00000000000",
	}
	return kit.Options{
		Catalogue: cat,
		Assets:    assets,
		Templates: append([]fs.FS{templates.Files}, pages...),
		Body:      func() kit.Body { return body },
		Now:       func() time.Time { return Noon },
		Lenient:   true,
		Log:       slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
}

// New is a kit with the pages of the program and those given.
func New(t testing.TB, pages ...fs.FS) *kit.Kit {
	t.Helper()
	return Build(t, Options(t, pages...))
}

// Build is New with changed options.
func Build(t testing.TB, opt kit.Options) *kit.Kit {
	t.Helper()
	k, err := kit.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// CheckTemplate proves in every language that the template of a page can be executed with any value of its struct.
func CheckTemplate(t *testing.T, page string, view kit.View) {
	t.Helper()
	CheckTemplateOf(t, New(t), page, view)
}

// CheckTemplateOf is CheckTemplate with a kit of one's own.
func CheckTemplateOf(t *testing.T, k *kit.Kit, page string, view kit.View) {
	t.Helper()
	for _, lang := range k.Languages() {
		tmpl, err := k.Template(page, lang)
		if err != nil {
			t.Fatal(err)
		}
		if err := templatecheck.CheckHTMLStrict(tmpl, view); err != nil {
			t.Errorf("page %s in %s: %v", page, lang, err)
		}
	}
}

// Serve mounts routes as app does and gives the whole handler.
func Serve(k *kit.Kit, prefix string, routes []kit.Route, mw ...kit.Middleware) http.Handler {
	mux := http.NewServeMux()
	k.Mount(mux, prefix, routes, mw...)
	return k.Serve(mux)
}
