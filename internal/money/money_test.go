// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package money

import (
	"errors"
	"math"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		in   string
		want Cents
		err  error
	}{
		{in: "0", want: 0},
		{in: "12", want: 1200},
		{in: "1234.56", want: 123456},
		{in: "1234,5", want: 123450},
		{in: "1.234", want: 123400},
		{in: "1.234.567", want: 123456700},
		{in: "1.234,56", want: 123456},
		{in: "1,234.56", want: 123456},
		{in: "1,234,567", want: 123456700},
		{in: " € 13.659,64 ", want: 1365964},
		{in: "13 659,64 EUR", want: 1365964},
		{in: "1\u00a0234,56\u00a0€", want: 123456},
		{in: "-5,00", want: -500},
		{in: "\u22125", want: -500},
		{in: "€ -5", want: -500},
		{in: "92233720368547758,06", want: math.MaxInt64 - 1},
		{in: "1,234", err: ErrAmbiguous},
		{in: "", err: ErrSyntax},
		{in: "€", err: ErrSyntax},
		{in: ",50", err: ErrSyntax},
		{in: "12.34.56", err: ErrSyntax},
		{in: "1.23,45", err: ErrSyntax},
		{in: "1.234,567", err: ErrSyntax},
		{in: "12e3", err: ErrSyntax},
		{in: "--5", err: ErrSyntax},
		{in: "+5", err: ErrSyntax},
		{in: "99999999999999999999", err: ErrRange},
	} {
		got, err := Parse(test.in)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("Parse(%q) = %d, %v; want %d, %v", test.in, got, err, test.want, test.err)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		lang string
		in   Cents
		want string
	}{
		{"it", 1365964, "13.659,64\u00a0€"},
		{"it", 123456, "1.234,56\u00a0€"},
		{"en", 1365964, "€13,659.64"},
		{"de", -5, "-0,05\u00a0€"},
		{"en", -123400, "-€1,234.00"},
		{"??", 100, "1,00\u00a0€"},
		{"en", math.MinInt64, "-€92,233,720,368,547,758.08"},
	} {
		if got := test.in.Format(test.lang); got != test.want {
			t.Errorf("%d in %s = %q, want %q", test.in, test.lang, got, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.234,56", "-0.05", "1 000", "€ 3", "1,234"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Parse(s)
		if err != nil {
			return
		}
		for _, text := range []string{c.String(), c.Format("it"), c.Format("en")} {
			if back, err := Parse(text); err != nil || back != c {
				t.Fatalf("Parse(%q) = %d; %q reads back as %d, %v", s, c, text, back, err)
			}
		}
	})
}
