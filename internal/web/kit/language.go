// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/i18n"
)

const (
	languageName    = "lang" // of the cookie and of the query value
	defaultLanguage = "it"
	aYear           = 365 * 24 * 60 * 60
)

type languageKey struct{}

// withLanguage decides the language of the answer: what this address asks for, else what was chosen before,
// else what the browser prefers, else Italian. A choice in the address is remembered for a year.
func (k *Kit) withLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang, chosen := k.language(r)
		if chosen {
			http.SetCookie(w, k.cookie(languageName, lang, aYear))
		}
		w.Header().Set("Content-Language", lang)
		w.Header().Add("Vary", "Accept-Language, Cookie")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), languageKey{}, lang)))
	})
}

func (k *Kit) language(r *http.Request) (lang string, chosen bool) {
	if q := r.URL.Query().Get(languageName); k.knows(q) {
		return q, true
	}
	if c, err := r.Cookie(languageName); err == nil && k.knows(c.Value) {
		return c.Value, false
	}
	return k.preferred(r.Header.Get("Accept-Language")), false
}

func (k *Kit) knows(lang string) bool {
	return slices.Contains(k.pages.languages, lang)
}

// preferred reads Accept-Language (RFC 9110 §12.5.4); among equal weights the first wins.
func (k *Kit) preferred(header string) string {
	best, weight := defaultLanguage, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		q := quality(params)
		if q > weight && k.knows(primary) {
			best, weight = primary, q
		}
	}
	return best
}

func quality(params string) float64 {
	text, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil || q > 1 {
		return 0
	}
	return q
}

// Printer speaks the language of the request.
func (k *Kit) Printer(r *http.Request) *i18n.Printer {
	lang, ok := r.Context().Value(languageKey{}).(string)
	if !ok {
		lang = defaultLanguage
	}
	return k.opt.Catalogue.For(lang)
}

// SwitchesLanguage says that a form was sent by the language switch: the handler saves what was typed, as for
// any other save, shows no errors, and redirects to the same page.
func SwitchesLanguage(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Query().Has(languageName)
}

func (k *Kit) cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: k.opt.HTTPS, SameSite: http.SameSiteLaxMode,
	}
}
