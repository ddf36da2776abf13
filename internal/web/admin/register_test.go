// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/web/gate/gatetest"
)

const filterForm = "form.p-filters"

// record writes acts as other rooms do.
func (h *house) record(t *testing.T, entries ...audit.Entry) {
	t.Helper()
	if err := h.DB.Update(t.Context(), func(tx *database.Tx) error { return h.Audit.Record(t.Context(), tx, entries...) }); err != nil {
		t.Fatal(err)
	}
}

func TestRegisterSpeaksOfPeopleAndDeeds(t *testing.T) {
	h := newHouse(t)
	p := h.Official(t, "carla@ente.example", "secretariat", h.anna)
	const id = "0190aaaa-0000-7000-8000-000000000001"
	h.record(t,
		audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Applicant, ID: id}, Action: "application.filed", Subject: id},
		audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.System, ID: "casework"}, Action: "case.open", Subject: id},
		audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Official, ID: p.ID}, Action: audit.Read, Subject: id},
		audit.Entry{Chain: audit.CaseChain(id), Actor: audit.Actor{Kind: audit.Official, ID: p.ID}, Action: "case.take", Subject: id, Detail: map[string]string{"for": h.bruno.ID}},
		audit.Entry{Chain: audit.AdminChain, Actor: audit.Actor{Kind: audit.System, ID: "odd"}, Action: "odd", Subject: "x"},
	)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/registro?chain=" + id)
	rows := page.All(".p-table tbody tr")
	if len(rows) != 4 {
		t.Fatalf("%d acts of the case", len(rows))
	}
	var shown [][]string
	for _, row := range rows {
		var cells []string
		for _, c := range gatetest.Select(row, ".p-cell") {
			cells = append(cells, gatetest.TextOf(c))
		}
		shown = append(shown, cells)
	}
	for i, want := range [][]string{ // the newest first
		{p.Name, "ha agito sulla pratica (case.take)", "Pratica " + id, "al posto di: " + h.bruno.Name},
		{p.Name, "ha letto la pratica (read)", "Pratica " + id, ""},
		{"Sistema casework", "ha aperto la pratica (case.open)", "Pratica " + id, ""},
		{"Richiedente", "ha presentato la domanda (application.filed)", "Pratica " + id, ""},
	} {
		if !slices.Equal(shown[i][1:], want) {
			t.Errorf("act %d: %q, want %q", i, shown[i][1:], want)
		}
	}
	page = b.Get("/amministrazione/registro?lang=en&action=office.granted")
	cells := page.Texts(".p-table tbody .p-cell")
	if len(cells) != 15 || !slices.Contains(cells, p.Name) || !strings.HasSuffix(cells[2], "(office.granted)") || !strings.HasSuffix(cells[4], "; role: Secretariat; office: All offices") {
		t.Errorf("the grant of a role is shown as %q", cells)
	}
	if got := b.Get("/amministrazione/registro?action=odd").Texts(".p-table tbody .p-cell"); got[1] != "System odd" || got[2] != "odd" {
		t.Errorf("what has no words is shown as %q", got)
	}
}

// TestEveryActIsWorded goes through what the register offers, in both languages.
func TestEveryActIsWorded(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	for _, lang := range []string{"it", "en"} {
		for _, o := range b.Get("/amministrazione/registro?lang=" + lang).All("#f-action option") {
			if code := gatetest.Attr(o, "value"); code != "" && !strings.HasSuffix(gatetest.TextOf(o), " ("+code+")") {
				t.Errorf("%s: %s has no words", lang, code)
			}
		}
	}
}

func TestRegisterFilters(t *testing.T) {
	h := newHouse(t)
	p := h.Official(t, "carla@ente.example", "secretariat", h.anna)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/registro")
	if page.Has("details[open]") || !page.Has(".p-table") {
		t.Error("the filters are open, or nothing is shown, before anything is asked")
	}
	page = page.Submit(filterForm, "actor", p.ID)
	for _, row := range page.All(".p-table tbody tr") {
		if got := gatetest.TextOf(gatetest.Select(row, ".p-cell")[1]); got != p.Name {
			t.Errorf("acts of somebody else: %q", got)
		}
	}
	page.One("details[open]")
	if got := gatetest.Attr(page.One("#f-actor option[selected]"), "value"); got != p.ID {
		t.Errorf("the filter shows %q", got)
	}
	// An administrator is the same person before and after the appointment.
	all := b.Get("/amministrazione/registro?actor=" + h.anna.ID)
	var kinds []string
	for _, c := range all.Texts(".p-table tbody .p-cell") {
		if strings.HasSuffix(c, "(identity.activated)") || strings.HasSuffix(c, "(office.granted)") {
			kinds = append(kinds, c)
		}
	}
	if len(kinds) != 2 {
		t.Errorf("found %q: acts as official and as administrator belong together", kinds)
	}
	// Who is not in the list any more can still be asked for.
	if got := b.Get("/amministrazione/registro?actor=nessuno").Texts("#f-actor option[selected]"); !slices.Equal(got, []string{"nessuno"}) {
		t.Errorf("the filter shows %q", got)
	}
	page = b.Get("/amministrazione/registro?actor=system")
	if rows := len(page.All(".p-table tbody tr")); rows == 0 || page.Has(".p-empty") {
		t.Errorf("%d acts of the system", rows)
	}
	page = b.Get("/amministrazione/registro?action=nothing")
	page.One(".p-empty a[href=/amministrazione/registro]")
}

