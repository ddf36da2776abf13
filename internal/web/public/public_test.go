// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public_test

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"pratica/internal/i18n"
	"pratica/internal/web/kit/kittest"
	"pratica/internal/web/public"
)

type catalogue []public.Procedure

func (c catalogue) Published(context.Context) ([]public.Procedure, error) { return c, nil }

type broken struct{}

func (broken) Published(context.Context) ([]public.Procedure, error) { return nil, errors.New("disk") }

func site(t *testing.T, c public.Catalogue) http.Handler {
	t.Helper()
	k := kittest.New(t)
	f := &public.Face{Kit: k, Catalogue: c, Base: "https://sportello.example", DPO: "dpo@ordine.example", Declaration: "https://form.agid.example/1"}
	return kittest.Serve(k, "", f.Routes())
}

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// texts gives what each element of a name says.
func texts(t *testing.T, page, element string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == element {
			var b strings.Builder
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					b.WriteString(c.Data)
				}
			}
			out = append(out, strings.Join(strings.Fields(b.String()), " "))
		}
	}
	return out
}

var procedures = catalogue{
	{Slug: "patrocinio", Title: i18n.Text{"it": "Patrocinio a spese dello Stato & altro", "en": "Legal aid & more"}, Summary: i18n.Text{"it": "Per chi ha un reddito basso."}},
	{Slug: "futuro", Title: i18n.Text{"it": "Futuro"}, Opens: kittest.Noon.Add(time.Hour)},
	{Slug: "aperto", Title: i18n.Text{"it": "In corso"}, Closes: kittest.Noon.Add(time.Hour)},
	{Slug: "chiuso", Title: i18n.Text{"it": "Finito"}, Closes: kittest.Noon},
}

func TestTemplates(t *testing.T) {
	kittest.CheckTemplate(t, "public/home", public.HomePage{})
	kittest.CheckTemplate(t, "public/text", public.TextPage{})
	kittest.CheckTemplate(t, "public/badge", public.BadgePage{})
}

func TestHomeListsProcedures(t *testing.T) {
	w := get(t, site(t, procedures), "/")
	if w.Code != 200 {
		t.Fatalf("status %d", w.Code)
	}
	titles := texts(t, w.Body.String(), "h3")
	if len(titles) != 4 || titles[0] != "Patrocinio a spese dello Stato & altro" {
		t.Errorf("titles %q", titles)
	}
	notes := strings.Join(texts(t, w.Body.String(), "p"), "|")
	for _, want := range []string{"In arrivo", "Si apre il 24 novembre 2026", "Aperto", "Chiuso dal"} {
		if !strings.Contains(notes, want) {
			t.Errorf("home does not say %q: %s", want, notes)
		}
	}
}

func TestHomeWithoutProcedures(t *testing.T) {
	w := get(t, site(t, catalogue{}), "/?lang=en")
	if got := strings.Join(texts(t, w.Body.String(), "p"), "|"); !strings.Contains(got, "No service available") {
		t.Errorf("home says %s", got)
	}
}

func TestHomeWhenTheCatalogueFails(t *testing.T) {
	w := get(t, site(t, broken{}), "/")
	if w.Code != 500 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("status %d, or the page shows an inner error", w.Code)
	}
}

// Every text page is complete in both languages: a missing text would show its key.
func TestTextPages(t *testing.T) {
	h := site(t, procedures)
	for _, path := range []string{"/informazioni", "/privacy", "/accessibilita", "/badge/patrocinio"} {
		for _, lang := range []string{"it", "en"} {
			w := get(t, h, path+"?lang="+lang)
			if w.Code != 200 {
				t.Errorf("%s: status %d", path, w.Code)
			}
			if strings.Contains(w.Body.String(), ">public.") {
				t.Errorf("%s in %s shows a key", path, lang)
			}
		}
	}
}

func TestBadge(t *testing.T) {
	h := site(t, procedures)
	w := get(t, h, "/badge/patrocinio.svg?lang=en")
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" {
		t.Fatalf("status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	if got := w.Header().Get("Cross-Origin-Resource-Policy"); got != "cross-origin" {
		t.Errorf("other sites may not show it: %q", got)
	}
	if got := w.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("a picture sets a cookie: %q", got)
	}
	picture := w.Body.String()
	for d := xml.NewDecoder(strings.NewReader(picture)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not XML: %v", err)
		}
	}
	if !strings.Contains(picture, "Legal aid &amp; more") {
		t.Errorf("badge is %s", picture)
	}
	snippet := texts(t, get(t, h, "/badge/patrocinio").Body.String(), "code")
	want := `<a href="https://sportello.example/servizi/patrocinio?lang=it"><img src="https://sportello.example/badge/patrocinio.svg?lang=it"`
	if len(snippet) != 2 || !strings.HasPrefix(snippet[0], want) {
		t.Errorf("snippets %q", snippet)
	}
}

func TestUnknownBadge(t *testing.T) {
	for _, path := range []string{"/badge/none", "/badge/none.svg"} {
		if w := get(t, site(t, procedures), path); w.Code != 404 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}
