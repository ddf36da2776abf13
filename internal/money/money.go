// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Cents is an amount of euro in hundredths: 1365964 is 13,659.64 euro.
type Cents int64

var (
	// ErrSyntax means that the text is not an amount.
	ErrSyntax = errors.New("money: not an amount")
	// ErrAmbiguous means that the text has two readings ("1,234").
	ErrAmbiguous = errors.New("money: the separator has two readings")
	// ErrRange means that the amount does not fit.
	ErrRange = errors.New("money: amount too large")
)

// Parse reads an amount as people write it: Italian ("1.234,56"), plain
// ("1234.56") or English ("1,234.56"), with an optional euro sign, minus sign
// and blanks between groups of three.
func Parse(s string) (Cents, error) {
	body, negative := bare(s)
	whole, fraction, err := split(body)
	if err != nil {
		return 0, err
	}
	cents, err := join(whole, fraction)
	if err != nil || !negative {
		return cents, err
	}
	return -cents, nil
}

// bare takes away the currency and the sign.
func bare(s string) (body string, negative bool) {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2212", "-").Replace(s)
	s = strings.TrimSpace(s)
	s, negative = strings.CutPrefix(s, "-")
	for _, sign := range []string{"€", "EUR", "eur"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, sign), sign))
	}
	if rest, found := strings.CutPrefix(s, "-"); found && !negative {
		return rest, true
	}
	return s, negative
}

// split finds the decimal separator: the last of the two kinds when both are
// there; otherwise the only one, unless what follows it is a group of three.
func split(body string) (whole, fraction string, err error) {
	comma, dot := strings.LastIndexByte(body, ','), strings.LastIndexByte(body, '.')
	at := max(comma, dot)
	switch {
	case at < 0:
		whole, err = ungroup(body, " ")
		return whole, "", err
	case comma >= 0 && dot >= 0:
		whole, err = ungroup(body[:at], " ", string(body[min(comma, dot)]))
		return whole, body[at+1:], err
	case len(body)-at-1 != 3 && strings.Count(body, string(body[at])) == 1:
		whole, err = ungroup(body[:at], " ")
		return whole, body[at+1:], err
	case comma >= 0 && strings.Count(body, ",") == 1:
		return "", "", ErrAmbiguous
	default:
		whole, err = ungroup(body, string(body[at]))
		return whole, "", err
	}
}

// ungroup joins groups of three digits parted by one of the separators.
func ungroup(s string, separators ...string) (string, error) {
	for _, sep := range separators {
		if !strings.Contains(s, sep) {
			continue
		}
		groups := strings.Split(s, sep)
		for i, g := range groups {
			if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
				return "", ErrSyntax
			}
		}
		return strings.Join(groups, ""), nil
	}
	return s, nil
}

func join(whole, fraction string) (Cents, error) {
	if whole == "" || len(fraction) > 2 || !digits(whole) || !digits(fraction) {
		return 0, ErrSyntax
	}
	fraction += strings.Repeat("0", 2-len(fraction))
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil || n == math.MaxInt64 {
		return 0, ErrRange
	}
	return Cents(n), nil
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// String writes the amount for machines: "1234.56", "-0.05".
func (c Cents) String() string {
	sign, n := c.parts()
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// parts holds the magnitude in uint64, because the smallest int64 has no
// positive counterpart.
func (c Cents) parts() (sign string, n uint64) {
	if c < 0 {
		return "-", -uint64(c)
	}
	return "", uint64(c)
}
