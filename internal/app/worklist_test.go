// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"pratica/internal/forms"
	"pratica/internal/web/gate/gatetest"
)

// rowsOf are the cases that a list shows.
func rowsOf(page *html.Node) []string {
	var rows []string
	for _, row := range gatetest.Select(page, "tbody tr") {
		rows = append(rows, gatetest.TextOf(row))
	}
	return rows
}

// ran is the outcome of a bulk act, once its job has done it.
func (h *house) ran(v *visitor, form url.Values) *html.Node {
	h.t.Helper()
	run := v.led("/ufficio/insieme/fai", form)
	h.drain()
	return v.get(run)
}

// An official finds a case by name, assigns it with others after a trial, finds it
// among his own, saves the list and takes it home as a file.
func TestTheListOfCases(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		admin, dario := h.staff("desk")
		_, err := h.Office.Grant(t.Context(), admin, dario.ID, "keeper", "")
		h.must(err)
		a, b := h.filed(), h.filed()
		v := h.visitor(dario)
		if rows := rowsOf(v.get("/ufficio/")); len(rows) != 2 || !strings.Contains(strings.Join(rows, "|"), a.Code) {
			t.Fatalf("the list: %q", rows)
		}
		trial := v.post("/ufficio/insieme", url.Values{"bulk": {"assign"}, "case": {a.ID, b.ID}})
		targets := gatetest.Select(trial, "input[name=target]")
		if len(targets) != 2 || len(gatetest.Select(trial, "select[name=official]")) != 1 {
			t.Fatalf("the trial: %s", gatetest.TextOf(trial))
		}
		form := url.Values{"bulk": {"assign"}, "target": {gatetest.Attr(targets[0], "value")}}
		if page := v.post("/ufficio/insieme/fai", form); len(gatetest.Select(page, "#f-official-error")) != 1 {
			t.Errorf("without an assignee: %s", gatetest.TextOf(page))
		}
		form.Set("official", dario.ID)
		if page := h.ran(v, form); len(gatetest.Select(page, ".p-badge--positive")) != 1 {
			t.Errorf("assigned: %s", gatetest.TextOf(page))
		}
		if page := h.ran(v, form); len(gatetest.Select(page, ".p-badge--negative")) != 1 {
			t.Errorf("assigned twice: %s", gatetest.TextOf(page))
		}
		mine := rowsOf(v.get("/ufficio/?assignee=me"))
		if len(mine) != 1 || !strings.Contains(mine[0], "Dario Prova") {
			t.Errorf("mine: %q", mine)
		}
		v.post("/ufficio/viste", url.Values{"name": {"Le mie"}, "query": {"assignee=me"}})
		if page := v.get("/ufficio/"); !strings.Contains(gatetest.TextOf(page), "Le mie") {
			t.Errorf("the saved list is not offered")
		}
		if page := v.post("/ufficio/viste", url.Values{"name": {" "}}); len(gatetest.Select(page, "#f-name-error")) != 1 {
			t.Errorf("a list without a name: %s", gatetest.TextOf(page))
		}
		file := gatetest.TextOf(v.get("/ufficio/elenco.csv?q=" + a.Code))
		if !strings.Contains(file, a.Code) || strings.Contains(file, b.Code) || !strings.Contains(file, ";") {
			t.Errorf("the file: %q", file)
		}
		if n, err := h.Worklist.Rebuild(t.Context()); n != 2 || err != nil {
			t.Errorf("rebuilt %d, %v", n, err)
		}
	})
}

// The list takes a name from whatever fields ask a browser for one.
func TestNameInAnApplication(t *testing.T) {
	field := func(id, token string) *forms.Field { return &forms.Field{ID: id, Autocomplete: token} }
	def := func(fields ...*forms.Field) *forms.Definition {
		return &forms.Definition{Pages: []*forms.Page{{Sections: []*forms.Section{{Fields: fields}}}}}
	}
	for _, test := range []struct {
		name    string
		def     *forms.Definition
		answers forms.Answers
		want    string
	}{
		{"a person", def(field("n", "given-name"), field("s", "family-name")), forms.Answers{"n": "Anna ", "s": "Rossi"}, "Rossi Anna"},
		{"no surname", def(field("n", "given-name"), field("s", "family-name")), forms.Answers{"n": "Anna"}, "Anna"},
		{"a body", def(field("o", "organization")), forms.Answers{"o": "Associazione Esempio"}, "Associazione Esempio"},
		{"nobody is asked", def(field("x", "")), forms.Answers{"x": "y"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := nameIn(test.def, test.answers); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
