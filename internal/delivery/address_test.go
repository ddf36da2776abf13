// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"strings"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/problem"
)

func TestParseAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"anna@example.org":                           "anna@example.org",
		"  anna@example.org\n":                       "anna@example.org",
		"Anna.Rossi+domanda@Example.ORG":             "Anna.Rossi+domanda@example.org",
		"o'brien@example.org":                        "o'brien@example.org",
		"anna@città.example":                         "anna@xn--citt-3na.example",
		"anna@example.org.":                          "anna@example.org",
		"":                                           "",
		"anna":                                       "",
		"@example.org":                               "",
		"anna@":                                      "",
		"anna@localhost":                             "",
		"anna@@example.org":                          "",
		"anna@example..org":                          "",
		"anna.@example.org":                          "",
		".anna@example.org":                          "",
		"anna rossi@example.org":                     "",
		"anna@exa mple.org":                          "",
		"anna@example.org,bob@example.org":           "",
		"anna@example.org;bob@example.org":           "",
		"Anna <anna@example.org>":                    "",
		"<anna@example.org>":                         "",
		"anna(note)@example.org":                     "",
		`"anna rossi"@example.org`:                   "",
		"anna@[192.0.2.1]":                           "",
		"anna@example.org\r\nBcc: bob@example.org":   "",
		"anna@example.org\u202e":                     "",
		"zoë@example.org":                            "",
		"anna\x00@example.org":                       "",
		strings.Repeat("a", 65) + "@example.org":     "",
		"a@" + strings.Repeat("b.", 130) + "example": "",
	} {
		got, err := delivery.ParseAddress(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
		if err != nil && !problem.Is(err, "delivery.address_invalid") {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("anna@example.org")
	f.Add(`"a b"@città.example`)
	f.Fuzz(func(t *testing.T, typed string) {
		address, err := delivery.ParseAddress(typed)
		if err != nil {
			return
		}
		if strings.ContainsAny(address, "\r\n\t <>,;\"") || strings.Count(address, "@") != 1 {
			t.Errorf("%q became %q", typed, address)
		}
		if again, err := delivery.ParseAddress(address); again != address || err != nil {
			t.Errorf("%q is not stable: %q, %v", address, again, err)
		}
	})
}
