// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pratica/tests/e2e"
)

// hearing collects what a test is told is wrong.
type hearing struct {
	testing.TB
	heard []string
}

func (h *hearing) Errorf(format string, args ...any) {
	h.heard = append(h.heard, fmt.Sprintf(format, args...))
}

// TestStops: the helper that goes by the Tab key finds what it is there to find.
func TestStops(t *testing.T) {
	t.Parallel()
	b := e2e.Start(t)
	for _, tt := range []struct{ name, page, want string }{
		{"good", `<a href="#">a</a><button>goal</button>`, ""},
		{"invisible focus", `<style>a:focus{outline:none}</style><a href="#">a</a><button>goal</button>`, "nothing shows that the focus is on"},
		{"own order", `<a href="#">a</a><a href="#" tabindex="3">b</a><button>goal</button>`, "a place of its own"},
		{"out of sight", `<a href="#" style="position:absolute;left:-9999px">a</a><button>goal</button>`, "is out of sight"},
		{"trap", `<input onkeydown="if (!window.held) { window.held = true; event.preventDefault() }"><button>goal</button>`, "trapped"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprintf(w, "<!doctype html><html lang=en><title>t</title><style>:focus-visible{outline:3px solid}</style>%s", tt.page)
			}))
			defer server.Close()
			ears := &hearing{TB: t}
			p := b.In(ears).Person(tt.name, server.URL)
			p.Goto("/")
			p.TabTo("click", "goal")
			heard := strings.Join(ears.heard, "\n")
			if (heard == "") != (tt.want == "") || !strings.Contains(heard, tt.want) {
				t.Errorf("heard %q, want %q", heard, tt.want)
			}
		})
	}
}
