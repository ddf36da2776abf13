// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"

	"pratica/internal/audit"
	"pratica/internal/database"
)

// Source knows what can be found of each case.
type Source interface {
	// Document reads a case as it stands in the transaction. The error is a
	// problem of kind NotFound when there is no such case.
	Document(ctx context.Context, tx *database.Tx, caseID string) (Document, error)
	// Cases lists n cases after one, in the order of their ids.
	Cases(ctx context.Context, after string, n int) ([]string, error)
}

// Rights know who may see what, at this moment.
type Rights interface {
	// Reach says which of the definitions a reader sees whole, and of which only
	// the cases that are assigned to him. A reader without rights has none.
	Reach(ctx context.Context, tx *database.Tx, r Reader, definitions []string) (Reach, error)
}

// Reader is who looks for something.
type Reader struct {
	audit.Actor
	Roles []string
	For   []string // accounts in whose place the reader stands
}

// Reach is what a reader may see.
type Reach struct {
	All      []string // definitions, each whole
	Assigned []string // definitions, of which only what is assigned to Accounts
	Accounts []string
}
