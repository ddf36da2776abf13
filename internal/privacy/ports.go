// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package privacy

import (
	"context"
	"encoding/json"
	"io"

	"pratica/internal/casework"
	"pratica/internal/casework/workflow"
	"pratica/internal/database"
	"pratica/internal/documents"
	"pratica/internal/intake"
	"pratica/internal/objects"
)

// Held are the rows of tables, by table.
type Held = map[string][]database.Record

// Part holds something of an application or of its case.
type Part interface {
	HeldIn(ctx context.Context, tx *database.Tx, application string) (Held, error)
}

// Holder holds something of an account.
type Holder interface {
	HeldOf(ctx context.Context, tx *database.Tx, account string) (Held, error)
}

// Lists hold something of people who need neither account nor application.
type Lists interface {
	HeldBy(ctx context.Context, tx *database.Tx, taxCode, email string) (Held, error)
}

// Accounts finds accounts.
type Accounts interface {
	AccountsOf(ctx context.Context, tx *database.Tx, taxCode, email string) ([]string, error)
}

// Cases finds people in cases, and in the answers of what is no case yet.
type Cases interface {
	Appearances(ctx context.Context, tx *database.Tx, taxCode, email string) ([]casework.Appearance, error)
	ClientIn(ctx context.Context, definition string, answers json.RawMessage) (workflow.Person, error)
}

// Words finds cases by what stands in them.
type Words interface {
	Naming(ctx context.Context, tx *database.Tx, text string) ([]string, error)
}

// Drafts reads the applications that are not filed, in pages.
type Drafts interface {
	UnfiledAfter(ctx context.Context, tx *database.Tx, after string, n int) ([]intake.Unfiled, error)
}

// Files reads the files of applications, and keeps the copy until it is forgotten.
type Files interface {
	ListIn(ctx context.Context, tx *database.Tx, owner string) ([]documents.File, error)
	Open(ctx context.Context, owner, id string) (io.ReadSeekCloser, documents.File, error)
	Store(ctx context.Context, r io.Reader, limit int64) (objects.Object, error)
	Keep(ctx context.Context, tx *database.Tx, owner, slot, name, mediaType string, object objects.Object) (documents.File, error)
	ForgetIn(ctx context.Context, tx *database.Tx, owner string) ([]documents.File, error)
}
