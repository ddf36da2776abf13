// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/i18n"
	"pratica/internal/terms"
	"pratica/internal/web/gate/gatetest"
)

// stakes are the terms of an invented procedure.
type stakes struct{}

func (stakes) Stakes(context.Context) ([]casework.Stake, error) {
	term := i18n.Text{"it": "Risposta", "en": "Answer"}
	return []casework.Stake{{Procedure: "prova", Running: 3, Workdays: []i18n.Text{term}, Patron: []i18n.Text{term}}, {Procedure: "altra", Running: 4}}, nil
}

func (stakes) OpenCasesOf(context.Context, string) (int, error) { return 12, nil }

func (stakes) FiledBetween(_ context.Context, _ string, from, to terms.Date) (int, error) {
	return from.DaysUntil(to), nil
}

const (
	closingForm = "section[aria-labelledby=closing] form"
	feastForm   = "section[aria-labelledby=patron] form"
)

// dateParts fills the three boxes of a date.
func dateParts(name string, day terms.Date) []string {
	y, m, d := day.Date()
	return []string{name + ".day", strconv.Itoa(d), name + ".month", strconv.Itoa(int(m)), name + ".year", strconv.Itoa(y)}
}

func TestHolidaysAreExplainedAndAdded(t *testing.T) {
	h := newHouse(t)
	h.face.Stakes = stakes{}
	b := h.SignedIn(t, h.anna)
	first := h.Office.FirstDay()
	page := b.Get("/amministrazione/festivi")
	page = page.Submit(closingForm, dateParts("from", terms.NewDate(2026, 2, 31))...)
	see(t, page, "/amministrazione/festivi", http.StatusUnprocessableEntity)
	values := append(append(dateParts("from", first.AddDays(5)), dateParts("to", first.AddDays(6))...), "reason", "Chiusura di prova")
	page = page.Submit(closingForm, values...)
	see(t, page, "/amministrazione/festivi", http.StatusOK)
	told := strings.Join(page.Texts("main li"), " ")
	for _, want := range []string{"7 pratiche", "Risposta", "(3)"} {
		if !strings.Contains(told, want) {
			t.Errorf("the effect does not say %q: %s", want, told)
		}
	}
	page = page.Submit(".p-question")
	see(t, page, "/amministrazione/festivi", http.StatusOK)
	calendar, err := h.Office.Calendar(t.Context())
	if err != nil || !calendar.At(first).IsShut(first.AddDays(5)) || calendar.At(first.AddDays(-1)).IsShut(first.AddDays(5)) {
		t.Errorf("calendar %+v, error %v", calendar, err)
	}
	page = b.Get(gatetest.Attr(page.One("td a"), "href"))
	see(t, page.Submit(".p-question"), "/amministrazione/festivi", http.StatusOK)
	calendar, err = h.Office.Calendar(t.Context())
	if err != nil || calendar.At(first.AddDays(9)).IsShut(first.AddDays(5)) {
		t.Errorf("after it was removed: %+v, error %v", calendar, err)
	}
}

func TestPatronByScreen(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/festivi").Submit(feastForm, "patron_day", "31", "patron_month", "2")
	see(t, page, "/amministrazione/festivi", http.StatusUnprocessableEntity)
	page.One("#f-patron_day[aria-invalid=true]")
	page.One("#f-patron_reason[aria-invalid=true]")
	page = page.Submit(feastForm, "patron_day", "24", "patron_month", "6", "patron_reason", "San Giovanni")
	see(t, page, "/amministrazione/festivi", http.StatusOK)
	see(t, page.Submit(".p-question"), "/amministrazione/festivi", http.StatusOK)
	calendar, err := h.Office.Calendar(t.Context())
	if err != nil || !calendar.At(h.Office.FirstDay()).IsPatron(terms.NewDate(2027, 6, 24)) {
		t.Errorf("calendar %+v, error %v", calendar, err)
	}
}