func TestRegisterDays(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	day := func(name, d, m, y string) url.Values {
		return url.Values{name + ".day": {d}, name + ".month": {m}, name + ".year": {y}}
	}
	for _, tt := range []struct {
		name   string
		query  url.Values
		status int
		found  bool
	}{
		{"that day", day("from", "24", "11", "2026"), http.StatusOK, true},
		{"up to that day, included", day("to", "24", "11", "2026"), http.StatusOK, true},
		{"from the next", day("from", "25", "11", "2026"), http.StatusOK, false},
		{"up to the day before", day("to", "23", "11", "2026"), http.StatusOK, false},
		{"no such day", day("from", "31", "2", "2026"), http.StatusUnprocessableEntity, false},
	} {
		page := b.Get("/amministrazione/registro?" + tt.query.Encode())
		if page.Status != tt.status || page.Has(".p-table") != tt.found {
			t.Errorf("%s: status %d, acts shown: %v", tt.name, page.Status, page.Has(".p-table"))
		}
		if tt.status != http.StatusOK && (!page.Has("input[name=from.day][aria-invalid=true]") || gatetest.Attr(page.One("input[name=from.day]"), "value") != "31") {
			t.Errorf("%s: not said at its field, or not kept", tt.name)
		}
	}
}

func TestPagesOfTheRegister(t *testing.T) {
	h := newHouse(t)
	var entries []audit.Entry
	for range 150 {
		entries = append(entries, audit.Entry{Chain: audit.CaseChain("x"), Actor: audit.Actor{Kind: audit.System, ID: "test"}, Action: "case.tick", Subject: "x"})
	}
	h.record(t, entries...)
	b := h.SignedIn(t, h.anna)
	page, total := b.Get("/amministrazione/registro?chain=x"), 0
	for {
		total += len(page.All(".p-table tbody tr"))
		next := nextPage(page)
		if next == "" {
			break
		}
		page = b.Get(next)
	}
	if total != 150 {
		t.Errorf("%d acts on all pages, want 150", total)
	}
	for _, odd := range []string{"at=x&in=y&seq=z", "at=2026-11-24T09%3A00%3A00Z&in=case%2Fx&seq=z"} {
		if page := b.Get("/amministrazione/registro?" + odd); page.Status != http.StatusOK {
			t.Errorf("%s: status %d", odd, page.Status)
		}
	}
}

func TestMessages(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	b.Get("/amministrazione/messaggi").One(".p-empty")
	for range 60 {
		h.send(t, "carla@ente.example")
	}
	page := b.Get("/amministrazione/messaggi")
	if rows := len(page.All(".p-table tbody tr")); rows != 50 || len(page.All(".p-table .p-badge")) != 50 {
		t.Errorf("%d messages", rows)
	}
	if rows := len(b.Get(nextPage(page)).All(".p-table tbody tr")); rows != 10 {
		t.Errorf("%d messages on the second page", rows)
	}
	for _, lang := range []string{"it", "en"} {
		p := h.Texts.For(lang)
		for _, s := range []delivery.State{delivery.StateQueued, delivery.StateDeferred, delivery.StateSent, delivery.StateFailed, delivery.StateBounced} {
			if !p.Has("admin.mail.state_" + string(s)) {
				t.Errorf("%s: no word for a message that is %s", lang, s)
			}
		}
	}
}

func (h *house) send(t *testing.T, to string) {
	t.Helper()
	err := h.DB.Update(t.Context(), func(tx *database.Tx) error {
		_, err := h.delivery.Send(t.Context(), tx, delivery.Message{
			Owner: "admin", To: to, Lang: "it", Template: "password_reset",
			Args: map[string]string{"name": "Carla", "link": "https://sportello.example/x", "expires": "domani"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
