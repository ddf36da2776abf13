// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"pratica/internal/problem"
)

// Limits of RFC 5321 §4.5.3.1, and RFC 3696 erratum 1690 for the whole.
const (
	localLimit   = 64
	addressLimit = 254
)

// ParseAddress checks one e-mail address as a person typed it and returns the form under which mail is sent: no name, no comment,
// no quotes, domain in lower case and in ASCII (IDNA), with a dot. The part before the @ keeps its letters as typed and must be ASCII,
// because few mail systems take others (RFC 6531). The error is the problem "delivery.address_invalid".
func ParseAddress(typed string) (string, error) {
	address := strings.TrimSpace(typed)
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at > localLimit || strings.ContainsFunc(address, isBlankOrControl) {
		return "", errAddress()
	}
	domain, ok := asciiDomain(strings.TrimSuffix(address[at+1:], "."))
	if !ok {
		return "", errAddress()
	}
	address = address[:at+1] + domain
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > addressLimit || !isPlain(address) {
		return "", errAddress()
	}
	return address, nil
}

// asciiDomain wants a name that stays itself when it is read again: some letters change twice, and no mail server knows the result.
func asciiDomain(typed string) (string, bool) {
	domain, err := idna.Lookup.ToASCII(typed)
	if err != nil || !strings.Contains(domain, ".") {
		return "", false
	}
	again, err := idna.Lookup.ToASCII(domain)
	return domain, err == nil && again == domain
}

// errAddress has no cause: the parsers quote the address, and a log must not.
func errAddress() error { return problem.New(problem.Invalid, "delivery.address_invalid") }

func isBlankOrControl(r rune) bool { return unicode.IsSpace(r) || isControl(r) }

// isControl also catches the invisible marks that turn the direction of writing (category Cf), except the joiners that scripts need.
func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// isPlain excludes what only a quoted address may hold, and all that is not ASCII.
func isPlain(address string) bool {
	return !strings.ContainsFunc(address, func(r rune) bool {
		return r > unicode.MaxASCII || strings.ContainsRune(`"\<>()[],;:`, r)
	})
}
