// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package fiscal

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pratica/testpeers/conformance"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     Code
		err      error
	}{
		{name: "as printed", in: "RSSMRA80A01H501U", want: "RSSMRA80A01H501U"},
		{name: "as typed", in: " rss mra 80a01 h501u ", want: "RSSMRA80A01H501U"},
		{name: "omocodia", in: "RSSMRAULALMHRLMD", want: "RSSMRAULALMHRLMD"},
		{name: "leap day of the last century only", in: string(Compute(Person{Surname: "Bianchi", Name: "Anna", Birth: day("1964-02-29"), Sex: "F", Place: "A944"})), want: "BNCNNA64B69A944B"},
		{name: "partita IVA check", in: "12345678903", want: "12345678903"},
		{name: "numeric, wrong check", in: "12345678901", err: ErrCheck},
		{name: "numeric with a letter", in: "1234567890A", err: ErrShape},
		{name: "one digit off", in: "RSSMRA80A02H501U", err: ErrCheck},
		{name: "month letter that does not exist", in: "RSSMRA80F01H501U", err: ErrShape},
		{name: "day 32", in: "RSSMRA80A32H501" + string(check("RSSMRA80A32H501")), err: ErrDate},
		{name: "digit in the surname", in: "R5SMRA80A01H501U", err: ErrShape},
		{name: "letter outside omocodia", in: "RSSMRA8AA01H501U", err: ErrShape},
		{name: "not ASCII", in: "RSSMRÀ80A01H501U", err: ErrLength},
		{name: "short", in: "RSSMRA80A01H501", err: ErrLength},
		{name: "empty", err: ErrLength},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.in)
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("Parse(%q) = %q, %v; want %q, %v", test.in, got, err, test.want, test.err)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	for _, variant := range []Code{"RSSMRA80A01H501U", "RSSMRA80A01H50MM", "RSSMRAULALMHRLMD"} {
		if got := variant.Plain(); got != "RSSMRA80A01H501U" {
			t.Errorf("%s.Plain() = %s", variant, got)
		}
	}
	if got := Code("12345678903").Plain(); got != "12345678903" {
		t.Errorf("numeric Plain() = %s", got)
	}
}

func TestDifferences(t *testing.T) {
	mario := Person{Surname: "Rossi", Name: "Mario", Birth: day("1980-01-01"), Sex: "M", Place: "H501"}
	for _, test := range []struct {
		name string
		code Code
		edit func(*Person)
		want []string
	}{
		{name: "same", code: "RSSMRA80A01H501U"},
		{name: "same, omocodic", code: "RSSMRAULALMHRLMD"},
		{name: "numeric says nothing", code: "12345678903"},
		{name: "surname", code: "RSSMRA80A01H501U", edit: func(p *Person) { p.Surname = "Bianchi" }, want: []string{"surname"}},
		{name: "name and sex", code: "RSSMRA80A01H501U", edit: func(p *Person) { p.Name, p.Sex = "Giulia", "F" }, want: []string{"name", "sex"}},
		{name: "birth and place", code: "RSSMRA80A01H501U", edit: func(p *Person) { p.Birth, p.Place = day("1981-01-01"), "F205" }, want: []string{"birth", "place"}},
		{name: "unknown parts are not compared", code: "RSSMRA80A01H501U", edit: func(p *Person) { *p = Person{Surname: "rossi"} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := mario
			if test.edit != nil {
				test.edit(&p)
			}
			if diff := cmp.Diff(test.want, test.code.Differences(p)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNamesWithMarks(t *testing.T) {
	for _, test := range []struct{ in, surname, name string }{
		{"D'Àmico", "DMC", "DMC"},
		{"Müller Łoś", "MLL", "MLR"},
		{"Ø", "OXX", "OXX"},
		{"", "XXX", "XXX"},
	} {
		if s, n := surnamePart(test.in), namePart(test.in); s != test.surname || n != test.name {
			t.Errorf("%q = %s, %s; want %s, %s", test.in, s, n, test.surname, test.name)
		}
	}
}

// TestVectors reads codes that were computed apart from this package.
func TestVectors(t *testing.T) {
	for _, row := range conformance.Rows(t, "records", "codice-fiscale", "vectors.csv") {
		valid := row[8] == "si"
		if _, err := Parse(row[5]); (err == nil) != valid {
			t.Errorf("Parse(%s): %v, valid is %v", row[5], err, valid)
		}
		if !valid {
			continue
		}
		p := Person{Surname: row[0], Name: row[1], Birth: day(row[2]), Sex: row[3], Place: row[4]}
		if got := Compute(p); string(got) != row[5] {
			t.Errorf("Compute(%s %s) = %s, want %s", row[0], row[1], got, row[5])
		}
		for _, variant := range row[6:8] {
			c, err := Parse(variant)
			if err != nil || string(c.Plain()) != row[5] || c.Differences(p) != nil {
				t.Errorf("%s: %v, plain %s, differences %v", variant, err, c.Plain(), c.Differences(p))
			}
		}
	}
}

func day(s string) time.Time {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return at
}

func FuzzParse(f *testing.F) {
	f.Add("RSSMRA80A01H501U")
	f.Add("RSSMRAULALMHRLMD")
	f.Add("12345678903")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Parse(s)
		if err != nil {
			return
		}
		if again, err := Parse(string(c)); err != nil || again != c {
			t.Fatalf("%q became %q, which gives %q, %v", s, c, again, err)
		}
		if _, err := Parse(string(c.Plain())); err != nil {
			t.Fatalf("plain form of %q: %v", c, err)
		}
	})
}
