// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"errors"
	"math"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pratica/internal/fiscal"
	"pratica/internal/money"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// maxAmount keeps sums far from overflow: ten thousand million euro.
const maxAmount = 1_000_000_000_000

// fault is what is wrong with one value: a code below "forms." and arguments.
type fault struct {
	code string
	args []any
}

func wrong(code string, args ...any) *fault { return &fault{code, args} }

// at makes it the fault of a field; the label lets a summary name the field.
func (f *fault) at(field *Field, index int) problem.Field {
	args := append([]any{"label", field.Label}, f.args...)
	return problem.Field{Path: Path(field, index), Code: "forms." + f.code, Args: args}
}

// readTyped reads one value as people type it. It returns nil for nothing typed.
func readTyped(f *Field, typed string) (any, *fault) {
	s := clean(typed, f.Type == LongText)
	if s == "" {
		return nil, nil
	}
	switch f.Type {
	case Amount:
		return readAmount(s)
	case Integer:
		n, err := strconv.ParseInt(unspaced(s), 10, 64)
		if err != nil {
			return nil, wrong("bad_integer")
		}
		return n, nil
	case Number:
		n, err := strconv.ParseFloat(strings.Replace(unspaced(s), ",", ".", 1), 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, wrong("bad_number")
		}
		return n, nil
	case Date:
		return readDate(s)
	case YesNo, Declaration:
		return readBool(s)
	case FiscalCode:
		return readFiscal(s)
	case VAT:
		return readVAT(s)
	case IBAN:
		return readIBAN(s)
	case Email, PEC:
		return readEmail(s)
	case Phone:
		return readPhone(s)
	case Postcode:
		if !postcodePattern.MatchString(unspaced(s)) {
			return nil, wrong("bad_postcode")
		}
		return unspaced(s), nil
	}
	return s, nil
}

// clean removes what no one types on purpose: broken bytes, control characters,
// blanks around. A text of one line has no line breaks.
func clean(s string, lines bool) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t' && lines:
			return r
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func readAmount(s string) (any, *fault) {
	c, err := money.Parse(s)
	switch {
	case errors.Is(err, money.ErrAmbiguous):
		return nil, wrong("ambiguous_amount")
	case errors.Is(err, money.ErrRange) || err == nil && (c > maxAmount || c < -maxAmount):
		return nil, wrong("huge_amount")
	case err != nil:
		return nil, wrong("bad_amount")
	}
	return int64(c), nil
}

// Day first, as in Italy and in most of the Union, or the form of the browser.
var dateLayouts = []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006", "2 1 2006"}

func readDate(s string) (any, *fault) {
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly), nil
		}
	}
	return nil, wrong("bad_date")
}

func readBool(s string) (any, *fault) {
	switch strings.ToLower(s) {
	case "true", "yes", "on", "1", "si", "sì":
		return true, nil
	case "false", "no", "off", "0":
		return false, nil
	}
	return nil, wrong("bad_yes_no")
}

func readFiscal(s string) (any, *fault) {
	code, err := fiscal.Parse(s)
	switch {
	case errors.Is(err, fiscal.ErrLength):
		return nil, wrong("fiscal_length")
	case errors.Is(err, fiscal.ErrCheck):
		return nil, wrong("fiscal_check")
	case err != nil:
		return nil, wrong("fiscal_shape")
	}
	return string(code), nil
}

func readVAT(s string) (any, *fault) {
	digits, err := fiscal.ParseVAT(s)
	switch {
	case errors.Is(err, fiscal.ErrCheck):
		return nil, wrong("vat_check")
	case err != nil:
		return nil, wrong("bad_vat")
	}
	return digits, nil
}

func readIBAN(s string) (any, *fault) {
	n, err := fiscal.ParseIBAN(s)
	switch {
	case errors.Is(err, fiscal.ErrCountry):
		return nil, wrong("iban_country")
	case errors.Is(err, fiscal.ErrLength):
		return nil, wrong("iban_length")
	case errors.Is(err, fiscal.ErrCheck), errors.Is(err, fiscal.ErrNational):
		return nil, wrong("iban_check")
	case err != nil:
		return nil, wrong("bad_iban")
	}
	return string(n), nil
}

func readEmail(s string) (any, *fault) {
	addr, err := mail.ParseAddress(s)
	if err != nil || addr.Address != s || len(s) > 254 {
		return nil, wrong("bad_email")
	}
	_, domain, _ := strings.Cut(s, "@")
	if !strings.Contains(strings.Trim(domain, "."), ".") {
		return nil, wrong("bad_email")
	}
	return s, nil
}

