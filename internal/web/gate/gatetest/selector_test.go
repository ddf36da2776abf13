// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package gatetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestSelect(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<main id="main"><p class="a b">one</p><form action="/x.y"><input name="q" checked><p class="b">two</p></form></main>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		selector string
		want     []string
	}{
		{"p", []string{"p", "p"}},
		{"#main", []string{"main"}},
		{".b", []string{"p", "p"}},
		{"p.a.b", []string{"p"}},
		{"main form .b", []string{"p"}},
		{"form[action=/x.y] [name=q][checked]", []string{"input"}},
		{"[name]", []string{"input"}},
		{"form .a", nil},
		{"[name=]", nil},
	} {
		var got []string
		for _, n := range Select(root, tt.selector) {
			got = append(got, n.Data)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.selector, diff)
		}
	}
}
