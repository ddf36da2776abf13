// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"pratica/internal/problem"
)

// Values are what a form sent.
type Values struct{ url.Values }

// Decode reads the body of a form. Errors are problems: too large, or not a form.
func Decode(r *http.Request) (Values, error) {
	err := r.ParseForm()
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return Values{}, problem.New(problem.Invalid, "kit.too_large").Because(err)
	case err != nil:
		return Values{}, problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	for name, values := range r.PostForm {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return Values{}, problem.New(problem.Invalid, "kit.not_text").With(problem.Field{Path: name, Code: "kit.not_text"})
			}
		}
	}
	return Values{r.PostForm}, nil
}

// Text is one value without spaces around it and with plain line ends.
func (v Values) Text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n"))
}

// Checked says whether a box was ticked.
func (v Values) Checked(name string) bool {
	return v.Get(name) != ""
}

// Number is a whole number; ok is false when the value is not one.
func (v Values) Number(name string) (n int64, ok bool) {
	n, err := strconv.ParseInt(v.Text(name), 10, 64)
	return n, err == nil
}

// Date joins the three parts of a date field to "2026-11-24". What is not a date is joined in the same
// order, "2026-2-31" or "--12", so that Field shows again what was typed; nothing typed is "".
func (v Values) Date(name string) string {
	year, month, day := v.Text(name+datePartYear), v.Text(name+datePartMonth), v.Text(name+datePartDay)
	if year == "" && month == "" && day == "" {
		return ""
	}
	return year + "-" + twoDigits(month) + "-" + twoDigits(day)
}

// DateNames lists the date fields that were sent, by name.
func (v Values) DateNames() []string {
	var names []string
	for name := range v.Values {
		if base, ok := strings.CutSuffix(name, datePartDay); ok {
			names = append(names, base)
		}
	}
	return names
}

func twoDigits(part string) string {
	if len(part) == 1 && part[0] >= '0' && part[0] <= '9' {
		return "0" + part
	}
	return part
}

// Action is the button that was pressed: its name up to the first "." and the rest. Buttons of repeatable cards are
// named "card.add", "card.remove" and so on, with the path of the card as value; others "act" with a word as value.
// The zero values mean that the form was sent by the Enter key.
func (v Values) Action() (verb, target string) {
	for _, verb := range []string{CardAdd, CardDuplicate, CardUp, CardDown, CardRemove, CardRestore} {
		if v.Has(verb) {
			return verb, v.Get(verb)
		}
	}
	return v.Get("act"), ""
}

// The names of the buttons of a repeatable card; the value is the path of the card, for example "household.2",
// or of the list for CardAdd.
const (
	CardAdd       = "card.add"
	CardDuplicate = "card.duplicate"
	CardUp        = "card.up"
	CardDown      = "card.down"
	CardRemove    = "card.remove"
	CardRestore   = "card.restore" // undoes a removal
)

const (
	datePartDay   = ".day"
	datePartMonth = ".month"
	datePartYear  = ".year"
)
