// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"fmt"
	"strings"
	"time"

	"pratica/internal/fiscal"
	"pratica/internal/problem"
	"pratica/internal/terms"
)

// State of a request.
type State string

// The states; see the package's diagram.
const (
	Preparing State = "preparing"
	Ready     State = "ready"
	Answered  State = "answered"
)

// GDPR art. 12 para. 3: one month from receipt, two more where necessary.
const (
	answerMonths = 1
	moreMonths   = 2
)

// Person is whom a copy is about: by tax code, by address where there is none.
// Both together also find the applications that name the code and write to the address.
type Person struct {
	Name, TaxCode, Email string
}

// Request is one line of the register.
type Request struct {
	Person
	ID         string
	Year       int
	Number     int64
	AskedOn    terms.Date
	DueOn      terms.Date
	Extended   string // why there are two months more; "" when there are not
	WithFiles  bool
	State      State
	Total      int64 // applications to go through
	Done       int64
	File       string // the copy, until the request is answered
	MadeBy     string // account
	MadeAt     time.Time
	AnsweredBy string
	AnsweredAt time.Time
}

// Label is the number as people write it.
func (r Request) Label() string { return fmt.Sprintf("%d/%d", r.Number, r.Year) }

// IsLate says that the day of the answer has passed.
func (r Request) IsLate(today terms.Date) bool { return r.State != Answered && today.After(r.DueOn) }

// Asking is what is typed of a request.
type Asking struct {
	Person
	AskedOn   terms.Date
	WithFiles bool
}

// checked tidies and checks what was typed.
func (a Asking) checked(today terms.Date) (Asking, error) {
	a.Name, a.Email = strings.TrimSpace(a.Name), strings.ToLower(strings.TrimSpace(a.Email))
	a.TaxCode = strings.ToUpper(strings.Join(strings.Fields(a.TaxCode), ""))
	var wrong []problem.Field
	refuse := func(is bool, path, code string) {
		if is {
			wrong = append(wrong, problem.Field{Path: path, Code: code})
		}
	}
	refuse(a.Name == "" || len(a.Name) > 200, "name", "privacy.name")
	refuse(a.TaxCode == "" && a.Email == "", "tax_code", "privacy.nothing_to_find")
	if a.TaxCode != "" {
		_, err := fiscal.Parse(a.TaxCode)
		refuse(err != nil, "tax_code", "privacy.tax_code")
	}
	refuse(a.Email != "" && (!strings.Contains(a.Email, "@") || len(a.Email) > 254), "email", "privacy.email")
	refuse(a.AskedOn.IsZero() || a.AskedOn.After(today), "asked_on", "privacy.asked_on")
	if len(wrong) > 0 {
		return a, problem.New(problem.Invalid, "privacy.invalid").With(wrong...)
	}
	return a, nil
}
