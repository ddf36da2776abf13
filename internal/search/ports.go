// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"context"
	"slices"

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
	// Reach says which cases under the definitions a reader may open. A reader
	// without rights has none.
	Reach(ctx context.Context, tx *database.Tx, r Reader, definitions []string) (Reach, error)
}

// Reader is who looks for something.
type Reader struct {
	audit.Actor
	Roles []string
	For   []string // accounts in whose place the reader stands
}

// Reach is what a reader may see: what any grant gives.
type Reach struct {
	Grants   []Grant
	Account  string   // of the reader
	Accounts []string // the reader's, and those in whose place he stands
}

// Grant gives the cases under a definition.
type Grant struct {
	Definition string
	Assigned   bool // only those assigned to Accounts
	Declared   bool // only those of which Account declared to have no conflict of interest
}

// covers tells whether nothing is kept from the reader.
func (r Reach) covers(definitions []string) bool {
	return !slices.ContainsFunc(definitions, func(d string) bool { return !slices.Contains(r.Grants, Grant{Definition: d}) })
}

// isWhole tells whether the reader sees all cases of the definitions that he sees at all.
func (r Reach) isWhole() bool {
	return !slices.ContainsFunc(r.Grants, func(g Grant) bool { return g.Assigned || g.Declared })
}

// marks is a part of a query that satisfies whatever is granted, and little else:
// it spares the engine most of what selection.seen would refuse.
func (r Reach) marks() need {
	var n need
	assigned := false
	for _, g := range r.Grants {
		if g.Assigned {
			assigned = true
			continue
		}
		n = append(n, []term{{text: definitionMark(g.Definition)}})
	}
	if assigned {
		for _, account := range r.Accounts {
			n = append(n, []term{{text: accountMark(account)}})
		}
	}
	return n
}
