// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ical

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/terms"
)

// MediaType is that of a calendar file.
const MediaType = "text/calendar; charset=utf-8"

// Event is a day to remember.
type Event struct {
	UID      string
	Day      terms.Date
	Summary  string
	Text     string
	Link     string
	Stamp    time.Time // when it last changed
	Sequence int64     // grows at each change
	Before   []int     // days before on which to remind, at nine in the morning
}

// File is a calendar with events, in the order given.
func File(product string, events []Event) []byte {
	var b writer
	b.line("BEGIN", "VCALENDAR")
	b.line("VERSION", "2.0")
	b.line("PRODID", text("-//"+product+"//Pratica//IT"))
	b.line("CALSCALE", "GREGORIAN")
	b.line("METHOD", "PUBLISH")
	for _, e := range events {
		b.event(e)
	}
	b.line("END", "VCALENDAR")
	return []byte(b.String())
}

type writer struct{ strings.Builder }

func (b *writer) event(e Event) {
	b.line("BEGIN", "VEVENT")
	b.line("UID", text(e.UID))
	b.line("DTSTAMP", e.Stamp.UTC().Format("20060102T150405Z"))
	b.line("SEQUENCE", fmt.Sprint(e.Sequence))
	b.line("DTSTART;VALUE=DATE", day(e.Day))
	b.line("DTEND;VALUE=DATE", day(e.Day.AddDays(1))) // the day after: the end is exclusive
	b.line("SUMMARY", text(e.Summary))
	if e.Text != "" {
		b.line("DESCRIPTION", text(e.Text))
	}
	if e.Link != "" {
		b.line("URL", e.Link)
	}
	b.line("TRANSP", "TRANSPARENT") // a term does not make its reader busy
	b.line("CLASS", "PRIVATE")
	for _, n := range e.Before {
		b.alarm(e, n)
	}
	b.line("END", "VEVENT")
}

// alarm rings at nine in the morning, n days before: fifteen hours after the
// midnight of the day before that.
func (b *writer) alarm(e Event, n int) {
	trigger := "PT9H"
	if n > 0 {
		trigger = fmt.Sprintf("-P%dDT15H", n-1)
	}
	if n == 1 {
		trigger = "-PT15H"
	}
	b.line("BEGIN", "VALARM")
	b.line("ACTION", "DISPLAY")
	b.line("DESCRIPTION", text(e.Summary))
	b.line("TRIGGER", trigger)
	b.line("END", "VALARM")
}

func day(d terms.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// text escapes a value of type TEXT (RFC 5545, 3.3.11); other control characters
// have no place in one.
func text(s string) string {
	s = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// maxLine is the longest line in bytes, without its end (RFC 5545, 3.1).
const maxLine = 75

// line writes a property, folded between characters.
func (b *writer) line(name, value string) {
	rest, room := name+":"+value, maxLine
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		b.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], maxLine-1 // the blank counts
	}
	b.WriteString(rest + "\r\n")
}
