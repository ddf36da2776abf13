// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// TestParity proves that what the program carries is complete.
func TestParity(t *testing.T) {
	c := load(t)
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	if got := c.Langs(); len(got) < 2 || got[0] != "it" {
		t.Errorf("Langs() = %v", got)
	}
}

func TestCheckFindsDifferences(t *testing.T) {
	c, err := LoadFS(fstest.MapFS{
		"it/a.yaml": file("a:\n  both: Ciao {name}\n  gone: solo qui\n  days:\n    one: un giorno\n    other: '{count} giorni di {name}'\n"),
		"en/a.yaml": file("a:\n  both: Hello {surname}\n  extra: here\n  days:\n    one: ' '\n    other: '{count} days of {name}'\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"en: a.both: arguments [surname], it has [name]",
		"en: a.days: empty",
		"en: a.gone: missing",
		"en: a.extra: not in it",
	}
	if diff := cmp.Diff(want, strings.Split(fmt.Sprint(c.Check()), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, test := range []struct {
		name, want string
		files      fstest.MapFS
	}{
		{"no default language", "no texts in the default", fstest.MapFS{"en/a.yaml": file("a: x")}},
		{"twice in two files", "written twice", fstest.MapFS{"it/a.yaml": file("a: {b: x}"), "it/b.yaml": file("a: {b: y}")}},
		{"not a text", "want a text", fstest.MapFS{"it/a.yaml": file("a: 3")}},
		{"not YAML", "it/a.yaml", fstest.MapFS{"it/a.yaml": file("a: [")}},
		{"not a language", "xx_not", fstest.MapFS{"xx_not_a_language/a.yaml": file("a: b")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := LoadFS(test.files); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// TestThirdLanguage adds Slovene, which has four plural forms, as a directory.
func TestThirdLanguage(t *testing.T) {
	c, err := LoadFS(fstest.MapFS{
		"it/a.yaml": file("days: {one: '{count} giorno', other: '{count} giorni'}\nonly: solo"),
		"sl/a.yaml": file("days: {one: '{count} dan', two: '{count} dneva', few: '{count} dnevi', other: '{count} dni'}"),
	})
	if err != nil {
		t.Fatal(err)
	}
	p := c.For("sl")
	var got []string
	for _, n := range []int{1, 2, 3, 5, 101, 1000} {
		got = append(got, p.T("days", "count", n))
	}
	want := []string{"1 dan", "2 dneva", "3 dnevi", "5 dni", "101 dan", "1.000 dni"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := p.T("only"); got != "solo" {
		t.Errorf("missing text = %q, want the default language's", got)
	}
	if got := p.T("no.such.key"); got != "no.such.key" {
		t.Errorf("missing key = %q", got)
	}
}

func TestValues(t *testing.T) {
	at := time.Date(2026, 10, 25, 0, 30, 7, 345_900_000, time.UTC) // 02:30 summer time, first of two
	day := terms.NewDate(2026, time.October, 4)
	c := load(t)
	for _, test := range []struct {
		name, it, en string
		of           func(*Printer) string
	}{
		{"date", "4 ottobre 2026", "4 October 2026", func(p *Printer) string { return p.Date(day) }},
		{"long date", "domenica 4 ottobre 2026", "Sunday 4 October 2026", func(p *Printer) string { return p.LongDate(day) }},
		{"date of an instant", "25 ottobre 2026", "25 October 2026", func(p *Printer) string { return p.Date(at.Add(-2 * time.Hour)) }},
		{"date and time", "25 ottobre 2026, ore 02:30", "25 October 2026 at 02:30", func(p *Printer) string { return p.DateTime(at) }},
		{"instant", "25 ottobre 2026, ore 02:30:07,345 (+02:00)", "25 October 2026 at 02:30:07.345 (+02:00)", func(p *Printer) string { return p.Instant(at) }},
		{"the same hour again", "25 ottobre 2026, ore 02:30:07,345 (+01:00)", "25 October 2026 at 02:30:07.345 (+01:00)", func(p *Printer) string { return p.Instant(at.Add(time.Hour)) }},
		{"money", "13.659,64\u00a0€", "€13,659.64", func(p *Printer) string { return p.Money(1365964) }},
		{"number", "1.234", "1,234", func(p *Printer) string { return p.Number(1234) }},
		{"length", "1 mese", "1 month", func(p *Printer) string { return p.Length(terms.Length{N: 1, Unit: terms.Months}) }},
		{"text of data", "Buongiorno, 4 ottobre 2026, 2,00\u00a0€", "Good morning, 4 October 2026, €2.00", func(p *Printer) string {
			return p.Fill(Text{"it": "Buongiorno, {day}, {sum}", "en": "Good morning, {day}, {sum}"}, "day", day, "sum", money.Cents(200))
		}},
		{"what is not given stays visible", "{day}", "{day}", func(p *Printer) string { return p.Fill(Text{"it": "{day}"}) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := []string{test.of(c.For("it")), test.of(c.For("en"))}
			if diff := cmp.Diff([]string{test.it, test.en}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	p := load(t).For("en")
	for _, test := range []struct {
		name, want string
		err        error
	}{
		{"ours", p.T("problem.internal"), errors.New("disk on fire")},
		{"known kind, unknown code", p.T("problem.kind.conflict"), problem.New(problem.Conflict, "x.unheard")},
		{"wrapped", p.T("problem.kind.not_found"), fmt.Errorf("x: %w", problem.New(problem.NotFound, "kind.not_found"))},
	} {
		if got := p.Error(test.err); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
