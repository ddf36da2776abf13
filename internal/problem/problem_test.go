// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package problem_test

import (
	"errors"
	"fmt"
	"testing"

	"pratica/internal/problem"
)

func TestKindOf(t *testing.T) {
	conflict := problem.New(problem.Conflict, "intake.already_filed")
	tests := []struct {
		name string
		err  error
		want problem.Kind
	}{
		{name: "a problem", err: conflict, want: problem.Conflict},
		{name: "a wrapped problem", err: fmt.Errorf("intake: %w", conflict), want: problem.Conflict},
		{name: "any other error", err: errors.New("disk"), want: problem.Internal},
		{name: "the zero problem", err: &problem.Error{}, want: problem.Internal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := problem.KindOf(tt.err); got != tt.want {
				t.Errorf("KindOf() = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWithAndBecauseLeaveTheOriginalAlone(t *testing.T) {
	base := problem.New(problem.Invalid, "forms.invalid")
	cause := errors.New("cause")
	changed := base.With(problem.Field{Path: "income", Code: "forms.required"}).Because(cause)
	if len(base.Fields) != 0 || base.Err != nil {
		t.Errorf("the original changed: %v", base)
	}
	if !errors.Is(changed, cause) || len(changed.Fields) != 1 {
		t.Errorf("the copy lacks cause or field: %v", changed)
	}
}

func TestWrapKeepsTheProblem(t *testing.T) {
	f := func() (err error) {
		defer problem.Wrap(&err, "f(%d)", 1)
		return problem.New(problem.NotFound, "x.missing")
	}
	err := f()
	if !problem.Is(err, "x.missing") {
		t.Errorf("Is() = false for %v", err)
	}
	if got, want := err.Error(), "f(1): not_found: x.missing"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
