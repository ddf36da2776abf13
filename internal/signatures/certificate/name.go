// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package certificate

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pratica/internal/fiscal"
	"pratica/internal/signatures/algorithm"
)

// Attribute types of names that are asked for (RFC 5280, X.520).
const (
	CommonName     = "2.5.4.3"
	Surname        = "2.5.4.4"
	SerialNumber   = "2.5.4.5"
	Country        = "2.5.4.6"
	Organization   = "2.5.4.10"
	Title          = "2.5.4.12"
	GivenName      = "2.5.4.42"
	Pseudonym      = "2.5.4.65"
	OrganizationID = "2.5.4.97"
)

// Attribute is a type and its value in words.
type Attribute struct{ Type, Value string }

// Name is a distinguished name, in its order.
type Name []Attribute

// Get is the first value of a type, "" when there is none.
func (n Name) Get(oid string) string {
	for _, a := range n {
		if a.Type == oid {
			return a.Value
		}
	}
	return ""
}

// Display is the shortest text that tells a person who this is.
func (n Name) Display() string {
	for _, oid := range []string{CommonName, Pseudonym, Organization} {
		if v := n.Get(oid); v != "" {
			return v
		}
	}
	if full := strings.TrimSpace(n.Get(GivenName) + " " + n.Get(Surname)); full != "" {
		return full
	}
	return n.Get(SerialNumber)
}

var (
	inSerial = regexp.MustCompile(`^(?:TINIT-|IT:)([A-Za-z0-9]{16})$`)
	inCard   = regexp.MustCompile(`^([A-Za-z0-9]{16})/`)
)

// FiscalCode is the holder's tax code when the certificate tells one that is
// right, otherwise "".
func (n Name) FiscalCode() string {
	for _, found := range [][]string{inSerial.FindStringSubmatch(n.Get(SerialNumber)), inCard.FindStringSubmatch(n.Get(CommonName))} {
		if found == nil {
			continue
		}
		if code, err := fiscal.Parse(found[1]); err == nil {
			return string(code)
		}
	}
	return ""
}

// readName reads as much of a Name as there is.
func readName(der []byte) (n Name) {
	in := cryptobyte.String(der)
	var sequence, set, attribute, value cryptobyte.String
	var tag asn1.Tag
	if !in.ReadASN1(&sequence, asn1.SEQUENCE) {
		return nil
	}
	for sequence.ReadASN1(&set, asn1.SET) {
		for set.ReadASN1(&attribute, asn1.SEQUENCE) {
			oid, ok := algorithm.ReadOID(&attribute)
			if ok && attribute.ReadAnyASN1(&value, &tag) {
				n = append(n, Attribute{oid, decode(tag, value)})
			}
		}
	}
	return n
}

// decode reads a DirectoryString: UTF-8, or what old certificates have.
func decode(tag asn1.Tag, body []byte) string {
	switch {
	case tag == 30 && len(body)%2 == 0: // BMPString
		units := make([]uint16, len(body)/2)
		for i := range units {
			units[i] = uint16(body[2*i])<<8 | uint16(body[2*i+1])
		}
		return string(utf16.Decode(units))
	case utf8.Valid(body):
		return string(body)
	}
	runes := make([]rune, len(body)) // T.61, which everybody wrote as Latin-1
	for i, c := range body {
		runes[i] = rune(c)
	}
	return string(runes)
}
