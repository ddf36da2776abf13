// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package fiscal

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Person is what a personal code is made of. Empty parts are not compared.
type Person struct {
	Surname, Name string
	Birth         time.Time // civil date; only year, month and day count
	Sex           string    // "M" or "F"
	Place         string    // Belfiore code of the municipality or state
}

// Compute makes the code that the person has unless another has it already.
func Compute(p Person) Code {
	day := p.Birth.Day()
	if p.Sex == "F" {
		day += 40
	}
	s := fmt.Sprintf("%s%s%02d%c%02d%s", surnamePart(p.Surname), namePart(p.Name),
		p.Birth.Year()%100, months[p.Birth.Month()-1], day, strings.ToUpper(p.Place))
	return Code(s + string(check(s)))
}

// Differences names the parts of the person that the code contradicts, in the
// order "surname", "name", "birth", "sex", "place". A numeric code contradicts
// nothing.
func (c Code) Differences(p Person) []string {
	if c.IsNumeric() {
		return nil
	}
	var out []string
	plain := string(c.Plain())
	differ := func(part string, known bool, got, want string) {
		if known && got != want {
			out = append(out, part)
		}
	}
	differ("surname", p.Surname != "", plain[0:3], surnamePart(p.Surname))
	differ("name", p.Name != "", plain[3:6], namePart(p.Name))
	differ("birth", !p.Birth.IsZero(), c.day(), p.Birth.Format("060102"))
	differ("sex", p.Sex != "", c.Sex(), p.Sex)
	differ("place", p.Place != "", c.Place(), strings.ToUpper(p.Place))
	return out
}

// day writes the day of birth as yymmdd.
func (c Code) day() string {
	at, _ := c.birth(2000)
	return at.Format("060102")
}

func surnamePart(s string) string {
	consonants, vowels := sounds(s)
	return (consonants + vowels + "XXX")[:3]
}

// namePart skips the second consonant when there are four or more.
func namePart(s string) string {
	consonants, vowels := sounds(s)
	if len(consonants) >= 4 {
		return consonants[:1] + consonants[2:4]
	}
	return (consonants + vowels + "XXX")[:3]
}

// unmarked holds letters whose plain form Unicode does not give.
var unmarked = strings.NewReplacer("Æ", "AE", "Œ", "OE", "Ø", "O", "ẞ", "SS", "ß", "SS", "Đ", "D", "Ð", "D", "Ł", "L", "Þ", "TH", "Ħ", "H", "ı", "I")

// sounds parts the letters of a name; marks, blanks and apostrophes vanish.
func sounds(s string) (consonants, vowels string) {
	for _, r := range norm.NFD.String(unmarked.Replace(strings.ToUpper(s))) {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r):
		case strings.ContainsRune("AEIOU", r):
			vowels += string(r)
		default:
			consonants += string(r)
		}
	}
	return consonants, vowels
}
