// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import "time"

// Add moves a day by a length, the first day excluded, without moving the last
// one when it is a holiday.
func (c Calendar) Add(from Date, l Length) Date {
	switch l.Unit {
	case Months:
		return from.AddMonths(l.N)
	case Workday:
		for n := l.N; n > 0; {
			from = from.AddDays(1)
			if c.IsWorking(from) {
				n--
			}
		}
		return from
	default:
		return from.AddDays(l.N)
	}
}

// counts tells whether a day counts towards the term.
func (c *clock) counts(d Date) bool {
	if c.rule.Length.Unit == Workday && !c.calendar.IsWorking(d) {
		return false
	}
	return !c.inSummer(d)
}

func (c *clock) inSummer(d Date) bool { return c.rule.Summer && d.month == time.August }

// counted is how many days of the term are gone after from, up to and
// including to.
func (c *clock) counted(from, to Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.counts(d) {
			n++
		}
	}
	return n
}

// raw is the day on which the last day of the term falls.
func (c *clock) raw() Date {
	d := c.from
	for left := c.left; left > 0; {
		d = d.AddDays(1)
		if c.counts(d) {
			left--
		}
	}
	return d
}

// due is the last good day as things stand.
func (c *clock) due() Date { return c.shift(c.raw(), false) }

// shift moves a last day that is a holiday to the next one that is none
// (c.c. art. 2963 c. 3).
func (c *clock) shift(d Date, explain bool) Date {
	for {
		name, norm, move := c.moves(d)
		if !move {
			return d
		}
		next := d.AddDays(1)
		if name == Summer {
			next = NewDate(d.year, time.September, 1)
		}
		if explain {
			c.step("shift", d, norm, "date", d, "holiday", name, "next", next)
		}
		d = next
	}
}

func (c *clock) moves(d Date) (name Holiday, norm string, move bool) {
	if name, ok := c.calendar.Holiday(d); ok {
		return name, "c.c. art. 2963 c. 3", true
	}
	if c.rule.Patron && c.calendar.IsPatron(d) {
		return Patron, c.rule.Norm, true
	}
	if c.rule.Procedural && d.Weekday() == time.Saturday {
		return Saturday, "c.p.c. art. 155 c. 5", true
	}
	if c.inSummer(d) { // a stop that ended in August with no day left
		return Summer, "L. 742/1969 art. 1", true
	}
	return "", "", false
}

// explainSummer leaves a step for each August that the days from c.from to raw
// went over.
func (c *clock) explainSummer(raw Date) {
	if !c.rule.Summer {
		return
	}
	for year := c.from.year; year <= raw.year; year++ {
		first, last := NewDate(year, time.August, 1), NewDate(year, time.August, 31)
		if last.After(c.from) && first.Before(raw) {
			c.step("summer", first, "L. 742/1969 art. 1", "first", first, "last", last)
		}
	}
}

// lengthLeft is what is left, in the unit in which it is counted.
func (c *clock) lengthLeft() Length {
	if c.rule.Length.Unit == Workday {
		return Length{c.left, Workday}
	}
	return Length{c.left, Days}
}
