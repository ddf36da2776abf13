// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package forms

import (
	"fmt"
	"sort"

	"pratica/internal/problem"
)

// Position is a place in the YAML source, both counted from one.
type Position struct{ Line, Column int }

// ParseError is one fault of a definition. Its sentence is the text
// "problem.<Code>" with Args.
type ParseError struct {
	Line, Column int
	Code         string
	Args         []any
}

// Error is the text for logs; people read Field through the catalogue.
func (e ParseError) Error() string {
	return fmt.Sprintf("%d:%d: %s %v", e.Line, e.Column, e.Code, e.Args)
}

// Field is the fault as a problem's field; its path is "line:column".
func (e ParseError) Field() problem.Field {
	return problem.Field{Path: fmt.Sprintf("%d:%d", e.Line, e.Column), Code: e.Code, Args: e.Args}
}

// isAt tells the same fault in the same place: a part that aliases repeat is read
// as often as it stands.
func (e ParseError) isAt(other ParseError) bool {
	return e.Line == other.Line && e.Column == other.Column && e.Code == other.Code
}

func sortErrors(errs []ParseError) {
	sort.SliceStable(errs, func(i, j int) bool {
		if errs[i].Line != errs[j].Line {
			return errs[i].Line < errs[j].Line
		}
		return errs[i].Column < errs[j].Column
	})
}
