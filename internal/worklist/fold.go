// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package worklist

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold is the form in which names are sorted and found: lower case, without
// accents and apostrophes, signs as blanks.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// compareNames sorts names as people expect.
func compareNames(a, b string) int { return strings.Compare(fold(a), fold(b)) }
