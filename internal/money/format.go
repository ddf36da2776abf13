// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package money

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// nbsp keeps the number and the sign on one line.
const nbsp = "\u00a0"

// Format writes the amount for people who read the given language:
// "1.234,56 €" in Italian, "€1,234.56" in English. English and Irish put the
// sign before the number, the other official languages of the Union after it
// (Interinstitutional Style Guide 7.3.3). An unknown language reads as Italian.
func (c Cents) Format(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.Italian
	}
	sign, n := c.parts()
	digits := grouped(tag, n)
	if base, _ := tag.Base(); base.String() == "en" || base.String() == "ga" {
		return sign + "€" + digits
	}
	return sign + digits + nbsp + "€"
}

// grouped formats euro and cents apart, so that no float is involved.
func grouped(tag language.Tag, n uint64) string {
	p := message.NewPrinter(tag)
	mark := strings.Trim(p.Sprint(number.Decimal(0.5, number.Scale(1))), "05")
	return p.Sprint(number.Decimal(n/100)) + mark + fmt.Sprintf("%02d", n%100)
}
