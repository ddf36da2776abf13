// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package fiscal

import (
	"errors"
	"strings"
)

// IBAN is a valid account number, upper case, without blanks.
type IBAN string

var (
	// ErrCountry means that the first two letters are no country with IBANs.
	ErrCountry = errors.New("fiscal: no country with IBANs")
	// ErrNational means that the check letter of an Italian account, the CIN, does
	// not confirm bank, branch and account.
	ErrNational = errors.New("fiscal: wrong check letter of the account")
)

// ibanLength is the length in each country of the registry of ISO 13616.
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22,
	"CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22,
	"GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30,
	"KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
	"MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
	"RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
	"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// ParseIBAN checks an account number as typed: blanks and lower case are
// forgiven. Beside the check of ISO 7064 (mod 97-10), that of accounts in Italy
// and San Marino is made: a number that passes the first by chance is caught.
func ParseIBAN(s string) (IBAN, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if !alphanumeric(s) || len(s) < 4 || !digits(s[2:4]) {
		return "", ErrShape
	}
	length, known := ibanLength[s[:2]]
	switch {
	case !known:
		return "", ErrCountry
	case len(s) != length:
		return "", ErrLength
	case mod97(s[4:]+s[:4]) != 1:
		return "", ErrCheck
	}
	if s[:2] == "IT" || s[:2] == "SM" {
		if err := checkNational(s[4:]); err != nil {
			return "", err
		}
	}
	return IBAN(s), nil
}

// mod97 reads letters as the numbers 10 to 35.
func mod97(s string) int {
	sum := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c <= '9':
			sum = (sum*10 + int(c-'0')) % 97
		default:
			sum = (sum*100 + int(c-'A') + 10) % 97
		}
	}
	return sum
}

// checkNational checks the BBAN: the CIN, five digits of the bank (ABI), five of
// the branch (CAB), twelve characters of the account. The CIN counts as the last
// letter of a codice fiscale does.
func checkNational(bban string) error {
	if bban[0] < 'A' || !digits(bban[1:11]) {
		return ErrShape
	}
	if check(bban[1:]) != bban[0] {
		return ErrNational
	}
	return nil
}

// Groups writes the number in groups of four, as on paper.
func (n IBAN) Groups() string {
	var groups []string
	s := string(n)
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if digit, letter := s[i] >= '0' && s[i] <= '9', s[i] >= 'A' && s[i] <= 'Z'; !digit && !letter {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// ParseVAT checks a partita IVA (DPR 633/1972 art. 35) as typed: blanks and the
// letters IT before it are forgiven. It returns the eleven digits.
func ParseVAT(s string) (string, error) {
	s = strings.TrimPrefix(strings.ToUpper(strings.Join(strings.Fields(s), "")), "IT")
	switch {
	case !digits(s) || s == "00000000000":
		return "", ErrShape
	case len(s) != 11:
		return "", ErrLength
	}
	code, err := parseNumeric(s)
	return string(code), err
}
