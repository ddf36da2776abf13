// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pratica/internal/fiscal"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// Lengths of the body's texts, in characters.
const (
	maxText = 300
	maxLogo = 60
)

// check normalises the body's data and names each wrong field.
func (b Body) check(from netip.Addr) (Body, error) {
	var fields []problem.Field
	wrong := func(is bool, path, code string, args ...any) {
		if is {
			fields = append(fields, problem.Field{Path: path, Code: code, Args: args})
		}
	}
	b.trim()
	wrong(b.Name == "", "name", "office.body_name_missing")
	for path, text := range map[string]string{"name": b.Name, "address": b.Address, "phone": b.Phone, "delegate.title": b.Delegate.Title, "delegate.act": b.Delegate.Act} {
		wrong(utf8.RuneCountInString(text) > maxText, path, "office.text_long", "max", maxText)
	}
	wrong(utf8.RuneCountInString(b.LogoText) > maxLogo, "logo_text", "office.text_long", "max", maxLogo)
	wrong(b.TaxCode != "" && !isBodyCode(b.TaxCode), "tax_code", "office.tax_code_invalid")
	wrong(b.Email != "" && !isAddress(b.Email), "email", "office.address_invalid")
	wrong(b.PEC != "" && !isAddress(b.PEC), "pec", "office.address_invalid")
	wrong(b.Website != "" && !isWebsite(b.Website), "website", "office.website_invalid")
	wrong(!isDayOfYear(b.PatronMonth, b.PatronDay), "patron", "office.patron_invalid")
	wrong(b.TimeZone != timeZone, "time_zone", "office.time_zone_invalid")
	wrong(!b.Delegate.isSound(), "delegate", "office.delegate_invalid")
	wrong(from.IsValid() && !b.Admits(from), "staff_networks", "office.network_excludes_you")
	if len(fields) > 0 {
		slices.SortFunc(fields, func(a, b problem.Field) int { return strings.Compare(a.Path, b.Path) })
		return Body{}, problem.New(problem.Invalid, "office.body_invalid").With(fields...)
	}
	return b, nil
}

func (b *Body) trim() {
	for _, text := range []*string{&b.Name, &b.TaxCode, &b.Address, &b.Email, &b.PEC, &b.Phone, &b.Website, &b.LogoText, &b.Delegate.Title, &b.Delegate.Act} {
		*text = strings.TrimSpace(*text)
	}
	if b.TimeZone == "" {
		b.TimeZone = timeZone
	}
	networks := make([]netip.Prefix, len(b.StaffNetworks))
	for i, p := range b.StaffNetworks {
		networks[i] = p.Masked()
	}
	b.StaffNetworks = networks
}

// ParseNetworks reads networks as an administrator types them: one a line, or parted by commas or blanks; a bare address is itself.
func ParseNetworks(typed string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(", ;\t\r\n", r) }) {
		p, err := parseNetwork(word)
		if err != nil {
			return nil, invalid("staff_networks", "office.network_invalid", "network", word)
		}
		list = append(list, p)
	}
	return list, nil
}

func parseNetwork(word string) (netip.Prefix, error) {
	if strings.Contains(word, "/") {
		return netip.ParsePrefix(word)
	}
	addr, err := netip.ParseAddr(word)
	if err != nil {
		return netip.Prefix{}, err
	}
	addr = addr.Unmap().WithZone("")
	return addr.Prefix(addr.BitLen())
}

func isBodyCode(s string) bool {
	code, err := fiscal.Parse(s)
	return err == nil && code.IsNumeric()
}

// isAddress says whether a text is one bare address.
func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}

func isWebsite(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// isDayOfYear accepts a day that returns each year, or none.
func isDayOfYear(month, day int) bool {
	if month == 0 && day == 0 {
		return true
	}
	t := time.Date(2023, time.Month(month), day, 0, 0, 0, 0, time.UTC) // not a leap year: no patron is kept on 29 February
	return month >= 1 && day >= 1 && int(t.Month()) == month && t.Day() == day
}

// isSound says whether a delegation is whole: a person, an act and a first day, and an end that is not before it.
func (d Delegate) isSound() bool {
	if d == (Delegate{}) {
		return true
	}
	from, err := terms.ParseDate(d.From)
	if err != nil || d.Account == "" || d.Act == "" || d.Title == "" {
		return false
	}
	if d.To == "" {
		return true
	}
	to, err := terms.ParseDate(d.To)
	return err == nil && !to.Before(from)
}
