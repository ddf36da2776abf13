// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office_test

import (
	"slices"
	"testing"
	"time"

	"pratica/internal/office"
	"pratica/internal/office/officetest"
	"pratica/internal/terms"
)

func TestHolidaysCountForLaterTerms(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		first := h.FirstDay()
		bridge := office.Holiday{Kind: office.Closing, From: first.AddDays(10), To: first.AddDays(12), Reason: "Delibera 3", Since: first}
		added, err := h.AddHoliday(ctx, admin, bridge)
		code(t, "closing", err, "")
		y, _, _ := first.Date()
		feast := terms.MonthDay{Month: time.June, Day: 24}
		_, err = h.AddHoliday(ctx, admin, office.Holiday{Kind: office.Patron, Feast: feast, Reason: "San Giovanni", Since: first})
		code(t, "patron", err, "")
		calendar, err := h.Calendar(ctx)
		code(t, "calendar", err, "")
		if calendar.At(first.AddDays(-1)).IsShut(bridge.From) || !calendar.At(first).IsShut(bridge.To) {
			t.Errorf("the closing counts for the wrong terms: %+v", calendar)
		}
		if day := terms.NewDate(y, time.June, 24); calendar.At(first.AddDays(-1)).IsPatron(day) || !calendar.At(first).IsPatron(day) {
			t.Errorf("the feast counts for the wrong terms: %+v", calendar)
		}
		h.Advance(72 * time.Hour)
		code(t, "remove", h.RemoveHoliday(ctx, admin, added.ID), "")
		code(t, "remove again", h.RemoveHoliday(ctx, admin, added.ID), "office.no_holiday")
		calendar, err = h.Calendar(ctx)
		code(t, "calendar", err, "")
		if !calendar.At(first).IsShut(bridge.To) || calendar.At(h.FirstDay()).IsShut(bridge.To) {
			t.Errorf("what was taken away is taken from the wrong terms: %+v", calendar)
		}
		list, err := h.Holidays(ctx, admin)
		code(t, "list", err, "")
		at := slices.IndexFunc(list, func(h office.Holiday) bool { return h.Kind == office.Patron })
		code(t, "remove the feast that stands", h.RemoveHoliday(ctx, admin, list[at].ID), "office.patron_stands")
		code(t, "remove what is none", h.RemoveHoliday(ctx, admin, "none"), "office.no_holiday")
		soon, err := h.AddHoliday(ctx, admin, office.Holiday{Kind: office.Patron, Reason: "Nessuna festa", Since: h.FirstDay()})
		code(t, "no feast any more", err, "")
		code(t, "take it back before it counts", h.RemoveHoliday(ctx, admin, soon.ID), "")
		calendar, err = h.Calendar(ctx)
		code(t, "calendar", err, "")
		if !calendar.At(h.FirstDay()).IsPatron(terms.NewDate(y, time.June, 24)) {
			t.Error("the feast ended although its end was taken back")
		}
	})
}

// TestFirstFeastIsOfTheSetUp keeps the feast of the body's data for the terms that begin before the first one of the list.
func TestFirstFeastIsOfTheSetUp(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		_, err := h.SaveBody(ctx, admin, office.Body{Name: "Ordine di Esempio", PatronMonth: 12, PatronDay: 7}, nowhere)
		code(t, "body", err, "")
		_, err = h.AddHoliday(ctx, admin, office.Holiday{Kind: office.Patron, Feast: terms.MonthDay{Month: time.March, Day: 1}, Reason: "Cambio di sede", Since: h.FirstDay()})
		code(t, "patron", err, "")
		calendar, err := h.Calendar(ctx)
		code(t, "calendar", err, "")
		if !calendar.At(h.FirstDay().AddDays(-1)).IsPatron(terms.NewDate(2027, time.December, 7)) || !calendar.At(h.FirstDay()).IsPatron(terms.NewDate(2027, time.March, 1)) {
			t.Errorf("calendar %+v", calendar)
		}
	})
}

func TestHolidaysThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *officetest.House) {
		admin := h.Administrator(t, "anna")
		first := h.FirstDay()
		for _, test := range []struct {
			name string
			is   office.Holiday
			want []string
		}{
			{"nothing", office.Holiday{}, []string{"kind", "reason", "since"}},
			{"no days", office.Holiday{Kind: office.Closing, Reason: "x", Since: first}, []string{"from", "to"}},
			{"backwards", office.Holiday{Kind: office.Closing, From: first.AddDays(2), To: first.AddDays(1), Reason: "x", Since: first}, []string{"to"}},
			{"a whole season", office.Holiday{Kind: office.Closing, From: first, To: first.AddDays(70), Reason: "x", Since: first}, []string{"to"}},
			{"past", office.Holiday{Kind: office.Closing, From: first.AddDays(-4), To: first.AddDays(-3), Reason: "x", Since: first}, []string{"to"}},
			{"for today's terms", office.Holiday{Kind: office.Closing, From: first, To: first, Reason: "x", Since: first.AddDays(-1)}, []string{"since"}},
			{"no such day", office.Holiday{Kind: office.Patron, Feast: terms.MonthDay{Month: time.February, Day: 30}, Reason: "x", Since: first}, []string{"feast"}},
		} {
			_, err := h.AddHoliday(ctx, admin, test.is)
			if got := paths(err); !slices.Equal(got, test.want) {
				t.Errorf("%s: wrong are %q, want %q (%v)", test.name, got, test.want, err)
			}
		}
		h.Official("carla")
		grant(t, h, admin, "carla", "secretariat", "")
		carla := h.Actor(t, "carla")
		_, err := h.AddHoliday(ctx, carla, office.Holiday{Kind: office.Closing, From: first, To: first, Reason: "x", Since: first})
		code(t, "an official adds", err, "office.forbidden")
		_, err = h.Holidays(ctx, carla)
		code(t, "an official lists", err, "office.forbidden")
		code(t, "an official removes", h.RemoveHoliday(ctx, carla, "x"), "office.forbidden")
	})
}
