// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package problem

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of answer an error deserves.
type Kind int

// The kinds. The zero value is Internal, so that a forgotten kind leaks nothing.
const (
	Internal        Kind = iota // a fault of ours: shown with a reference only
	Invalid                     // what was sent is wrong; the fields say where
	NotFound                    // no such thing, or no right to know of it
	Conflict                    // somebody or something else was first
	Forbidden                   // known, but not allowed
	Unauthenticated             // nobody knows who asks
	TooMany                     // asked too often
	Unavailable                 // cannot be done just now; nothing was lost
	Gone                        // it was here, and was discarded under the law
)

var kindNames = [...]string{"internal", "invalid", "not_found", "conflict", "forbidden", "unauthenticated", "too_many", "unavailable", "gone"}

// String returns the kind's name in logs and JSON.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return kindNames[Internal]
	}
	return kindNames[k]
}

// Field is one wrong value: where it stands and what is wrong with it.
// Args alternate name and value, for the sentence.
type Field struct {
	Path string
	Code string
	Args []any
}

// Error is an error that a person may read.
type Error struct {
	Kind   Kind
	Code   string // i18n key "problem.<Code>"
	Args   []any  // alternating name, value
	Fields []Field
	Err    error // the cause, for the log only
}

// New returns a problem; args alternate name and value.
func New(kind Kind, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// With returns a copy that also names wrong fields.
func (e *Error) With(fields ...Field) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), fields...)
	return &c
}

// Because returns a copy that remembers its cause for the log.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error is the text for logs: kind, code, names of wrong fields, cause. It
// never holds what a person typed.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Code)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Path, f.Code)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As finds the problem in an error's chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf is the kind of the problem in err's chain; Internal when there is none.
func KindOf(err error) Kind {
	if e, ok := As(err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a problem with this code.
func Is(err error, code string) bool {
	e, ok := As(err)
	return ok && e.Code == code
}

// Wrap adds who failed and with what, for the log. Use it deferred on exported
// methods: defer problem.Wrap(&err, "intake.Submit(%s)", id).
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *errp)
	}
}