var (
	phonePattern    = regexp.MustCompile(`^\+?[0-9]{5,15}$`)
	postcodePattern = regexp.MustCompile(`^[0-9]{5}$`)
)

func readPhone(s string) (any, *fault) {
	digits := strings.NewReplacer(" ", "", ".", "", "-", "", "/", "", "(", "", ")", "").Replace(s)
	if !phonePattern.MatchString(digits) {
		return nil, wrong("bad_phone")
	}
	return digits, nil
}

// checkValue says what is wrong with a value that is there. It also guards
// against answers that did not come through readTyped (an import, an interface).
func checkValue(f *Field, v any, today terms.Date) *fault {
	switch f.Type {
	case Amount, Integer:
		n, ok := v.(int64)
		if !ok {
			return wrong("bad_" + string(f.Type))
		}
		return f.Bounds.whole(f.Type, n)
	case Number:
		n, ok := decimal(v)
		if !ok {
			return wrong("bad_number")
		}
		return f.Bounds.decimal(n)
	case YesNo, Declaration:
		return checkBool(f, v)
	case MultipleChoice:
		return checkChoices(f, v)
	}
	s, ok := v.(string)
	if !ok {
		return wrong("bad_value")
	}
	return checkText(f, s, today)
}

func checkBool(f *Field, v any) *fault {
	b, ok := v.(bool)
	if !ok {
		return wrong("bad_yes_no")
	}
	if f.Type == Declaration && !b {
		return wrong("declare")
	}
	return nil
}

func checkText(f *Field, s string, today terms.Date) *fault {
	switch f.Type {
	case Choice:
		return f.oneOf(s)
	case Date:
		d, err := terms.ParseDate(s)
		if err != nil {
			return wrong("bad_date")
		}
		return f.Bounds.day(d, today)
	case FiscalCode, VAT, IBAN, Email, PEC, Phone, Postcode:
		if _, bad := readTyped(f, s); bad != nil {
			return bad
		}
	}
	return f.Bounds.length(s, kinds[f.Type].maxLength)
}

func checkChoices(f *Field, v any) *fault {
	list, ok := v.([]any)
	if !ok {
		return wrong("bad_value")
	}
	for _, one := range list {
		s, _ := one.(string)
		if bad := f.oneOf(s); bad != nil {
			return bad
		}
	}
	return nil
}

func (f *Field) oneOf(s string) *fault {
	if _, ok := f.Option(s); !ok {
		return wrong("no_such_choice")
	}
	return nil
}

// Option returns the option with this value.
func (f *Field) Option(value string) (Option, bool) {
	for _, o := range f.Options {
		if o.Value == value {
			return o, true
		}
	}
	return Option{}, false
}

func decimal(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	}
	return 0, false
}

func (b Bounds) whole(t Type, n int64) *fault {
	show := func(n int64) any {
		if t == Amount {
			return money.Cents(n)
		}
		return n
	}
	if t == Amount && (n > maxAmount || n < -maxAmount) {
		return wrong("huge_amount")
	}
	if b.Min != nil && n < *b.Min {
		return wrong("below", "min", show(*b.Min))
	}
	if b.Max != nil && n > *b.Max {
		return wrong("above", "max", show(*b.Max))
	}
	return nil
}

func (b Bounds) decimal(n float64) *fault {
	if b.Min != nil && n < float64(*b.Min) {
		return wrong("below", "min", *b.Min)
	}
	if b.Max != nil && n > float64(*b.Max) {
		return wrong("above", "max", *b.Max)
	}
	return nil
}

func (b Bounds) day(d, today terms.Date) *fault {
	switch {
	case !b.From.IsZero() && d.Before(b.From):
		return wrong("before", "from", b.From)
	case !b.To.IsZero() && d.After(b.To):
		return wrong("after", "to", b.To)
	case b.UntilToday && d.After(today):
		return wrong("in_future")
	}
	return nil
}

func (b Bounds) length(s string, usual int) *fault {
	n, limit := utf8.RuneCountInString(s), b.MaxLength
	if limit == 0 {
		limit = usual
	}
	if limit > 0 && n > limit {
		return wrong("too_long", "max", int64(limit), "length", int64(n))
	}
	if n < b.MinLength {
		return wrong("too_short", "min", int64(b.MinLength), "length", int64(n))
	}
	return nil
}
