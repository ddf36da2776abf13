// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package config

import (
	"encoding"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// hidden stands where a secret would be.
const hidden = "[hidden]"

// Secret is a value that no print, log or encoding shows.
type Secret string

// Reveal is the value itself. Whoever calls it answers for where it goes.
func (s Secret) Reveal() string { return string(s) }

// String hides the value, and still tells whether there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// GoString hides the value from %#v.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// MarshalText hides the value from JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(text []byte) error { *s = Secret(text); return nil }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// DSN is the address of a database. It may hold a password, which is not shown.
type DSN string

// String is the address without its password.
func (d DSN) String() string {
	u, err := url.Parse(string(d))
	if err != nil {
		return hidden // unreadable, so where the password stands is not known
	}
	if u.Scheme == "sqlite" {
		return string(d)
	}
	q := u.Query()
	if q.Has("password") {
		q.Set("password", hidden)
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// GoString hides the password from %#v.
func (d DSN) GoString() string { return strconv.Quote(d.String()) }

// MarshalText hides the password from JSON and YAML.
func (d DSN) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText takes the address as it is; Check judges it.
func (d *DSN) UnmarshalText(text []byte) error { *d = DSN(text); return nil }

// LogValue hides the password from slog.
func (d DSN) LogValue() slog.Value { return slog.StringValue(d.String()) }

func (d DSN) withPassword(password Secret) string {
	u, err := url.Parse(string(d))
	if err != nil || password == "" || u.Scheme == "sqlite" {
		return string(d)
	}
	u.User = url.UserPassword(u.User.Username(), password.Reveal())
	return u.String()
}

// Networks is a list of networks in CIDR notation; a single address is a network of one.
type Networks []netip.Prefix

// UnmarshalText reads networks separated by commas or spaces.
func (n *Networks) UnmarshalText(text []byte) error {
	var list Networks
	for _, word := range strings.FieldsFunc(string(text), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }) {
		prefix, err := network(word)
		if err != nil {
			return err
		}
		list = append(list, prefix)
	}
	*n = list
	return nil
}

func network(word string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(word); err == nil {
		return netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(word)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is not a network: write it as 10.0.0.0/8 or 2001:db8::/32", word)
	}
	if prefix.Masked() != prefix {
		return netip.Prefix{}, fmt.Errorf("%q has bits beyond its length: did you mean %s?", word, prefix.Masked())
	}
	return prefix, nil
}

// MarshalText joins the networks with commas.
func (n Networks) MarshalText() ([]byte, error) {
	words := make([]string, len(n))
	for i, prefix := range n {
		words[i] = prefix.String()
	}
	return []byte(strings.Join(words, ", ")), nil
}

// Words is a list of words.
type Words []string

// UnmarshalText reads words separated by commas or spaces.
func (w *Words) UnmarshalText(text []byte) error {
	*w = strings.FieldsFunc(string(text), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
	return nil
}

// MarshalText joins the words with commas.
func (w Words) MarshalText() ([]byte, error) { return []byte(strings.Join(w, ", ")), nil }

// Bytes is an amount of storage.
type Bytes int64

var units = []struct {
	suffix string
	size   int64
}{{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}}

// UnmarshalText reads "500MB", "1GB", or a number of bytes. Units are powers of ten, as disks are sold.
func (b *Bytes) UnmarshalText(text []byte) error {
	number, size := strings.TrimSpace(string(text)), int64(1)
	for _, unit := range units {
		if rest, ok := strings.CutSuffix(number, unit.suffix); ok {
			number, size = strings.TrimSpace(rest), unit.size
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > (1<<62)/size {
		return fmt.Errorf("%q is not an amount: write it as 500MB or 1GB", text)
	}
	*b = Bytes(n * size)
	return nil
}

// MarshalText writes the largest unit that keeps the number whole.
func (b Bytes) MarshalText() ([]byte, error) {
	for _, unit := range units {
		if b != 0 && int64(b)%unit.size == 0 {
			return []byte(strconv.FormatInt(int64(b)/unit.size, 10) + unit.suffix), nil
		}
	}
	return []byte("0B"), nil
}

// oneOf is the shape of values that are one of a few words.
func oneOf(value string, words ...string) error {
	for _, word := range words {
		if value == word {
			return nil
		}
	}
	return fmt.Errorf("%q is not one of: %s", value, strings.Join(words, ", "))
}

// UnmarshalText accepts the three modes.
func (m *Mode) UnmarshalText(text []byte) error {
	*m = Mode(text)
	return oneOf(string(text), string(Ordinary), string(Demo), string(Training))
}

// UnmarshalText accepts the three protections.
func (m *MailTLSMode) UnmarshalText(text []byte) error {
	*m = MailTLSMode(text)
	return oneOf(string(text), string(StartTLS), string(Implicit), string(NoTLS))
}

var (
	_ encoding.TextUnmarshaler = (*Networks)(nil)
	_ encoding.TextUnmarshaler = (*Bytes)(nil)
	_ slog.LogValuer           = Secret("")
)
