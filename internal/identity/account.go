// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"pratica/internal/fiscal"
	"pratica/internal/problem"
)

// Kind says through which door of the site an account comes in. What it may do there is a matter of roles, which office keeps; an
// administrator is an official who holds the built-in role "administrator".
type Kind string

// The kinds of account.
const (
	Official Kind = "official"
	Lawyer   Kind = "lawyer"
	Helper   Kind = "helper" // of a lawyer, who says what he may do
)

// State of an account; the diagram is in the package's documentation.
type State string

// The states of an account.
const (
	Invited   State = "invited"
	Active    State = "active"
	Suspended State = "suspended"
)

// Account is a person who signs in. It holds no secret.
type Account struct {
	ID         string
	Email      string // normalised by NormalEmail; unique
	Name       string
	FiscalCode string // "" when not known
	Kind       Kind
	State      State
	Lang       string
	CreatedAt  time.Time
	LastLogin  time.Time // zero before the first
}

// NewAccount is what an invitation needs to know.
type NewAccount struct {
	Email      string
	Name       string
	FiscalCode string // optional
	Kind       Kind
	Lang       string // "" is Italian
}

// maxName is the longest display name, in characters.
const maxName = 120

// NormalEmail brings an address to the one form under which it is stored and looked up: no display name, lower case, the domain in
// ASCII (RFC 5891). Two addresses that differ only in case belong to one mailbox with every provider of note, so they are one account.
func NormalEmail(typed string) (string, error) {
	typed = norm.NFC.String(strings.TrimSpace(typed))
	parsed, err := mail.ParseAddress(typed)
	if err != nil || parsed.Name != "" || len(typed) > 254 || strings.HasPrefix(typed, "<") {
		return "", invalid("email", "identity.email_invalid")
	}
	at := strings.LastIndex(parsed.Address, "@")
	domain, err := idna.Lookup.ToASCII(parsed.Address[at+1:])
	if err != nil || !strings.Contains(domain, ".") {
		return "", invalid("email", "identity.email_invalid")
	}
	address := strings.ToLower(parsed.Address[:at]) + "@" + domain
	if again, err := mail.ParseAddress(address); err != nil || again.Address != address { // a local part that needs quotes
		return "", invalid("email", "identity.email_invalid")
	}
	return address, nil
}

// check normalises an invitation and names each wrong field.
func (n NewAccount) check() (NewAccount, error) {
	var fields []problem.Field
	email, err := NormalEmail(n.Email)
	fields = append(fields, fieldsOf(err)...)
	n.Email = email
	n.Name = norm.NFC.String(strings.Join(strings.Fields(n.Name), " "))
	if n.Name == "" || len([]rune(n.Name)) > maxName || strings.ContainsFunc(n.Name, unicode.IsControl) {
		fields = append(fields, problem.Field{Path: "name", Code: "identity.name_invalid", Args: []any{"max", maxName}})
	}
	if n.FiscalCode != "" {
		code, err := fiscal.Parse(n.FiscalCode)
		if err != nil {
			fields = append(fields, problem.Field{Path: "fiscal_code", Code: "identity.fiscal_code_invalid"})
		}
		n.FiscalCode = string(code)
	}
	if !slices.Contains([]Kind{Official, Lawyer, Helper}, n.Kind) {
		fields = append(fields, problem.Field{Path: "kind", Code: "identity.kind_invalid"})
	}
	if n.Lang == "" {
		n.Lang = "it"
	}
	if len(fields) > 0 {
		return NewAccount{}, problem.New(problem.Invalid, "identity.account_invalid").With(fields...)
	}
	return n, nil
}

func invalid(path, code string, args ...any) error {
	return problem.New(problem.Invalid, code, args...).With(problem.Field{Path: path, Code: code, Args: args})
}

func fieldsOf(err error) []problem.Field {
	if p, ok := problem.As(err); ok {
		return p.Fields
	}
	return nil
}
