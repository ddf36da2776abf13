// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pratica/internal/terms"
)

var stamp = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

func event(summary string) Event {
	return Event{
		UID: "answer.0190@sportello.example", Day: terms.NewDate(2026, 12, 31), Summary: summary, Text: "prima; dopo, \\ e\nriga",
		Link: "https://sportello.example/domanda/0190", Stamp: stamp, Sequence: 3, Before: []int{3, 1},
	}
}

// unfold reads the lines of a file as a calendar program does.
func unfold(t testing.TB, file []byte) []string {
	t.Helper()
	var lines []string
	for raw := range strings.SplitSeq(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(raw) > maxLine || strings.ContainsAny(raw, "\r\n") || !utf8.ValidString(raw) {
			t.Errorf("line %q", raw)
		}
		if folded, ok := strings.CutPrefix(raw, " "); ok && len(lines) > 0 {
			lines[len(lines)-1] += folded
			continue
		}
		lines = append(lines, raw)
	}
	return lines
}

func TestFile(t *testing.T) {
	lines := strings.Join(unfold(t, File("Ordine", []Event{event(strings.Repeat("perché ", 30))})), "\n")
	for _, want := range []string{
		"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20261124T093000Z", "SEQUENCE:3", "TRIGGER:-P2DT15H", "TRIGGER:-PT15H",
		`DESCRIPTION:prima\; dopo\, \\ e\nriga`, "SUMMARY:" + strings.Repeat("perché ", 30), "UID:answer.0190@sportello.example",
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %q in:\n%s", want, lines)
		}
	}
	if !bytes.Equal(File("x", []Event{event("a")}), File("x", []Event{event("a")})) {
		t.Error("the same events give other bytes")
	}
}

// FuzzFile: whatever a definition or a person wrote, the file stays one event.
func FuzzFile(f *testing.F) {
	f.Add("Risposta")
	f.Add("a\r\nEND:VEVENT\r\nBEGIN:VEVENT")
	f.Add(strings.Repeat("è", 200))
	f.Add("\xff\xfe;,\\")
	f.Fuzz(func(t *testing.T, summary string) {
		begins := 0
		for _, l := range unfold(t, File(summary, []Event{event(summary)})) {
			if l == "BEGIN:VEVENT" {
				begins++
			}
			if !strings.Contains(l, ":") {
				t.Errorf("line %q has no value", l)
			}
		}
		if begins != 1 {
			t.Errorf("%d events", begins)
		}
	})
}
