// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit_test

import (
	"errors"
	"fmt"
	"testing"

	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

func TestWhatWhoSentAFormCanPutRight(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"no error", nil, false},
		{"wrong values", problem.New(problem.Invalid, "x"), true},
		{"somebody was first, wrapped", fmt.Errorf("act: %w", problem.New(problem.Conflict, "x")), true},
		{"a right that is missing", problem.New(problem.Forbidden, "x"), false},
		{"asked too often", problem.New(problem.TooMany, "x"), false},
		{"a fault of ours", errors.New("x"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := kit.IsCorrectable(tt.err); got != tt.want {
				t.Errorf("IsCorrectable() = %v, want %v", got, tt.want)
			}
		})
	}
}
