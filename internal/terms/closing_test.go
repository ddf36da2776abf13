// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms_test

import (
	"testing"
	"time"

	"pratica/internal/terms"
)

// TestWhatTheBodyDecidesLater counts the same terms before and after the body
// closes some days: those that had begun keep their date.
func TestWhatTheBodyDecidesLater(t *testing.T) {
	day := func(m time.Month, d int) terms.Date { return terms.NewDate(2026, m, d) }
	bridge := terms.Shut{From: day(time.May, 4), To: day(time.May, 6), Since: day(time.April, 28)}
	forgotten := bridge
	forgotten.Until = day(time.April, 29)
	workdays := terms.Rule{Length: terms.Length{N: 5, Unit: terms.Workday}}
	calendarDays := terms.Rule{Length: terms.Length{N: 7, Unit: terms.Days}}
	feast := terms.Rule{Length: terms.Length{N: 7, Unit: terms.Days}, Patron: true}
	may4 := terms.Patronage{Since: day(time.April, 28), Feast: terms.MonthDay{Month: time.May, Day: 4}}
	for _, test := range []struct {
		name     string
		rule     terms.Rule
		calendar terms.Calendar
		start    terms.Date
		want     terms.Date
	}{
		{"nothing closed", workdays, terms.Calendar{}, day(time.April, 28), day(time.May, 6)},
		{"begun before it was decided", workdays, terms.Calendar{Closings: []terms.Shut{bridge}}, day(time.April, 27), day(time.May, 5)},
		{"begun afterwards", workdays, terms.Calendar{Closings: []terms.Shut{bridge}}, day(time.April, 28), day(time.May, 11)},
		{"begun while it stood", workdays, terms.Calendar{Closings: []terms.Shut{forgotten}}, day(time.April, 28), day(time.May, 11)},
		{"begun after it was taken away", workdays, terms.Calendar{Closings: []terms.Shut{forgotten}}, day(time.April, 29), day(time.May, 7)},
		{"days of the calendar do not care", calendarDays, terms.Calendar{Closings: []terms.Shut{bridge}}, day(time.April, 28), day(time.May, 5)},
		{"patron decided later", feast, terms.Calendar{Patrons: []terms.Patronage{may4}}, day(time.April, 27), day(time.May, 4)},
		{"patron of before", feast, terms.Calendar{Patron: terms.MonthDay{Month: time.May, Day: 4}}, day(time.April, 27), day(time.May, 5)},
		{"patron in force", feast, terms.Calendar{Patrons: []terms.Patronage{may4}}, day(time.April, 28), day(time.May, 5)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := terms.Compute(test.rule, test.calendar, []terms.Event{{Kind: terms.Start, On: test.start}})
			if got.Due != test.want {
				t.Errorf("due on %s, want %s", got.Due, test.want)
			}
		})
	}
}

func TestNationalHolidaysOfAYear(t *testing.T) {
	list := terms.National(2026)
	if len(list) != 13 || list[0].Name != "new_year" || list[3].Name != "easter_monday" || list[8].Name != "st_francis" {
		t.Errorf("2026 has %d festivities: %v", len(list), list)
	}
}
