// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package tour

import (
	"flag"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"pratica/definitions"
	"pratica/internal/casework/actions"
	"pratica/internal/casework/workflow"
	"pratica/internal/i18n"
	"pratica/internal/web/gate/gatetest"
)

var at = flag.String("at", "", "address of a demonstration that runs; none: the test starts one")

// entries are the people of the tour and what stands behind their button.
var entries = []struct{ person, start string }{
	{"applicant", "/"},
	{"secretary", "/ufficio/"},
	{"rapporteur", "/ufficio/"},
	{"board", "/ufficio/"},
	{"keeper", "/ufficio/"},
	{"lawyer", "/avvocato/"},
	{"helper", "/studio/"},
	{"administrator", "/amministrazione/"},
}

func TestTour(t *testing.T) {
	base := *at
	if base == "" {
		base = startDemo(t)
	}
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("tour page", func(t *testing.T) {
		page := newVisitor(t, base).get("/demo")
		if title := texts.For("it").T("demo.tour.title"); page.text("h1") != title {
			t.Errorf("its title is %q, want %q", page.text("h1"), title)
		}
		if got := page.attrs("button[name=person]", "value"); !slices.Equal(got, people()) {
			t.Errorf("one can be %v, want %v", got, people())
		}
	})
	seen := map[string]int{} // cases by the office's label of their state
	for _, e := range entries {
		t.Run(e.person, func(t *testing.T) {
			v := newVisitor(t, base)
			page := v.enter(e.person)
			if page.path != e.start {
				t.Errorf("one arrives at %s, want %s", page.path, e.start)
			}
			if page.text("h1") == "" {
				t.Error("the page has no title")
			}
			if e.start == "/ufficio/" {
				v.countStates(seen, texts.For("it"))
			}
		})
	}
	for label, name := range everyState(t) {
		if seen[label] == 0 {
			t.Errorf("no official sees a case in state %s (%q)", name, label)
		}
	}
	t.Logf("cases that the officials see, by state: %v", seen)
}

func people() []string {
	var all []string
	for _, e := range entries {
		all = append(all, e.person)
	}
	return all
}

// countStates goes through all cases of an official, the closed ones too, and adds them up by state.
func (v *visitor) countStates(seen map[string]int, p *i18n.Printer) {
	v.t.Helper()
	page := v.get("/ufficio/?closed")
	column := slices.Index(page.texts("thead th"), p.T("office.case.state"))
	for pages := 1; ; pages++ {
		for _, row := range page.rows() {
			seen[gatetest.TextOf(gatetest.Select(row[column], ".p-badge")[0])]++
		}
		more := page.linkNamed(p.T("office.inbox.more"))
		if more == "" || pages > 20 {
			return
		}
		page = v.get(more)
	}
}

// everyState are the states of the procedures that come with the program, by the office's label.
func everyState(t *testing.T) map[string]string {
	t.Helper()
	files, err := fs.Glob(definitions.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		source, err := fs.ReadFile(definitions.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := workflow.Parse(source, actions.Schemas())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.States {
			all[s.Office.In("it")] = file + ": " + s.Name
		}
	}
	return all
}

// enter clicks the button of a person of the tour.
func (v *visitor) enter(person string) page {
	v.t.Helper()
	form := v.get("/demo")
	button := form.one("button[name=person][value=" + person + "]")
	action := gatetest.Attr(button.Parent, "action")
	return v.ask(http.MethodPost, action, url.Values{"person": {person}})
}
