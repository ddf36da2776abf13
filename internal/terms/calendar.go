// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"slices"
	"time"
)

// Holiday names a festivity; its words are the text "terms.holiday.<name>".
type Holiday string

// Days that are holidays for a reason other than a national festivity.
const (
	Sunday   Holiday = "sunday"
	Saturday Holiday = "saturday" // for procedural acts and working days only
	Patron   Holiday = "patron"
	Summer   Holiday = "summer" // where the rule knows the summer suspension
)

// MonthDay is a day that returns every year, such as a patron saint's.
type MonthDay struct {
	Month time.Month
	Day   int
}

// Calendar knows which days are holidays for one body. The zero value knows
// the national ones.
type Calendar struct {
	// Patron is the feast of the patron saint of the body's municipality. It
	// closes the office; it moves a term only where the rule says so.
	Patron MonthDay
	// Patrons and Closings are what the body decided later. Each names the terms
	// that know it; see [Calendar.At].
	Patrons  []Patronage
	Closings []Shut
}

// Patronage is a patron saint's feast for the terms that begin from a day on.
// The zero feast is none.
type Patronage struct {
	Since Date
	Feast MonthDay
}

// Shut is a time in which the office is closed, both days included, for the
// terms that begin from Since on and, unless it is zero, before Until.
type Shut struct {
	From, To     Date
	Since, Until Date
}

// At is the calendar of a term that begins on a day. A term that was counted and
// told to somebody keeps its date: what the body decides afterwards is for the
// terms that begin afterwards.
func (c Calendar) At(begun Date) Calendar {
	at := Calendar{Patron: c.Patron}
	last := Date{}
	for _, p := range c.Patrons {
		if !begun.Before(p.Since) && !p.Since.Before(last) {
			at.Patron, last = p.Feast, p.Since
		}
	}
	for _, s := range c.Closings {
		if !begun.Before(s.Since) && (s.Until.IsZero() || begun.Before(s.Until)) {
			at.Closings = append(at.Closings, s)
		}
	}
	return at
}

// fixed holds the festivities of L. 260/1949 as amended (6 January again since
// DPR 792/1985; 2 June again since L. 336/2000).
var fixed = map[MonthDay]Holiday{
	{time.January, 1}:   "new_year",
	{time.January, 6}:   "epiphany",
	{time.April, 25}:    "liberation",
	{time.May, 1}:       "labour",
	{time.June, 2}:      "republic",
	{time.August, 15}:   "assumption",
	{time.November, 1}:  "all_saints",
	{time.December, 8}:  "immaculate",
	{time.December, 25}: "christmas",
	{time.December, 26}: "st_stephen",
}

// Holiday tells whether a day is a national festivity or a Sunday, and which.
func (c Calendar) Holiday(d Date) (Holiday, bool) {
	if name, ok := fixed[MonthDay{d.month, d.day}]; ok {
		return name, true
	}
	if name, ok := movable(d); ok {
		return name, true
	}
	return Sunday, d.Weekday() == time.Sunday
}

// movable holds what depends on the year.
func movable(d Date) (Holiday, bool) {
	easter := Easter(d.year)
	switch {
	case d == easter:
		return "easter", true
	case d == easter.AddDays(1):
		return "easter_monday", true
	case d.month == time.October && d.day == 4 && d.year >= 2026: // L. 151/2025
		return "st_francis", true
	case d == (Date{2011, time.March, 17}): // DL 5/2011: for that year only
		return "unity", true
	default:
		return "", false
	}
}

// IsPatron tells the feast of the patron saint.
func (c Calendar) IsPatron(d Date) bool {
	return c.Patron == MonthDay{d.month, d.day}
}

// IsShut tells the days on which the body itself closes the office.
func (c Calendar) IsShut(d Date) bool {
	return slices.ContainsFunc(c.Closings, func(s Shut) bool { return !d.Before(s.From) && !d.After(s.To) })
}

// IsWorking tells the days on which the office works: Monday to Friday, unless
// a holiday, the patron saint, or a day on which the body closes.
func (c Calendar) IsWorking(d Date) bool {
	_, holiday := c.Holiday(d)
	return !holiday && d.Weekday() != time.Saturday && !c.IsPatron(d) && !c.IsShut(d)
}

// Named is a day of a calendar with the name of its festivity.
type Named struct {
	Day  Date
	Name Holiday
}

// National lists the national festivities of a year, in their order.
func National(year int) []Named {
	var list []Named
	for d := NewDate(year, time.January, 1); d.year == year; d = d.AddDays(1) {
		if name, ok := (Calendar{}).Holiday(d); ok && name != Sunday {
			list = append(list, Named{d, name})
		}
	}
	return list
}

// Easter is the Sunday of Easter in the Gregorian calendar (computus of Meeus,
// Jones and Butcher).
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	n := h + l - 7*m
	month := (n + 90) / 25
	day := (n + 33*month + 19) % 32
	return Date{year, time.Month(month), day}
}
