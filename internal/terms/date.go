// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package terms

import (
	"cmp"
	"fmt"
	"time"
	_ "time/tzdata" // legal days must not depend on the machine's files
)

// Date is a civil day. The zero value is no day.
type Date struct {
	year  int
	month time.Month
	day   int
}

var rome = mustZone("Europe/Rome")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // tzdata is linked in
	}
	return zone
}

// Rome is the zone in which legal days begin and end.
func Rome() *time.Location { return rome }

// NewDate returns a day; days beyond the month carry over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return civil(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the day that it is in Rome at an instant.
func DateOf(at time.Time) Date { return civil(at.In(rome)) }

func civil(at time.Time) Date {
	year, month, day := at.Date()
	return Date{year, month, day}
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("terms: not a date: %w", err)
	}
	return civil(at), nil
}

// String writes "2006-01-02"; the zero date is empty.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Date returns the parts of the day.
func (d Date) Date() (year int, month time.Month, day int) { return d.year, d.month, d.day }

// IsZero tells that there is no day.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) utc() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// End is the first instant after the day in Rome.
func (d Date) End() time.Time { return time.Date(d.year, d.month, d.day+1, 0, 0, 0, 0, rome) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays moves by calendar days.
func (d Date) AddDays(n int) Date { return NewDate(d.year, d.month, d.day+n) }

// AddMonths moves to the same day of another month, or to its last day when it
// has no such day (c.c. art. 2963 c. 4 and 5).
func (d Date) AddMonths(n int) Date {
	last := NewDate(d.year, d.month+time.Month(n)+1, 0)
	return NewDate(last.year, last.month, min(d.day, last.day))
}

// Compare orders days: negative when d comes first.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.year, e.year), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

// Before tells that d comes before e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After tells that d comes after e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// DaysUntil counts the days after d up to and including e.
func (d Date) DaysUntil(e Date) int { return int(e.utc().Sub(d.utc()) / (24 * time.Hour)) }

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
