// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"pratica/internal/i18n"
	"pratica/internal/web/kit/kittest"
	"pratica/internal/web/public"
	"pratica/tests/e2e"
)

type procedures []public.Procedure

func (p procedures) Published(context.Context) ([]public.Procedure, error) { return p, nil }

func newPublic(t *testing.T) *httptest.Server {
	t.Helper()
	k := kittest.New(t)
	f := &public.Face{Kit: k, Base: "https://sportello.example", DPO: "dpo@ordine.example", Declaration: "https://form.agid.example/1", Catalogue: procedures{
		{Slug: "patrocinio", Title: i18n.Text{"it": "Patrocinio a spese dello Stato nei giudizi civili", "en": "Legal aid in civil proceedings"},
			Summary: i18n.Text{"it": "Se il tuo reddito è basso, lo Stato paga il tuo avvocato.", "en": "If your income is low, the State pays your lawyer."}},
		{Slug: "contributo", Title: i18n.Text{"it": "Contributo per i praticanti", "en": "Grant for trainees"}, Closes: kittest.Noon.Add(48 * time.Hour),
			Summary: i18n.Text{"it": "Per chi svolge la pratica forense.", "en": "For trainee lawyers."}},
	}}
	server := httptest.NewServer(kittest.Serve(k, "", f.Routes()))
	t.Cleanup(server.Close)
	return server
}

func TestPublicPages(t *testing.T) {
	b := e2e.Start(t)
	server := newPublic(t)
	anna := b.Person("anna", server.URL)
	for _, lang := range []string{"it", "en"} {
		for name, path := range map[string]string{
			"home": "/", "about": "/informazioni", "privacy": "/privacy", "accessibility": "/accessibilita", "badge": "/badge/patrocinio",
		} {
			anna.Goto(path + "?lang=" + lang)
			anna.Check("public-" + name + "-" + lang)
		}
	}
}

// The first stop of the keyboard leads past the header, and the language is chosen without a mouse.
func TestPublicPagesByKeyboard(t *testing.T) {
	b := e2e.Start(t)
	server := newPublic(t)
	anna := b.Person("anna", server.URL)
	anna.Goto("/")
	anna.Keys(kb.Tab)
	if got := anna.Attribute(":focus", "class"); got != "p-skip" {
		t.Errorf("first stop is %q", got)
	}
	anna.Keys(kb.Enter)
	anna.SeeFocus("#main")
	anna.Keys(kb.Tab)
	if got := anna.Attribute(":focus", "href"); got != "/servizi/patrocinio" {
		t.Errorf("next stop is %q", got)
	}
	anna.Goto("/")
	for range 2 {
		anna.Keys(kb.Tab)
	}
	anna.Keys(kb.Enter)
	anna.See("What do you need?")
}
