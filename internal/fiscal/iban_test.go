// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package fiscal

import (
	"errors"
	"testing"
)

func TestParseIBAN(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     IBAN
		err      error
	}{
		{name: "Italian, as printed", in: "IT60 X054 2811 1010 0000 0123 456", want: "IT60X0542811101000000123456"},
		{name: "lower case", in: "it60x0542811101000000123456", want: "IT60X0542811101000000123456"},
		{name: "San Marino", in: "SM86U0322509800000000270100", want: "SM86U0322509800000000270100"},
		{name: "German", in: "DE89370400440532013000", want: "DE89370400440532013000"},
		{name: "letters in the account", in: "GB29NWBK60161331926819", want: "GB29NWBK60161331926819"},
		{name: "one digit off", in: "IT60X0542811101000000123457", err: ErrCheck},
		{name: "too short", in: "IT60X054281110100000012345", err: ErrLength},
		{name: "no such country", in: "QQ60X0542811101000000123456", err: ErrCountry},
		{name: "right by mod 97, wrong by CIN", in: withCheck("IT", "A0542811101000000123456"), err: ErrNational},
		{name: "no letter before the bank", in: withCheck("IT", "10542811101000000123456"), err: ErrShape},
		{name: "a letter in the bank", in: withCheck("IT", "X0542A11101000000123456"), err: ErrShape},
		{name: "a sign", in: "IT60-X0542811101000000123456", err: ErrShape},
		{name: "empty", err: ErrShape},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseIBAN(test.in)
			if !errors.Is(err, test.err) || test.err == nil && got != test.want {
				t.Errorf("ParseIBAN(%q) = %q, %v; want %q, %v", test.in, got, err, test.want, test.err)
			}
		})
	}
	if got := IBAN("IT60X0542811101000000123456").Groups(); got != "IT60 X054 2811 1010 0000 0123 456" {
		t.Errorf("in groups: %q", got)
	}
}

// withCheck gives a BBAN the digits that make mod 97 right.
func withCheck(country, bban string) string {
	n := 98 - mod97(bban+country+"00")
	return country + string(rune('0'+n/10)) + string(rune('0'+n%10)) + bban
}

func TestParseVAT(t *testing.T) {
	for in, want := range map[string]error{
		"12345678903": nil, "IT 12345678903": nil, "12345678901": ErrCheck, "1234567890": ErrLength, "1234567890A": ErrShape, "00000000000": ErrShape, "": ErrShape,
	} {
		got, err := ParseVAT(in)
		if !errors.Is(err, want) || want == nil && got != "12345678903" {
			t.Errorf("ParseVAT(%q) = %q, %v; want %v", in, got, err, want)
		}
	}
}

func FuzzParseIBAN(f *testing.F) {
	f.Add("IT60X0542811101000000123456")
	f.Add("DE89370400440532013000")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseIBAN(s)
		if err != nil {
			return
		}
		if again, err := ParseIBAN(n.Groups()); err != nil || again != n {
			t.Fatalf("%q became %q, which gives %q, %v", s, n, again, err)
		}
	})
}
