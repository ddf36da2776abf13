// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package fiscal

import (
	"errors"
	"strings"
	"time"
)

// Code is a valid codice fiscale, upper case, without blanks.
type Code string

var (
	// ErrLength means neither 16 characters nor 11 digits.
	ErrLength = errors.New("fiscal: wrong length")
	// ErrShape means a letter where a digit belongs, or the reverse.
	ErrShape = errors.New("fiscal: wrong shape")
	// ErrDate means a day of birth that no calendar has.
	ErrDate = errors.New("fiscal: no such day of birth")
	// ErrCheck means that the last character does not confirm the others.
	ErrCheck = errors.New("fiscal: wrong check character")
)

const (
	months   = "ABCDEHLMPRST"
	omocodic = "LMNPQRSTUV" // stands for 0..9
)

// digitAt says where a personal code has digits that omocodia may replace.
var digitAt = [16]bool{6: true, 7: true, 9: true, 10: true, 12: true, 13: true, 14: true}

// odd holds the values of the characters in odd positions: digits first, then
// letters (DM 23 December 1976, art. 2). A digit counts as the letter of the
// same rank.
var odd = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// Parse checks a code as typed: blanks and lower case are forgiven.
func Parse(s string) (Code, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	switch {
	case len(s) == 11:
		return parseNumeric(s)
	case len(s) == 16:
		return parsePersonal(s)
	default:
		return "", ErrLength
	}
}

func parseNumeric(s string) (Code, error) {
	sum := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return "", ErrShape
		}
		n := int(s[i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	if sum%10 != 0 {
		return "", ErrCheck
	}
	return Code(s), nil
}

func parsePersonal(s string) (Code, error) {
	for i := range len(s) {
		letter, digit := s[i] >= 'A' && s[i] <= 'Z', s[i] >= '0' && s[i] <= '9'
		if digitAt[i] {
			letter = strings.IndexByte(omocodic, s[i]) >= 0
		}
		if !letter && (!digit || !digitAt[i]) {
			return "", ErrShape
		}
	}
	if strings.IndexByte(months, s[8]) < 0 {
		return "", ErrShape
	}
	if check(s[:15]) != s[15] {
		return "", ErrCheck
	}
	c := Code(s)
	if _, ok := c.birth(2000); !ok {
		return "", ErrDate
	}
	return c, nil
}

// check computes the letter that confirms the characters before it: of a code
// the first fifteen.
func check(s string) byte {
	sum := 0
	for i := range len(s) {
		rank := int(s[i] - 'A')
		if s[i] <= '9' {
			rank = int(s[i] - '0')
		}
		if i%2 == 0 { // the first position is odd
			rank = odd[rank]
		}
		sum += rank
	}
	return byte('A' + sum%26)
}

// IsNumeric tells the 11-digit codes: provisional, or of a body.
func (c Code) IsNumeric() bool { return len(c) == 11 }

// Plain undoes omocodia: all variants of one code have the same plain form.
func (c Code) Plain() Code {
	if c.IsNumeric() {
		return c
	}
	b := []byte(c)
	for i := range b {
		if at := strings.IndexByte(omocodic, b[i]); digitAt[i] && at >= 0 {
			b[i] = byte('0' + at)
		}
	}
	b[15] = check(string(b[:15]))
	return Code(b)
}

// Sex is "M" or "F"; empty for a numeric code.
func (c Code) Sex() string {
	switch {
	case c.IsNumeric():
		return ""
	case c.Plain()[9] >= '4':
		return "F"
	default:
		return "M"
	}
}

// Place is the Belfiore code of the place of birth; empty for a numeric code.
func (c Code) Place() string {
	if c.IsNumeric() {
		return ""
	}
	return string(c.Plain()[11:15])
}

// birth reads the day of birth in the given century. The code keeps two
// digits of the year only: 29 February holds if it does in that century or
// the one before.
func (c Code) birth(century int) (time.Time, bool) {
	p := c.Plain()
	year := int(p[6]-'0')*10 + int(p[7]-'0')
	day := int(p[9]-'0')*10 + int(p[10]-'0')
	if day > 40 {
		day -= 40
	}
	month := time.Month(strings.IndexByte(months, p[8]) + 1)
	for _, base := range []int{century, century - 100} {
		at := time.Date(base+year, month, day, 0, 0, 0, 0, time.UTC)
		if at.Day() == day && day > 0 {
			return at, true
		}
	}
	return time.Time{}, false
}
