// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"pratica/definitions"
	"pratica/internal/audit"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

// TestThresholdByScreen: the amount of a new decree is typed, what it means is read
// and confirmed; while no application can have used it, it is taken back.
func TestThresholdByScreen(t *testing.T) {
	h := newHouse(t)
	source, err := fs.ReadFile(definitions.Files, "legal-aid-civil.yaml")
	if err != nil {
		t.Fatal(err)
	}
	by := audit.Actor{Kind: audit.Admin, ID: h.anna.ID}
	v, err := h.face.Forms.Import(t.Context(), by, "legal aid", source)
	if err == nil {
		err = h.face.Forms.Publish(t.Context(), by, v.Digest)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.face.Stakes = stakes{}
	b := h.SignedIn(t, h.anna)
	b.Get(admin.Prefix + "/soglie").One(".p-header-nav [aria-current=page]")
	at := gatetest.Attr(b.Last().One("main th a"), "href")
	const form = "section[aria-labelledby=add] form"
	first := h.face.Forms.FirstFiling()
	page := b.Get(at).Submit(form, "value", "tanto")
	see(t, page, at, http.StatusUnprocessableEntity)
	for _, id := range []string{"#f-from", "#f-value", "#f-act"} {
		page.One(id + "[aria-invalid=true]")
	}
	page = page.Submit(form, append(dateParts("from", first.AddDays(-5)), "value", "14.001,50", "act", "D.M. di prova")...)
	see(t, page, at, http.StatusOK)
	told := strings.Join(page.Texts("main li"), " ")
	for _, want := range []string{"13.659,64", "14.001,50", "una per una", "Finora sono 4"} {
		if !strings.Contains(told, want) {
			t.Errorf("the effect does not say %q: %s", want, told)
		}
	}
	see(t, page.Submit(".p-question"), at, http.StatusOK)
	s, err := h.face.Forms.SeriesOf(t.Context(), "patrocinio-civile", "income_limit")
	if row, ok := s.On(first); err != nil || !ok || row.Value != int64(1400150) || row.Act != "D.M. di prova" {
		t.Errorf("saved %+v, error %v", row, err)
	}
	y, m, d := first.Date()
	page = b.Get(at + "?day.day=" + strconv.Itoa(d) + "&day.month=" + strconv.Itoa(int(m)) + "&day.year=" + strconv.Itoa(y))
	if got := page.Text("[role=status]"); !strings.Contains(got, "14.001,50") {
		t.Errorf("the page answers %q", got)
	}
	page = b.Get(gatetest.Attr(page.One("td a"), "href"))
	see(t, page.Submit(".p-question"), at, http.StatusOK)
	if s, err = h.face.Forms.SeriesOf(t.Context(), "patrocinio-civile", "income_limit"); err != nil || len(s.Rows) != 2 {
		t.Errorf("after it was taken back: %+v, error %v", s.Rows, err)
	}
}
