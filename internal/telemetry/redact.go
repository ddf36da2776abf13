// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package telemetry

import "regexp"

// What is recognised as personal, or as a key to something personal. Each pattern prefers one mark too many to one
// name too few: a log line that lost a number can still be read.
var personal = []struct {
	mark    string
	pattern *regexp.Regexp
}{
	{"[email]", regexp.MustCompile(`[\pL\pN._%+'-]+@[\pL\pN-]+(\.[\pL\pN-]+)+`)},
	// Codice fiscale, with the letters that replace digits when two persons would have the same (DM 23/12/1976).
	{"[fiscal code]", regexp.MustCompile(`(?i)\b[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b`)},
	{"[IBAN]", regexp.MustCompile(`\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?\b`)},
	// Provisional codice fiscale and partita IVA: eleven digits.
	{"[fiscal code]", regexp.MustCompile(`\b[0-9]{11}\b`)},
}

// A token of 256 bits in base64url opens a draft or a session. It is told from a digest or an id by its length.
const tokenLength = 43

var run = regexp.MustCompile(`[A-Za-z0-9_-]+`)

// Redact replaces fiscal codes, e-mail addresses, IBANs and bearer tokens in a text by what they were.
func Redact(text string) string {
	for _, p := range personal {
		text = p.pattern.ReplaceAllString(text, p.mark)
	}
	return run.ReplaceAllStringFunc(text, func(word string) string {
		if len(word) == tokenLength {
			return "[token]"
		}
		return word
	})
}
