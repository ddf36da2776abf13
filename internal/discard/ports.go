// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package discard

import (
	"context"
	"time"

	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/forms"
)

// Part forgets what it has of an application and of its case, but for the proof.
type Part interface {
	DiscardIn(ctx context.Context, tx *database.Tx, application string, at time.Time) error
}

// Files forgets the files of an application, and says what there was.
type Files interface {
	ForgetIn(ctx context.Context, tx *database.Tx, owner string) ([]documents.File, error)
}

// Cases knows which cases are at their end.
type Cases interface {
	Retention(ctx context.Context, definition string) (*workflow.Retention, error)
	ClosedBefore(ctx context.Context, tx *database.Tx, procedure string, before time.Time, n int) ([]casework.Closed, error)
	CountClosedBefore(ctx context.Context, tx *database.Tx, procedure string, before time.Time) (int, error)
	StillClosed(ctx context.Context, tx *database.Tx, id string, before time.Time) (*casework.Closed, error)
}

// Codes finds a case, a discarded one too, and lists the discarded ones.
type Codes interface {
	ByCode(ctx context.Context, tx *database.Tx, typed string) (casework.Case, error)
	DiscardedIDs(ctx context.Context, after string, n int) ([]string, error)
}

// Lots knows which cases an office has still to be told of.
type Lots interface {
	Waits(ctx context.Context, tx *database.Tx, caseID string) (bool, error)
}

// Procedures lists the versions of procedures, those of one together, the newest first.
type Procedures interface {
	Versions(ctx context.Context) ([]forms.Version, error)
}
