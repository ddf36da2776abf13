// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"time"

	"pratica/internal/terms"
)

// calendarDay is a day without an hour (terms.Date), or an instant.
type calendarDay interface {
	Date() (year int, month time.Month, day int)
}

// instant is a point in time (time.Time and what embeds it). It is shown as a
// clock in Rome shows it, whatever zone it carries.
type instant interface {
	In(*time.Location) time.Time
}

// Date writes a day in words: "24 novembre 2026". An instant counts as the
// day that it is in Rome.
func (p *Printer) Date(d calendarDay) string {
	year, month, day := inRome(d).Date()
	return p.T("common.format.date", "day", day, "month", p.T(fmt.Sprintf("common.month.m%d", month)), "year", year)
}

// LongDate is Date with the day of the week, for terms and sessions.
func (p *Printer) LongDate(d calendarDay) string {
	day := inRome(d)
	return p.T("common.format.long_date",
		"weekday", p.T(fmt.Sprintf("common.weekday.d%d", day.Weekday())), "date", p.Date(day))
}

// inRome returns noon of a day, or an instant on the clocks of Rome.
func inRome(d calendarDay) time.Time {
	if at, ok := d.(instant); ok {
		return at.In(terms.Rome())
	}
	year, month, day := d.Date()
	return time.Date(year, month, day, 12, 0, 0, 0, terms.Rome())
}

// DateTime writes day, hour and minute: "24 novembre 2026, ore 10:42".
func (p *Printer) DateTime(at instant) string {
	t := at.In(terms.Rome())
	return p.T("common.format.date_time", "date", p.Date(t), "time", t.Format("15:04"))
}

// Instant writes a point in time to the millisecond with its offset, where the
// exact moment has legal effect: "24 novembre 2026, ore 10:42:07,345 (+01:00)".
func (p *Printer) Instant(at instant) string {
	t := at.In(terms.Rome()).Truncate(time.Millisecond)
	return p.T("common.format.instant", "date", p.Date(t), "time", t.Format("15:04:05"),
		"ms", fmt.Sprintf("%03d", t.Nanosecond()/1e6), "offset", t.Format("-07:00"))
}
