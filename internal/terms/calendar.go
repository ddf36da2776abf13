// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import "time"

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

// IsWorking tells the days on which the office works: Monday to Friday, unless
// a holiday or the patron saint.
func (c Calendar) IsWorking(d Date) bool {
	_, holiday := c.Holiday(d)
	return !holiday && d.Weekday() != time.Saturday && !c.IsPatron(d)
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
